"""Whether a document is a credential at all, and one of the shape its kind prescribes.

W3C VC-DM 2.0 §4 (and 1.1 §4 for older credentials), 1EdTech's JSON Schemas.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from microcred.documents import types_of
from microcred.errors import Malformed
from microcred.heading import Claimed
from microcred.instants import parse_instant
from microcred.openbadges import problems, schema_of
from microcred.openbadges.texts import is_iri
from microcred.reading import LABELS, Kind, Reading
from microcred.report import Check, _, failed, passed, unknown, warning
from microcred.saying import Listed

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
ASK_ISSUER = _("Ask the issuer for a corrected credential.")
ASK_HOLDER = _("Ask the holder to present the credentials again.")
EUROPEAN = "ELM 3.2, hasClaim"
ABOUT = {
    Claimed.ACTIVITY: _("It attests an activity, not an achievement."),
    Claimed.ENTITLEMENT: _("It attests an entitlement, not an achievement."),
}
ABOUT_OTHERS = _("It attests something other than an achievement.")
PRESENTATION = "VC-DM 2.0 §4.13"
SCHEMAS = {
    "AchievementCredential": "Open Badges 3.0",
    "EndorsementCredential": "Open Badges 3.0",
    "ClrCredential": "CLR 2.0",
}
SHOWN = 3  # problems of the schema that are told; the first ones explain the others


def check_format(reading: Reading) -> tuple[Check, ...]:
    """What kind of credential it is, and each rule of the data model that it breaks."""
    broken = tuple(_broken_rules(reading.document))
    if broken:
        text = _("This looks like a credential ({kind}), but it breaks the rules all credentials follow.")
        return (failed("format", text, "VC-DM 2.0 §4", ASK_ISSUER, kind=LABELS[reading.kind]), *broken)
    text = _("Type of credential: {kind}.")
    return (passed("format", text, "VC-DM 2.0 §4", kind=LABELS[reading.kind]),)


def check_presentation(document: Mapping[str, Any]) -> tuple[Check, ...]:
    """The same of a presentation (VC-DM 2.0 §4.13)."""
    broken = tuple(_broken_presentation(document))
    if broken:
        text = _("This looks like a presentation of credentials, but it breaks the rules of presentations.")
        return (failed("format", text, PRESENTATION, ASK_HOLDER), *broken)
    return (passed("format", _("This is a presentation of credentials by their holder."), PRESENTATION),)


def _broken_presentation(document: Mapping[str, Any]) -> Iterator[Check]:
    yield from _broken_context(document)
    yield from _broken_identifier(document)
    holder = document.get("holder")
    if "holder" in document and not _is_identifier(holder.get("id") if isinstance(holder, dict) else holder):
        text = _("The holder has no identifier that could be looked up.")
        yield failed("format.holder", text, PRESENTATION, ASK_HOLDER)
    shown = document.get("verifiableCredential", [])
    shown = shown if isinstance(shown, list) else [shown]
    if not shown:  # the data model allows it, but there is nothing that could be genuine
        yield failed("format.credential", _("It does not present a credential."), PRESENTATION, ASK_HOLDER)
    if not all(isinstance(one, dict) for one in shown):
        text = _("The part that should be a credential is not a credential.")
        yield failed("format.credential", text, PRESENTATION, ASK_HOLDER)


def _broken_context(document: Mapping[str, Any]) -> Iterator[Check]:
    if _first_context(document) not in (V1, V2):
        text = _("The data model of credentials does not come first in “@context”.")
        yield failed("format.context", text, "VC-DM 2.0 §4.3", ASK_ISSUER)


def _first_context(document: Mapping[str, Any]) -> Any:
    contexts = document.get("@context")
    return contexts[0] if isinstance(contexts, list) and contexts else contexts


def _broken_identifier(document: Mapping[str, Any]) -> Iterator[Check]:
    if "id" in document and not _is_identifier(document["id"]):
        text = _("The credential's identifier is not a web address or other IRI.")
        yield failed("format.id", text, "VC-DM 2.0 §4.4", ASK_ISSUER)


def _broken_rules(document: Mapping[str, Any]) -> Iterator[Check]:
    yield from _broken_context(document)
    if "VerifiableCredential" not in types_of(document):
        text = _("The type “VerifiableCredential” is missing.")
        yield failed("format.type", text, "VC-DM 2.0 §4.5", ASK_ISSUER)
    yield from _broken_issuer(document)
    yield from _broken_identifier(document)
    yield from _broken_subject(document)
    yield from _broken_dates(document, older=_first_context(document) == V1)
    for name in ("credentialStatus", "credentialSchema", "evidence", "termsOfUse", "refreshService"):
        if name in document and not all(types_of(one) for one in _objects(document[name]) or [{}]):
            text = _("“{name}” does not say what type it is.")
            yield failed(f"format.{name}", text, "VC-DM 2.0 §4.5", ASK_ISSUER, name=name)
    if not all(_is_identifier(one.get("id")) for one in _objects(document.get("credentialSchema"))):
        text = _("The schema of the credential has no address.")
        yield failed("format.credentialSchema", text, "VC-DM 2.0 §4.11", ASK_ISSUER)


def _broken_subject(document: Mapping[str, Any]) -> Iterator[Check]:
    subjects = document.get("credentialSubject")
    subjects = subjects if isinstance(subjects, list) else [subjects]
    if not subjects or not all(isinstance(one, dict) and one for one in subjects):
        text = _("The credential is about nobody: “credentialSubject” is missing.")
        yield failed("format.subject", text, "VC-DM 2.0 §4.8", ASK_ISSUER)


def _broken_issuer(document: Mapping[str, Any]) -> Iterator[Check]:
    issuer = document.get("issuer")
    if not _is_identifier(issuer.get("id") if isinstance(issuer, dict) else issuer):
        text = _("The issuer has no identifier that could be looked up.")
        yield failed("format.issuer", text, "VC-DM 2.0 §4.7", ASK_ISSUER)


def _broken_dates(document: Mapping[str, Any], *, older: bool) -> Iterator[Check]:
    names = ("issuanceDate", "expirationDate") if older else ("validFrom", "validUntil")
    if older and "issuanceDate" not in document:
        text = _("The date of issuing is missing.")
        yield failed("format.issuanceDate", text, "VC-DM 1.1 §4.6", ASK_ISSUER)
    for name in names:
        if name not in document:
            continue
        try:
            parse_instant(document[name])
        except Malformed:
            text = _("“{name}” is not a date with time and time zone.")
            yield failed(f"format.{name}", text, "VC-DM 2.0 §4.9", ASK_ISSUER, name=name)


def _is_identifier(value: Any) -> bool:
    return isinstance(value, str) and is_iri(value)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict) and one]


def check_content(reading: Reading) -> Check:
    """What a credential without a record of an achievement is about, as far as that can be said."""
    claims = reading.heading.claims
    if claims and reading.kind is Kind.EUROPEAN and Claimed.ACHIEVEMENT not in {one.kind for one in claims}:
        kinds = {one.kind for one in claims}
        text = ABOUT.get(next(iter(kinds)), ABOUT_OTHERS) if len(kinds) == 1 else ABOUT_OTHERS
        return warning("format.content", text, EUROPEAN)
    if reading.kind in (Kind.CREDENTIAL, Kind.EUROPEAN):
        text = _("Its achievement cannot be read: {reason}")
        return unknown("format.content", text, reason=reading.problem)
    return unread(reading.problem)


def unread(problem: str) -> Check:
    """The check of a credential whose content cannot be read."""
    return failed("format.content", _("What it says cannot be read: {reason}"), reason=problem)


def check_schema(reading: Reading) -> tuple[Check, ...]:
    """Whether badge or learner record follow 1EdTech's schema; nothing for kinds without one."""
    name = schema_of(reading.document)
    if not name or reading.kind is Kind.EUROPEAN:
        return ()
    standard = SCHEMAS[name.removesuffix("1")]
    found = problems(reading.document, name)
    if not found:
        text = _("It has everything {standard} requires, in the right form.")
        return (passed("schema", text, f"{standard}, JSON Schema", standard=standard),)
    text = _("It does not follow {standard}: {problems}.")
    told = Listed(found[:SHOWN], "; ")
    if len(found) > SHOWN:
        told = Listed([told, f"(+{len(found) - SHOWN})"], " ")
    return (failed("schema", text, f"{standard}, JSON Schema", ASK_ISSUER, standard=standard, problems=told),)
