"""The network of the demonstration: members, accreditations, people, Charter, scales, keys."""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from mcx.accounts import services as accounts
from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.credentials.services.starting import equip
from mcx.demo.content import FOLDER, load
from mcx.demo.load.cast import LANGUAGES, PASSWORD, Cast, text
from mcx.governance.services.charter import propose_charter, vote
from mcx.keys.rules import KeyKind, host_of
from mcx.keys.services import make_test_seal
from mcx.network.models import GradingScale, Institution
from mcx.network.rules.profiles import About, Profile
from mcx.network.rules.scale_presets import BY_CODE
from mcx.network.rules.scales import ScaleFacts
from mcx.network.selectors.charter import public_terms_on
from mcx.network.services.accreditations import add_accreditation, end_accreditation
from mcx.network.services.appointments import appoint
from mcx.network.services.members import add_identifier, admit_member, found_network
from mcx.network.services.scales import make_scale
from mcx.recognition.models import GradeDistribution
from microcred.accreditation import Decision

SEALED_SINCE = -200  # a test seal is valid for a year on both sides of its making


def found(cast: Cast) -> None:
    """Everything that is there before the first course."""
    content, staff = load("institutions"), load("people")["staff"]
    coordinator = next(one for one in staff if Role.COORDINATOR in one["roles"])
    hashed = make_password(PASSWORD)
    for one in staff:
        cast.people[one["id"]] = join(one, cast, content["network"]["founded"], hashed)
    _institutions(content, coordinator, cast)
    _appointments(staff, coordinator, cast)
    _accreditations(content["accreditations"], cast)
    _charter(load("charter"), cast)
    _scales(cast)
    _keys(cast)
    call_command("load_esco", str(FOLDER / "esco_sample"), verbosity=0)


def join(one: dict[str, Any], cast: Cast, offset: int, hashed: str) -> Person:
    """An account with the demonstration's password."""
    return accounts.register(
        one["email"],
        given_name=one["given"],
        family_name=one["family"],
        password_hash=hashed,
        birth_date=one.get("birth_date"),
        language=one["locale"] if one["locale"] in LANGUAGES else "en",
        at=cast.at(offset),
    )


def _institutions(content: dict[str, Any], coordinator: dict[str, Any], cast: Cast) -> None:
    person = cast.people[coordinator["id"]]
    rows = [*content["institutions"], *content["partners"]]
    rows.sort(key=lambda row: (row["slug"] != coordinator["institution"], row["joined"]))
    host = host_of(settings.PUBLIC_URL)
    name, first = text(content["network"]["name"]), rows.pop(0)
    found_network(
        About(name),
        host=host,
        first=_profile(first),
        coordinator=person,
        is_demonstration=True,
        at=cast.at(content["network"]["founded"]),
    )
    cast.institutions[first["slug"]] = Institution.objects.get(slug=first["slug"])
    for row in rows:
        joined = row["joined"]
        member = admit_member(_profile(row), valid_from=cast.on(joined), by=person, at=cast.at(joined))
        cast.institutions[row["slug"]] = member
    for row in (first, *rows):
        for scheme in ("schac", "erasmus"):
            if row.get(scheme):
                institution = cast.institutions[row["slug"]]
                since = cast.on(row["joined"])
                add_identifier(
                    institution,
                    scheme=scheme,
                    value=row[scheme],
                    valid_from=since,
                    by=person,
                    at=cast.at(row["joined"]),
                )


def _profile(row: dict[str, Any]) -> Profile:
    names = {language: words for language, words in row["name"].items() if language in LANGUAGES}
    if row.get("local_language") in LANGUAGES:
        names[row["local_language"]] = row["name"]["local"]
    return Profile(
        slug=row["slug"],
        short_name=row.get(
            "short_name", row["slug"].upper() if len(row["slug"]) <= 4 else row["name"]["en"].split()[0]
        ),
        name=names,
        country=row["country"],
        kind=Institution.Kind(row.get("kind", "university")).value,
        city=row.get("city", ""),
        homepage=row.get("homepage", ""),
        language_cluster=row.get("cluster", ""),
    )


