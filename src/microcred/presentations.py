"""Presentations: the credentials that a holder shows, to whom, and in answer to what.

W3C Verifiable Credentials Data Model 2.0 §4.13 (https://www.w3.org/TR/vc-data-model-2.0/). Their signature
is one for the purpose of authentication (Controlled Identifiers 1.0 §2.3.1), embedded or around them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from microcred.report import Check, _, failed

SOURCE = "VC Data Integrity 1.0 §4.4"
PURPOSE = "authentication"


@dataclass(frozen=True, slots=True)
class Request:
    """What a verifier asked for: a presentation to this audience (its domain), with this nonce (challenge).

    An empty audience takes one that was made for anybody.
    """

    audience: str
    nonce: str


def check_request(request: Request, audience: Any, nonce: Any) -> Iterator[Check]:
    """What is wrong with a signature for this audience (or these), with this nonce; nothing if nothing."""
    audiences = audience if isinstance(audience, list) else [audience]
    if request.audience and request.audience not in audiences:
        text = _("The signature was not made for {domain}.")
        yield failed("proof.domain", text, SOURCE, domain=request.audience)
    if nonce != request.nonce:
        text = _("The signature does not answer this request. It may have been copied from another one.")
        yield failed("proof.challenge", text, SOURCE)


def credentials_in(document: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The credentials of a presentation, as they stand; what is not an object is left out (§4.13)."""
    shown = document.get("verifiableCredential")
    return tuple(one for one in (shown if isinstance(shown, list) else [shown]) if isinstance(one, dict))
