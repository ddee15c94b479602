"""Whether the signature holds, and whose key it was: proofs inside the document and tokens around it.

A key is judged by where it comes from: one that only the credential itself names shows that nothing was
changed, but not who signed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from microcred import jose, openbadges, proofs
from microcred.did import controller_of
from microcred.errors import MicrocredError
from microcred.openbadges.parsing import cursor
from microcred.reading import Carrier, Reading
from microcred.report import Check, Outcome, _, failed, passed, unknown, warning
from microcred.trust import Trust
from microcred.verification.dates import check_dates
from microcred.verification.sources import Source, Sources

UNSIGNED = "VC-DM 2.0 §4.12"
ENDORSEMENT = "Open Badges 3.0, EndorsementCredential"
KEYS = "Controlled Identifiers 1.0 §3.3"
LOOKED_UP = ("web", "key", "jwk")  # DID methods


def check_signature(reading: Reading, sources: Sources, at: datetime) -> tuple[Check, ...]:
    """The checks `terms`, `proof…` and `key`; one failed `proof` where nobody signed."""
    token = reading.content if reading.form is Carrier.JWT else b""
    return check_document(reading.document, sources, proofs.Expected(at), token=token)


def check_document(
    document: dict[str, Any], sources: Sources, expected: proofs.Expected, *, token: bytes = b""
) -> tuple[Check, ...]:
    """The same of a document, or of the token it was read from."""
    if token:
        at, purpose, request = expected.at, expected.purpose, expected.request
        return tuple(_judged(jose.check(token, sources, at=at, purpose=purpose, request=request), sources))
    if not document.get("proof"):
        text = _("The credential is not signed: anyone could have written or changed it.")
        fix = _("Ask its holder for the signed file, exactly as the issuer sent it.")
        return (failed("proof", text, UNSIGNED, fix),)
    own = sources.for_document(document)
    return tuple(_judged(proofs.check(document, own, expected=expected), own))


def _judged(found: Iterable[Check], sources: Sources) -> Iterator[Check]:
    """The checks of the key in the light of where it was found."""
    unproven = {
        method for method in sources.methods if sources.found.get(controller_of(method)) is Source.CREDENTIAL
    }
    for check in found:
        if check.code == "key" and check.outcome is Outcome.PASSED and check.values.get("key") in unproven:
            yield _self_named(check.values["key"])
        elif check.code == "key" and check.outcome is Outcome.UNKNOWN:
            yield _not_looked_up(check)
        else:
            yield check


def _self_named(key: str) -> Check:
    text = _("Only the credential itself says that the key is the issuer's: {key}.")
    fix = _("Verify with access to the internet, or with a register that holds the issuer's keys.")
    return unknown("key", text, KEYS, fix, key=key)


def _not_looked_up(check: Check) -> Check:
    scheme, _colon, rest = check.values.get("controller", "").partition(":")
    method = rest.partition(":")[0]
    if scheme != "did" or method in LOOKED_UP:
        return check
    text = _("The key is kept under “did:{method}”, where this verifier cannot look.")
    return replace(check, text=text, values={**check.values, "method": method})


def is_issuers_own(found: Iterable[Check]) -> bool:
    """Whether the signature holds, covers everything, and was made with a key that is surely the issuer's."""
    checks = tuple(found)
    codes = {check.code for check in checks if check.outcome is Outcome.PASSED}
    doubts = (Outcome.FAILED, Outcome.UNKNOWN)
    is_doubted = any(check.outcome in doubts or "revoked" in check.values for check in checks)
    return {"proof", "proof.controller", "key"} <= codes and not is_doubted


def check_endorsements(reading: Reading, sources: Sources, at: datetime) -> Iterator[Check]:
    """Each endorsement inside, verified on its own; a doubtful one takes nothing from the credential."""
    written = reading.content if reading.form is Carrier.JSON else b""
    found = openbadges.embedded_endorsements(reading.document, written)
    yield from dict.fromkeys(_endorsed(found, sources, at))


def _endorsed(found: Iterable[dict[str, Any]], sources: Sources, at: datetime) -> Iterator[Check]:
    for document in found:
        issuer = document.get("issuer")
        name = issuer.get("name", issuer.get("id")) if isinstance(issuer, dict) else issuer
        doubt = _doubt(document, sources.for_document(document), at)
        if doubt is None:
            yield _endorser(document, str(name), sources.trust)
        else:
            text = _("It carries an endorsement in the name of {name}, which is not confirmed: {reason}")
            yield warning("proof.endorsement", text, ENDORSEMENT, name=name, reason=doubt)


def _endorser(document: dict[str, Any], name: str, trust: Trust) -> Check:
    """Who endorses: only a register says who somebody is, and only of whom it lists on that day."""
    known = trust.known(proofs.owner_of(document))
    since = cursor(document).instant("validFrom")
    if known is not None and since is not None and known.is_member_on(since.date()):
        return passed("proof.endorsement", _("{name} endorses it."), ENDORSEMENT, name=known.name)
    text = _("Somebody who calls itself {name} endorses it. None of the registers asked knows who that is.")
    fix = _("Count the endorsement only if you know from elsewhere whose it is: {id}.")
    return unknown("proof.endorsement", text, ENDORSEMENT, fix, name=name, id=proofs.owner_of(document))


def _doubt(document: dict[str, Any], sources: Sources, at: datetime) -> str | None:
    """Why an endorsement does not count, in words; None when it does."""
    try:
        endorsement = openbadges.read_endorsement(document)
    except MicrocredError as error:
        return error.message
    dates = check_dates(endorsement.valid_from, endorsement.valid_until, at)
    if dates.outcome is Outcome.FAILED:
        return dates.message
    found = check_document(document, sources, proofs.Expected(at))
    return next((one.message for one in found if one.outcome is not Outcome.PASSED), None)
