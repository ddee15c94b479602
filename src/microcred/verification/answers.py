"""Whose key answered a request, with which credentials, and whether these are bound to it.

VC-DM 2.0 §4.8 and §4.13 (subjects, presentations), RFC 9901 §4.3 and RFC 7800 §3.2 (the holder's key of an
SD-JWT), RFC 9278 (a key as an identifier).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from microcred.errors import MicrocredError
from microcred.presentations import PURPOSE, Request
from microcred.proofs.checking import PROOF_LIMIT
from microcred.proofs.options import Expected
from microcred.reading import Kind, Reading, read
from microcred.report import Check, Outcome
from microcred.sdjwt.checking import check_holder as check_key_binding
from microcred.sdjwt.checking import holder_key
from microcred.trust import Trust
from microcred.verification.holders import holder_of
from microcred.verification.sources import Sources


class Answer(NamedTuple):
    """Whether a holder answered a request, and whose key did; known only where the check passed.

    `holder` is the identifier of the key's owner, where there is one, `key` the key's own (RFC 9278).
    """

    check: Check
    holder: str = ""
    key: str = ""


def bound_to(reading: Reading) -> str:
    """Whom a credential is bound to; empty where it does not say so, or where it shows others' credentials.

    That is the one it is about (VC-DM 2.0 §4.8), of an SD-JWT the key in `cnf` (RFC 7800 §3.2). It is the
    issuer's word: nothing here says that the signature holds.
    """
    if reading.kind is Kind.SD_JWT:
        key = holder_key(reading.document)
        return key.thumbprint_uri() if key else ""
    return reading.record.learner.id if reading.record and reading.kind is not Kind.PRESENTATION else ""


def requests_in(reading: Reading) -> tuple[Request, ...]:
    """To whom, and in answer to what, a presentation says that it was made; nothing of it is verified.

    Of its proofs so many are looked at as are examined at most.
    """
    return tuple(_requests(_said(reading)))


def _said(reading: Reading) -> list[Mapping[str, Any]]:
    """What a presentation says of itself, in the claims of tokens."""
    if reading.wallet is not None:
        bound = reading.wallet.binding
        return [bound.payload] if bound else []
    if reading.kind is not Kind.PRESENTATION:
        return []
    if reading.token is not None:
        return [reading.token.token.payload]
    proofs = reading.document.get("proof")
    listed = proofs if isinstance(proofs, list) else [proofs]
    return [
        {"aud": one.get("domain"), "nonce": one.get("challenge")}
        for one in listed[:PROOF_LIMIT]
        if isinstance(one, dict)
    ]


def _requests(said: Iterable[Mapping[str, Any]]) -> Iterator[Request]:
    for one in said:
        audience, nonce = one.get("aud"), one.get("nonce")
        for each in audience if isinstance(audience, list) else [audience]:
            if isinstance(nonce, str):
                yield Request(each if isinstance(each, str) else "", nonce)


def answer_of(reading: Reading, *, at: datetime, trust: Trust, request: Request) -> Answer:
    """Whether a presentation, or an SD-JWT with its key binding, is a holder's answer to this request.

    Nothing is fetched: a key that is neither known nor spelt out by its owner's identifier stays unknown.
    """
    if reading.wallet is not None:
        (check,) = check_key_binding(reading.wallet, at, request)
        key = holder_key(reading.wallet.claims)
        return Answer(check, "", key.thumbprint_uri()) if key and _is_passed(check) else Answer(check)
    holder = holder_of(reading, Sources(trust, None), Expected(at, PURPOSE, request))
    return Answer(holder.check, holder.identifier, holder.key.thumbprint_uri() if holder.key else "")


def credentials_of(reading: Reading) -> tuple[Reading | MicrocredError, ...]:
    """The credentials that a presentation shows, or the SD-JWT as it is without its key binding."""
    if reading.wallet is not None:
        return (read(reading.wallet.bound),)
    return reading.inside


def _is_passed(check: Check) -> bool:
    return check.outcome is Outcome.PASSED
