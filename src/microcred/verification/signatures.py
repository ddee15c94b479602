"""Whether the signature holds, and whose key it was: proofs inside the document and tokens around it.

A key is judged by where it comes from: one that only the credential itself names shows that nothing was
changed, but not who signed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from microcred import binding, jose, openbadges, proofs
from microcred.binding import Signed
from microcred.documents import owner_of
from microcred.errors import MicrocredError, TooLarge
from microcred.jose import Carried
from microcred.jsonld.wording import looked_through
from microcred.openbadges.parsing import cursor
from microcred.reading import Carrier, Reading
from microcred.report import Check, Outcome, _, failed, passed, unknown, warning
from microcred.trust import Trust
from microcred.verification.dates import check_dates
from microcred.verification.effort import Effort
from microcred.verification.sources import Sources
from microcred.verification.wholeness import is_read_whole

AskStatus = Callable[[Mapping[str, Any], Sources, datetime], Iterable[Check]]
UNSIGNED = "VC-DM 2.0 §4.12"
ENDORSEMENT = "Open Badges 3.0, EndorsementCredential"
WORDS = "VC Data Integrity 1.0 §4.6"
REWORDED = _(
    "“{name}” is not written as in the credential's own vocabulary, so readers would not see what was signed."
)
ASK_AGAIN = _("Ask its holder for the file exactly as the issuer sent it.")
SCATTERED = _(
    "“{name}” is described in several places in the file, with differences, so readers would not see all "
    "that was signed."
)
TOO_COMPLICATED = _("The credential is too complicated to be checked: {reason}")
TOO_MANY = _("It contains more endorsements than can be checked at once.")
LOOKED_UP = ("web", "key", "jwk")  # DID methods


def check_signature(reading: Reading, sources: Sources, at: datetime) -> Signed:
    """The checks `terms`, `proof…` and `key` of a credential, and who signed it."""
    return check_document(reading.document, sources, proofs.Expected(at), token=reading.token)


def check_document(
    document: dict[str, Any], sources: Sources, expected: proofs.Expected, *, token: Carried | None = None
) -> Signed:
    """The same of any document, or of the token that carries it; one failed `proof` where nobody signed."""
    if token is not None:
        at, purpose, request = expected.at, expected.purpose, expected.request
        return _judged(jose.examine(token, sources, at=at, purpose=purpose, request=request))
    if not document.get("proof"):
        text = _("The credential is not signed: anyone could have written or changed it.")
        fix = _("Ask its holder for the signed file, exactly as the issuer sent it.")
        unasked = unknown("key", _("It is not signed, so there is no key to check."), UNSIGNED)
        return Signed((failed("proof", text, UNSIGNED, fix), unasked))
    found = proofs.examine(document, sources.for_document(document), expected=expected)
    return _judged(_as_worded(document, found))


def _as_worded(document: dict[str, Any], found: Signed) -> Signed:
    """The same; failed where a graph was signed and the JSON says it in words that no reader looks for."""
    if not any(one.code == "terms" for one in found.checks):
        return found
    doubt = _doubt_about_words(document)
    if doubt is None:
        return found
    rest = (one for one in found.checks if one.code != "terms" or one.outcome is not Outcome.PASSED)
    return Signed((doubt, *rest))


def _doubt_about_words(document: dict[str, Any]) -> Check | None:
    name, scattered = looked_through(document)
    if name is not None:
        return failed("terms", REWORDED, WORDS, ASK_AGAIN, name=name)
    try:
        if not scattered or is_read_whole(document, scattered):
            return None
    except TooLarge as error:
        return unknown("terms", TOO_COMPLICATED, WORDS, reason=error.message)
    return failed("terms", SCATTERED, WORDS, ASK_AGAIN, name=min(scattered))


def _judged(found: Signed) -> Signed:
    """The same, where the key was not looked up with the reason why not."""
    if found.owners:
        return found
    return Signed(tuple(map(_not_looked_up, found.checks)))


def _not_looked_up(check: Check) -> Check:
    scheme, _colon, rest = check.values.get("controller", "").partition(":")
    method = rest.partition(":")[0]
    if scheme != "did" or method in LOOKED_UP:
        return check
    text = _("The key is published with “did:{method}”, a method that this service does not support.")
    return replace(check, text=text, values={**check.values, "method": method})


def check_endorsements(
    reading: Reading, sources: Sources, at: datetime, ask: AskStatus, effort: Effort
) -> Iterator[Check]:
    """Each endorsement inside, verified on its own; a doubtful one takes nothing from the credential.

    `ask` tells of one that names a list of withdrawn ones what is said there.
    """
    written = reading.content if reading.form is Carrier.JSON else b""
    found = openbadges.embedded_endorsements(reading.document, written)
    yield from dict.fromkeys(_endorsed(found, _things_of(reading.document), sources, at, ask, effort))


def _things_of(document: dict[str, Any]) -> frozenset[str]:
    """What an endorsement inside can be about: the credential, its issuer, its achievements, their makers."""
    node = cursor(document)
    subjects = node.nodes("credentialSubject")
    achievements = [one for subject in subjects for one in subject.nodes("achievement")]
    makers = [one.node("creator") for one in achievements]
    named = {one.string("id") for one in (node, node.node("issuer"), *subjects, *achievements, *makers)}
    held = (inner for one in (node, *subjects) for inner in one.nodes("verifiableCredential"))
    return frozenset(named.union(*(_things_of(one.value) for one in held)) - {""})


def _endorsed(
    found: Iterable[dict[str, Any]],
    things: frozenset[str],
    sources: Sources,
    at: datetime,
    ask: AskStatus,
    effort: Effort,
) -> Iterator[Check]:
    for document in found:
        if not effort.may_begin(document):
            yield unknown("proof.endorsement", TOO_MANY, ENDORSEMENT)
            return
        issuer = document.get("issuer")
        name = issuer.get("name", issuer.get("id")) if isinstance(issuer, dict) else issuer
        own = sources.for_document(document)
        doubt = _doubt(document, own, at, effort) or _misplaced(document, things)
        status = () if doubt else tuple(ask(document, own, at))
        doubt = doubt or _withdrawn(status)
        if doubt is None:
            endorser = _endorser(document, str(name), sources.trust)
            yield endorser
            yield from _remarks(status, endorser.values["name"])
        else:
            text = _("It contains an endorsement on behalf of {name}, which is not confirmed. {reason}")
            yield warning("proof.endorsement", text, ENDORSEMENT, name=name, reason=doubt)


def _endorser(document: dict[str, Any], name: str, trust: Trust) -> Check:
    """Who endorses: only a register says who somebody is, and only of whom it lists on that day."""
    known, node = trust.known(owner_of(document)), cursor(document)
    since = node.instant("validFrom") or node.instant("issuanceDate")
    if known is not None and since is not None and known.is_member_on(since.date()):
        return passed("proof.endorsement", _("{name} endorses it."), ENDORSEMENT, name=known.name)
    text = _("It is endorsed under the name {name}. That name is in none of the registers used.")
    fix = _("Rely on the endorsement only if you know from elsewhere whose it is: {id}.")
    return unknown("proof.endorsement", text, ENDORSEMENT, fix, name=name, id=owner_of(document))


def _misplaced(document: dict[str, Any], things: frozenset[str]) -> str | None:
    """Why an endorsement says nothing of the credential it stands in; None when it does.

    Anybody can put a genuine endorsement of something else into a credential.
    """
    about = cursor(document).node("credentialSubject").string("id")
    if about not in things:
        return _("It is about something other than this credential.")
    return None


def _withdrawn(status: Iterable[Check]) -> str | None:
    """Why an endorsement may not stand any more; None where it does, or promises no answer."""
    doubts = (Outcome.FAILED, Outcome.UNKNOWN)
    return next((one.message for one in status if one.outcome in doubts), None)


def _remarks(status: Iterable[Check], name: str) -> Iterator[Check]:
    """What its list says of an endorsement that stands all the same."""
    text = _("The endorsement by {name} is valid, with a note: {reason}")
    for one in status:
        if one.outcome is Outcome.WARNING:
            yield warning("proof.endorsement", text, one.source, one.fix, name=name, reason=one.message)


def _doubt(document: dict[str, Any], sources: Sources, at: datetime, effort: Effort) -> str | None:
    """Why an endorsement does not count, in words; None when it does."""
    try:
        endorsement = openbadges.read_endorsement(document)
    except MicrocredError as error:
        return error.message
    dates = check_dates(endorsement.valid_from, endorsement.valid_until, at)
    if dates.outcome is Outcome.FAILED:
        return dates.message
    found = check_document(document, sources, proofs.Expected(at))
    effort.judge(found.checks)
    if binding.is_own(endorsement.issuer.id, found.owners):
        return None
    doubts = (one.message for one in found.checks if one.outcome is not Outcome.PASSED)
    return next(doubts, _("Nothing shows that it comes from its issuer."))
