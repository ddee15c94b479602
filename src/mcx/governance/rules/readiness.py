"""What a network still lacks on its way to the first course, learner, credential, seal and recognition.

Each line stands once, under the first goal that needs it; the goals are in the order of the work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mcx.accounts.rules import GRANTS, Action, Role
from microcred.report import Check, Outcome, Report, _, failed, passed, warning

GUIDE = "docs/guide/operating.md"
START = "docs/guide/founding.md"


@dataclass(frozen=True, slots=True)
class Readiness:
    """The plain facts of a deployment, as its operator can find them out."""

    is_founded: bool
    members: int
    has_charter: bool
    members_without_key: tuple[str, ...]
    members_with_unusable_key: tuple[str, ...]
    members_without_accreditation: tuple[str, ...]
    members_without_identifier: tuple[str, ...]
    members_without_seal: tuple[str, ...]
    members_to_renew_seal: tuple[str, ...]
    members_without_scale: tuple[str, ...]
    skills: int
    is_public_address: bool
    is_production: bool
    has_mail: bool
    is_postgres: bool
    can_review: bool
    is_published: bool
    has_open_run: bool
    is_admitted: bool
    is_issued: bool
    is_sealed: bool
    programmes: int
    agreements: int
    has_student: bool
    is_recognised: bool
    roles: frozenset[Role]


class Goal(StrEnum):
    """What a network comes to, in the order in which it does."""

    STANDS = "stands"
    PUBLISH = "publish"
    ADMIT = "admit"
    ISSUE = "issue"
    SEAL = "seal"
    RECOGNISE = "recognise"


class GoalState(StrEnum):
    """How far a network is with a goal: something is missing, nothing is, or it has been reached."""

    MISSING = "missing"
    READY = "ready"
    REACHED = "reached"


GOALS = {
    Goal.STANDS: _("The network is set up"),
    Goal.PUBLISH: _("The first course is published"),
    Goal.ADMIT: _("The first learner is admitted"),
    Goal.ISSUE: _("The first credential is issued"),
    Goal.SEAL: _("The first credential is sealed"),
    Goal.RECOGNISE: _("The first credential is recognised"),
}
NEXT = {
    Goal.STANDS: _("Nothing is missing."),
    Goal.PUBLISH: _(
        "Nothing is missing. A teacher designs a course, and a quality assurance officer approves it."
    ),
    Goal.ADMIT: _("Nothing is missing. Learners apply in the catalogue, and a registrar admits them."),
    Goal.ISSUE: _("Nothing is missing. An assessor gives a grade, and the learner claims the credential."),
    Goal.SEAL: _("Nothing is missing. The next credential that a learner claims is sealed."),
    Goal.RECOGNISE: _(
        "Nothing is missing. A learner asks for recognition in the wallet, and the home university decides."
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: its check, and the right that doing it needs; None where it is done on the server."""

    check: Check
    action: Action | None = None

    @property
    def who(self) -> tuple[Role, ...]:
        """The roles that may do it, in the order of the table of rights."""
        return tuple(role for role in Role if self.action in GRANTS[role])


@dataclass(frozen=True, slots=True)
class Stage:
    """A goal with its lines."""

    goal: Goal
    is_reached: bool
    lines: tuple[Line, ...]

    @property
    def missing(self) -> tuple[Line, ...]:
        """What keeps the network from the goal; what is only recommended elsewhere is needed for a seal."""
        halting = {Outcome.FAILED, Outcome.WARNING} if self.goal is Goal.SEAL else {Outcome.FAILED}
        return tuple(line for line in self.lines if line.check.outcome in halting)

    @property
    def state(self) -> GoalState:
        """How far the network is."""
        if self.is_reached:
            return GoalState.REACHED
        return GoalState.MISSING if self.missing else GoalState.READY


def checklist(facts: Readiness) -> tuple[Stage, ...]:
    """The goals in their order, each with what it needs; nothing before the network is founded."""
    if not facts.is_founded:
        return ()
    stands = tuple(_stands(facts))
    return (
        Stage(Goal.STANDS, all(line.check.outcome is not Outcome.FAILED for line in stands), stands),
        Stage(Goal.PUBLISH, facts.is_published, tuple(_publish(facts))),
        Stage(Goal.ADMIT, facts.is_admitted, tuple(_admit(facts))),
        Stage(Goal.ISSUE, facts.is_issued, tuple(_issue(facts))),
        Stage(Goal.SEAL, facts.is_sealed, tuple(_seal(facts))),
        Stage(Goal.RECOGNISE, facts.is_recognised, tuple(_recognise(facts))),
    )


def check_readiness(facts: Readiness) -> Report:
    """One check per thing to do, in the order in which it is best done."""
    if not facts.is_founded:
        fix = _("Run: manage.py new_network. Or, without a browser: manage.py found_network --help")
        return Report.of([failed("ready.founded", _("No network has been set up yet."), GUIDE, fix)])
    return Report.of(line.check for stage in checklist(facts) for line in stage.lines)


