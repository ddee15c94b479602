"""What a network still lacks before it can issue in earnest."""

from collections.abc import Iterator
from dataclasses import dataclass

from microcred.report import Check, Report, _, failed, passed, warning

GUIDE = "docs/guide/operating.md"


@dataclass(frozen=True, slots=True)
class Readiness:
    """The plain facts of a deployment, as its operator can find them out."""

    is_founded: bool
    members: int
    coordinators: int
    has_charter: bool
    members_without_key: tuple[str, ...]
    members_with_unusable_key: tuple[str, ...]
    members_without_accreditation: tuple[str, ...]
    members_without_seal: tuple[str, ...]
    members_to_renew_seal: tuple[str, ...]
    members_without_scale: tuple[str, ...]
    skills: int
    is_public_address: bool
    is_production: bool
    has_mail: bool
    is_postgres: bool


def check_readiness(facts: Readiness) -> Report:
    """One check per thing to do, in the order in which it is best done."""
    if not facts.is_founded:
        fix = _("Run: manage.py found_network --help")
        return Report.of([failed("ready.founded", _("No network has been set up yet."), GUIDE, fix)])
    return Report.of([*_people(facts), *_trust(facts), *_running(facts)])


def _one(holds: bool, code: str, good: str, bad: str, fix: str, **values: object) -> Check:
    if holds:
        return passed(f"ready.{code}", good, GUIDE, **values)
    return failed(f"ready.{code}", bad, GUIDE, fix, **values)


def _people(facts: Readiness) -> list[Check]:
    return [
        _one(
            facts.coordinators > 0,
            "coordinator",
            _("The network has a coordinator."),
            _("The network has no coordinator."),
            _("Run found_network, or ask another coordinator to give someone the role."),
        ),
        _one(
            facts.members > 1,
            "members",
            _("{number} universities are members."),
            _("Only {number} university is a member. You need at least 2 for an exchange."),
            _("The network coordinator admits members under The network → Admit an institution."),
            number=facts.members,
        ),
        _one(
            facts.has_charter,
            "charter",
            _("A Charter is in force."),
            _("No Charter is in force. MicroCredX's own terms apply until there is one."),
            _(
                "The network coordinator proposes one under The network → The Charter, and the leadership "
                "champion of each university votes."
            ),
        ),
    ]


def _trust(facts: Readiness) -> list[Check]:
    lacking = {
        "keys": (
            facts.members_without_key,
            _("Every member has a signing key."),
            _("Without a signing key: {names}."),
            _("The registrar creates one under Credential registry → Keys and seals."),
        ),
        "keys-open": (
            facts.members_with_unusable_key,
            _("Every stored key and seal can be opened."),
            _("A stored key or seal cannot be opened: {names}. Nothing can be signed with it."),
            _(
                "Put back the right database and key-encryption key. Otherwise, ask the registrar to create "
                "a new key."
            ),
        ),
        "accreditation": (
            facts.members_without_accreditation,
            _("Every member is accredited today."),
            _("Not accredited today, according to the register: {names}."),
            _("The institution's page says what is missing or has expired. Its initiative lead records it."),
        ),
        "scales": (
            facts.members_without_scale,
            _("Every member has a grading scale."),
            _("Without a grading scale: {names}. Courses need one before they can be published."),
            _("The registrar or the network coordinator adds one under The network → Grading scales."),
        ),
    }
    checks = [
        _one(not names, code, good, bad, fix, names=", ".join(names))
        for code, (names, good, bad, fix) in lacking.items()
    ]
    skills = _one(
        facts.skills > 0,
        "skills",
        _("{number} ESCO skills are loaded."),
        _("No ESCO skills are loaded."),
        _("Download ESCO's CSV files and run: manage.py load_esco FOLDER"),
        number=facts.skills,
    )
    return [*checks, *_seals(facts), skills]


def _seals(facts: Readiness) -> Iterator[Check]:
    """A seal is recommended, not needed: without one a European credential is sealed in Europass."""
    if facts.members_without_seal:
        text = _(
            "Without an e-seal: {names}. Their European Digital Credentials can only be exported unsealed."
        )
        fix = _("Recommended: the registrar uploads one under Credential registry → Keys and seals.")
        yield warning("ready.seals", text, GUIDE, fix, names=", ".join(facts.members_without_seal))
    else:
        yield passed("ready.seals", _("Every member has an e-seal."), GUIDE)
    if facts.members_to_renew_seal:
        text = _("The e-seal expires soon or has expired: {names}.")
        fix = _("The registrar orders a new one and uploads it under Credential registry → Keys and seals.")
        yield warning("ready.seals-end", text, GUIDE, fix, names=", ".join(facts.members_to_renew_seal))


def _running(facts: Readiness) -> list[Check]:
    checks = [
        _one(
            facts.is_public_address,
            "address",
            _("The network has a public address."),
            _("Credentials would contain an address that nobody else can reach."),
            _("Set MCX_PUBLIC_URL to the https address before anything is issued. It cannot change later."),
        ),
        _one(
            facts.is_production,
            "mode",
            _("The network runs in production mode."),
            _("The network runs in demonstration mode."),
            _("Set MCX_MODE=production with its own secret and key-encryption key."),
        ),
        _one(
            facts.has_mail,
            "mail",
            _("Email is set up."),
            _("Emails are written to files instead of being sent."),
            _("Set MCX_EMAIL_URL."),
        ),
    ]
    if not facts.is_postgres:
        text = _("SQLite is suitable for one process. For several processes, use PostgreSQL.")
        checks.append(warning("ready.database", text, GUIDE, _("Set DATABASE_URL.")))
    return checks
