"""Whether an SD-JWT VC stands: form, issuer's signature and key, dates, and the holder's key binding.

RFC 9901 §7.1 and §7.3, SD-JWT VC §2.4 and §2.5. Whether it was revoked and who the issuer is belong to
`microcred.verification`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from cryptography import x509

from microcred import binding
from microcred.binding import Signed
from microcred.did import KeyFinder
from microcred.errors import KeyProblem, MicrocredError
from microcred.keys import PublicKey
from microcred.presentations import Request
from microcred.proofs.options import CLOCK_SKEW
from microcred.report import Check, Outcome, _, failed, passed, unknown
from microcred.sdjwt.disclosures import digest
from microcred.sdjwt.issuers import find_key
from microcred.sdjwt.tokens import Jwt, SdJwt, read

FORM = "RFC 9901 §7.1, SD-JWT VC §2.2"
SIGNATURE = "RFC 9901 §7.1 (2)"
HOLDER = "RFC 9901 §7.3"
DATES = "RFC 7519 §4.1.4, §4.1.5"
ASK_ISSUER = _("Ask the issuer for a new copy of the credential.")
ASK_HOLDER = _("Ask the holder to present the credential again.")
FRESH = 300  # seconds a presentation may take to arrive
CLOCKS_DIFFER = 60  # seconds the holder's clock may be ahead


def check(
    token: bytes,
    *,
    at: datetime,
    keys: KeyFinder,
    anchors: Sequence[x509.Certificate] = (),
    request: Request | None = None,
) -> tuple[Check, ...]:
    """Whether the credential stands at the instant `at`; with `request`, whether its holder presents it.

    Codes: `proof` (summary), `proof.form|signature|holder`, `key`, `dates`. `keys` finds those of a DID,
    `anchors` are the authorities that certificates in the token may lead to.
    """
    try:
        read_token = read(token)
    except MicrocredError as error:
        text = _("The SD-JWT is not valid: {reason}")
        return _with_summary([failed("proof.form", text, FORM, ASK_ISSUER, reason=error)])
    signed = examine(read_token, at=at, keys=keys, anchors=anchors, request=request)
    return (*signed.checks, check_dates(read_token.claims, at))


def examine(
    token: SdJwt,
    *,
    at: datetime,
    keys: KeyFinder,
    anchors: Sequence[x509.Certificate] = (),
    request: Request | None = None,
) -> Signed:
    """The same checks of a token that was read, but for `dates`, and whose key signed it."""
    key = find_key(token, keys, anchors)
    made_with = next((one for one in key.candidates if token.issued.is_signed_by(one)), None)
    found = [passed("proof.form", _("The SD-JWT and everything it discloses match."), FORM)]
    found += [key.check, _check_signature(key.candidates, made_with), *check_holder(token, at, request)]
    own = [(owner, made_with) for owner in key.owners if made_with is not None]
    return binding.signed(_with_summary(found), key.owners, own)


def _with_summary(found: list[Check]) -> tuple[Check, ...]:
    outcomes = {check.outcome for check in found}
    if Outcome.FAILED in outcomes:
        summary = failed("proof", _("The credential has been changed since it was issued."), FORM, ASK_ISSUER)
    elif Outcome.UNKNOWN in outcomes:
        summary = unknown("proof", _("It is not known whether the issuer made this credential."), FORM)
    else:
        summary = passed("proof", _("The credential has not been changed since it was issued."), FORM)
    return summary, *found


def _check_signature(candidates: Sequence[PublicKey], made_with: PublicKey | None) -> Check:
    if not candidates:
        return unknown(
            "proof.signature", _("Without the issuer's key the signature cannot be checked."), SIGNATURE
        )
    if made_with is not None:
        return passed("proof.signature", _("The issuer's signature is valid."), SIGNATURE)
    text = _("The issuer's key did not make this signature for this credential.")
    return failed("proof.signature", text, SIGNATURE, ASK_ISSUER)


def check_holder(token: SdJwt, at: datetime, request: Request | None) -> Iterator[Check]:
    """The key binding: demanded when there was a request, otherwise only checked for what it says."""
    if token.binding is None:
        if request is not None:
            text = _("The credential was sent without proof that its holder sent it.")
            yield failed("proof.holder", text, HOLDER, ASK_HOLDER)
        return
    problem = _binding_problem(token, token.binding, at, request)
    if problem:
        yield failed("proof.holder", problem, HOLDER, ASK_HOLDER)
    else:
        yield passed("proof.holder", _("The holder's own key presents the credential."), HOLDER)


def _binding_problem(token: SdJwt, binding: Jwt, at: datetime, request: Request | None) -> str:
    """What is wrong with the key binding; empty if nothing is."""
    key, said = holder_key(token.claims), binding.payload
    if key is None:
        return _("The credential does not name a key of its holder.")
    if not binding.is_signed_by(key):
        return _("The presentation is signed with a key other than the holder's.")
    if not all(isinstance(said.get(name), str) for name in ("aud", "nonce", "sd_hash")):
        return _("The presentation does not say for whom and for which request it was made.")
    if said["sd_hash"] != digest(token.bound, token.hash):
        return _("The presentation was made for other contents.")
    return "" if request is None else _request_problem(said, at, request)


def _request_problem(said: dict[str, Any], at: datetime, request: Request) -> str:
    """Whether this is the answer to this request, made just now."""
    if said["nonce"] != request.nonce or request.audience not in ("", said["aud"]):
        return _("The presentation was made for another request.")
    made: Any = said.get("iat")
    just_now = _is_number(made) and -CLOCKS_DIFFER <= at.timestamp() - made <= FRESH
    return "" if just_now else _("The presentation is too old.")


def holder_key(claims: dict[str, Any]) -> PublicKey | None:
    """The holder's key in `cnf` (RFC 7800 §3.2); None where it is missing or cannot be used."""
    confirmation = claims.get("cnf")
    jwk = confirmation.get("jwk") if isinstance(confirmation, dict) else None
    try:
        return PublicKey.from_jwk(jwk) if isinstance(jwk, dict) else None
    except KeyProblem:
        return None


def check_dates(claims: dict[str, Any], at: datetime) -> Check:
    """Whether the instant lies between `nbf` and `exp`, that excluded, and not before `iat` (RFC 7519)."""
    now = at.timestamp()
    if not all(_is_number(claims[name]) for name in ("iat", "nbf", "exp") if name in claims):
        return failed("dates", _("A date of the credential is not a number of seconds."), DATES, ASK_ISSUER)
    if "nbf" in claims and now < claims["nbf"]:
        return failed("dates", _("The credential is not valid yet."), DATES)
    if "iat" in claims and claims["iat"] > (at + CLOCK_SKEW).timestamp():
        text = _("The credential says it was issued in the future.")
        return failed("dates", text, "RFC 7519 §4.1.6", ASK_ISSUER)
    if "exp" in claims and now >= claims["exp"]:
        return failed("dates", _("The credential has expired."), DATES, ASK_ISSUER)
    return passed("dates", _("The credential is valid at this time."), DATES)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