def _line(
    action: Action | None, holds: bool, code: str, texts: tuple[str, str, str], **values: object
) -> Line:
    """A line with its texts: where it holds, where it does not, and what to do then."""
    good, bad, fix = texts
    source = GUIDE if action is None else START
    if holds:
        return Line(passed(f"ready.{code}", good, source, **values), action)
    return Line(failed(f"ready.{code}", bad, source, fix, **values), action)


def _stands(facts: Readiness) -> Iterator[Line]:
    yield _line(
        Action.APPOINT,
        Role.COORDINATOR in facts.roles,
        "coordinator",
        (
            _("The network has a coordinator."),
            _("The network has no coordinator."),
            _("Run found_network, or ask another coordinator to give someone the role."),
        ),
    )
    yield _line(
        Action.MANAGE_NETWORK,
        facts.has_charter,
        "charter",
        (
            _("A Charter is in force."),
            _("No Charter is in force. MicroCredX's own terms apply until there is one."),
            _(
                "The network coordinator proposes one under The network → The Charter, and the leadership "
                "champion of each university votes."
            ),
        ),
    )
    yield from _served(facts)


def _served(facts: Readiness) -> Iterator[Line]:
    """How the network is run."""
    yield _line(
        None,
        facts.is_public_address,
        "address",
        (
            _("The network has a public address."),
            _("Credentials would contain an address that nobody else can reach."),
            _(
                "Set MCX_PUBLIC_URL to the https address and start again. The network moves there as long as "
                "nobody has claimed a credential."
            ),
        ),
    )
    yield _line(
        None,
        facts.is_production,
        "mode",
        (
            _("The network runs in production mode."),
            _("The network runs in demonstration mode."),
            _("Set MCX_MODE=production with its own secret and key-encryption key."),
        ),
    )
    yield _line(
        None,
        facts.has_mail,
        "mail",
        (
            _("Email is set up."),
            _("Emails are written to files instead of being sent."),
            _("Set MCX_EMAIL_URL."),
        ),
    )
    if not facts.is_postgres:
        text = _("SQLite is suitable for one process. For several processes, use PostgreSQL.")
        yield Line(warning("ready.database", text, GUIDE, _("Set DATABASE_URL.")))


def _publish(facts: Readiness) -> Iterator[Line]:
    yield _named(
        Action.KEEP_STUDIES,
        facts.members_without_scale,
        "scales",
        (
            _("Every member has a grading scale."),
            _("Without a grading scale: {names}. Courses need one before they can be published."),
            _("The registrar or the network coordinator adds one under The network → Grading scales."),
        ),
    )
    yield _line(
        None,
        facts.skills > 0,
        "skills",
        (
            _("{number} ESCO skills are loaded."),
            _("No ESCO skills are loaded."),
            _("Download ESCO's CSV files and run: manage.py load_esco FOLDER"),
        ),
        number=facts.skills,
    )
    yield _line(
        Action.APPOINT,
        facts.can_review,
        "review",
        (
            _("One university has a teacher, and someone else who reviews for quality."),
            _("No university has both a teacher and another person who reviews for quality."),
            _("Give the roles of designer and teacher and of quality assurance officer to two people."),
        ),
    )


def _admit(facts: Readiness) -> Iterator[Line]:
    yield _line(
        Action.OFFER,
        facts.has_open_run or facts.is_admitted,
        "runs",
        (
            _("Learners can apply, or have applied, for a run of a course."),
            _("No run of a course is open for applications."),
            _("Open a run on the page of a published course."),
        ),
    )
    yield _line(
        Action.APPOINT,
        Role.REGISTRAR in facts.roles,
        "registrar",
        (
            _("Someone is a registrar."),
            _("Nobody is a registrar, so nobody can admit learners."),
            _("Give someone the role of registrar."),
        ),
    )


def _issue(facts: Readiness) -> Iterator[Line]:
    yield _line(
        Action.APPOINT,
        Role.ASSESSOR in facts.roles,
        "assessor",
        (
            _("Someone is an assessor."),
            _("Nobody is an assessor, so nobody can give grades."),
            _("Give someone the role of assessor."),
        ),
    )
    yield _named(
        Action.MANAGE_KEYS,
        facts.members_without_key,
        "keys",
        (
            _("Every member has a signing key."),
            _("Without a signing key: {names}."),
            _("The registrar creates one under Credential registry → Keys and seals."),
        ),
    )
    yield _named(
        Action.MANAGE_KEYS,
        facts.members_with_unusable_key,
        "keys-open",
        (
            _("Every stored key and seal can be opened."),
            _("A stored key or seal cannot be opened: {names}. Nothing can be signed with it."),
            _(
                "Put back the right database and key-encryption key. Otherwise, ask the registrar to create "
                "a new key."
            ),
        ),
    )


def _named(action: Action, names: tuple[str, ...], code: str, texts: tuple[str, str, str]) -> Line:
    return _line(action, not names, code, texts, names=", ".join(names))