def _appointments(staff: list[dict[str, Any]], coordinator: dict[str, Any], cast: Cast) -> None:
    by = cast.people[coordinator["id"]]
    for one in staff:
        institution = cast.institutions[one.get("institution") or one["partner"]]
        since = max(institution.memberships.values_list("valid_from", flat=True))
        for role in one["roles"]:
            if role != Role.COORDINATOR:
                at = cast.at(cast.offset(since))
                appoint(
                    cast.people[one["id"]],
                    role=Role(role),
                    institution=institution,
                    valid_from=since,
                    by=by,
                    at=at,
                )


def _accreditations(rows: list[dict[str, Any]], cast: Cast) -> None:
    by = cast.people["network-coordinator"]
    agencies = {one.slug: one for one in cast.institutions.values()}
    for row in rows:
        decision = Decision(
            title=text(row["title"]),
            kind=row["kind"],
            agency=agencies[row["agency"]].name["en"],
            decision=row["decision"],
            conditions=row.get("conditions", ""),
            valid_from=cast.on(row["valid_from"]),
            valid_until=cast.on(row["valid_until"]),
        )
        institution = cast.institutions[row["institution"]]
        since = max(institution.memberships.values_list("valid_from", flat=True))
        recorded = max(cast.offset(since), row["valid_from"])
        made = add_accreditation(institution, decision=decision, by=by, at=cast.at(recorded))
        if "ended" in row:
            ended = row["ended"]
            end_accreditation(
                made, ended_from=cast.on(ended), reason=row["end_reason"], by=by, at=cast.at(ended)
            )


def _charter(content: dict[str, Any], cast: Cast) -> None:
    terms = {term["key"]: term["value"] for term in content["terms"]}
    terms["articles"] = [
        {"number": one["number"], "title": one["title"], "text": one["text"], "language": "en"}
        for one in content["articles"]
    ]
    _put_to_the_vote(content, terms, content["adopted"], cast)


def propose_next_charter(cast: Cast) -> None:
    """A second version on which the members are still voting."""
    content = load("charter_next")
    terms = public_terms_on(cast.now.date()).as_json() | content["changes"]
    _put_to_the_vote(content, terms, content["voted"], cast)


def _put_to_the_vote(content: dict[str, Any], terms: dict[str, Any], voted: int, cast: Cast) -> None:
    by, summary, first_day = (
        cast.people["network-coordinator"],
        content["summary"],
        cast.on(content["in_force"]),
    )
    charter = propose_charter(
        terms, summary=summary, in_force_from=first_day, by=by, at=cast.at(content["proposed"])
    )
    for slug, voice in content["votes"].items():
        institution = cast.institutions[slug]
        champion = cast.officer(institution, "champion")
        vote(charter, institution=institution, in_favour=voice == "yes", by=champion, at=cast.at(voted))


def _scales(cast: Cast) -> None:
    content = load("scales")
    for row in content["scales"]:
        GradingScale.objects.create(
            slug=row["slug"],
            title=text(row["title"]),
            grades=[grade["label"] for grade in row["grades"]],
            lowest_pass=row["lowest_pass"],
        )
    for row in content["own"]:
        institution, preset = cast.institutions[row["institution"]], BY_CODE[row["preset"]]
        facts = ScaleFacts(
            text(row["title"]), preset.grades, preset.lowest_pass, numbers=preset.numbers, band=preset.band
        )
        make_scale(institution, facts=facts, by=cast.officer(institution, "registrar"), at=cast.at(-90))
    for row in content["distributions"]:
        GradeDistribution.objects.create(
            institution=cast.institutions[row["institution"]],
            scale=GradingScale.objects.get(slug=row["scale"]),
            years=f"{cast.on(row['from']).year}–{cast.on(row['until']).year}",
            counts=row["counts"],
        )


def _keys(cast: Cast) -> None:
    """Every university signs, also for wallets, and seals with a test seal that says it is none."""
    coordinator = cast.people["network-coordinator"]
    for institution in cast.institutions.values():
        if institution.kind == Institution.Kind.UNIVERSITY:
            since = max(institution.memberships.values_list("valid_from", flat=True))
            at = cast.at(cast.offset(since))
            equip(institution, by=coordinator, at=at)
            equip(institution, kind=KeyKind.WALLETS, by=coordinator, at=at)
            make_test_seal(institution, by=coordinator, at=cast.at(SEALED_SINCE))