def _seal(facts: Readiness) -> Iterator[Line]:
    """What makes a university a verified issuer; without a seal only accreditation is needed."""
    yield _named(
        Action.MANAGE_INSTITUTION,
        facts.members_without_accreditation,
        "accreditation",
        (
            _("Every member is accredited today."),
            _("Not accredited today, according to the register: {names}."),
            _("The institution's page says what is missing or has expired. Its initiative lead records it."),
        ),
    )
    if facts.members_without_identifier:
        text = _("Without a legal identifier: {names}. A seal has to name the one that the register knows.")
        fix = _("Record the eIDAS legal identifier or the VAT number on the institution's page.")
        yield Line(
            warning("ready.identifiers", text, START, fix, names=", ".join(facts.members_without_identifier)),
            Action.MANAGE_INSTITUTION,
        )
    else:
        text = _("Every member has a legal identifier.")
        yield Line(passed("ready.identifiers", text, START), Action.MANAGE_INSTITUTION)
    yield from _seals(facts)


def _seals(facts: Readiness) -> Iterator[Line]:
    """A seal is recommended, not needed: without one a European credential is sealed in Europass."""
    if facts.members_without_seal:
        text = _(
            "Without an e-seal: {names}. Their European Digital Credentials can only be exported unsealed."
        )
        fix = _("Recommended: the registrar uploads one under Credential registry → Keys and seals.")
        check = warning("ready.seals", text, START, fix, names=", ".join(facts.members_without_seal))
    else:
        check = passed("ready.seals", _("Every member has an e-seal."), START)
    yield Line(check, Action.MANAGE_KEYS)
    if facts.members_to_renew_seal:
        text = _("The e-seal expires soon or has expired: {names}.")
        fix = _("The registrar orders a new one and uploads it under Credential registry → Keys and seals.")
        names = ", ".join(facts.members_to_renew_seal)
        yield Line(warning("ready.seals-end", text, START, fix, names=names), Action.MANAGE_KEYS)


def _recognise(facts: Readiness) -> Iterator[Line]:
    yield _line(
        Action.MANAGE_NETWORK,
        facts.members > 1,
        "members",
        (
            _("{number} universities are members."),
            _("Only {number} university is a member. You need at least 2 for an exchange."),
            _("The network coordinator admits members under The network → Admit an institution."),
        ),
        number=facts.members,
    )
    yield Line(_programmes(facts), None)
    yield _line(
        Action.APPOINT,
        Role.RECOGNITION in facts.roles,
        "officer",
        (
            _("Someone is a recognition officer."),
            _("Nobody is a recognition officer, so nobody can decide on recognition."),
            _("Give someone the role of recognition officer."),
        ),
    )
    yield _line(
        Action.CONFIRM_AFFILIATION,
        facts.has_student or facts.is_recognised,
        "students",
        (
            _("A university has confirmed who studies there."),
            _("No university has confirmed yet that someone studies there."),
            _("Learners say in their profile where they study, and the registrar confirms it."),
        ),
    )
    if facts.agreements:
        text = _("Agreements on recognition in force: {number}.")
        yield Line(passed("ready.agreements", text, START, number=facts.agreements), Action.AGREE)
    else:
        text = _("No agreement on recognition is in force, so that an officer decides each case.")
        fix = _("Recommended: two universities sign one under Agreements.")
        yield Line(warning("ready.agreements", text, START, fix), Action.AGREE)


def _programmes(facts: Readiness) -> Check:
    if facts.programmes:
        return passed("ready.programmes", _("Degree programmes: {number}."), GUIDE, number=facts.programmes)
    text = _(
        "There is no degree programme in which credits could count, and this version has no page to enter "
        "one."
    )
    fix = _("Install a later version of the software that has this page.")
    return failed("ready.programmes", text, GUIDE, fix, number=facts.programmes)


@dataclass(frozen=True, slots=True)
class Issuer:
    """What the register knows of a university as an issuer on a day."""

    identifiers: tuple[str, ...]
    has_seal: bool
    is_test_seal: bool
    accredited: Check


EDC = _("European Digital Credentials for Learning, issuer's first step")


def check_issuer(facts: Issuer) -> Report:
    """Whether others can verify the university as an issuer: identifier, e-seal and accreditation."""
    return Report.of([_identified(facts), _sealing(facts), facts.accredited])


def _identified(facts: Issuer) -> Check:
    if facts.identifiers:
        text = _("Legal identifier: {values}.")
        return passed("issuer.identifier", text, EDC, values=", ".join(facts.identifiers))
    text, fix = (
        _("No legal identifier is recorded, so that no seal can be matched with the university."),
        _("Record the eIDAS legal identifier or the VAT number on the institution's page."),
    )
    return failed("issuer.identifier", text, EDC, fix)


def _sealing(facts: Issuer) -> Check:
    if not facts.has_seal:
        text, fix = (
            _("No e-seal is in use. European Digital Credentials can only be exported unsealed."),
            _("The registrar orders one and uploads it under Credential registry → Keys and seals."),
        )
        return failed("issuer.seal", text, EDC, fix)
    if facts.is_test_seal:
        text, fix = (
            _("A test seal is in use. It shows how sealing works, but Europass does not accept it."),
            _("Order a qualified e-seal from a trust service provider before you issue real credentials."),
        )
        return warning("issuer.seal", text, EDC, fix)
    return passed("issuer.seal", _("An e-seal is in use."), EDC)
