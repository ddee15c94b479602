"""Checking tokens: header, key, signature, and claims that repeat what the credential says.

W3C Securing Verifiable Credentials using JOSE and COSE §3.1 and §4, Open Badges 3.0 §8.2, VC-DM 1.1 §6.3.1,
RFC 7515 §4.1 and §5.2, RFC 8725.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from microcred import binding
from microcred.binding import Signed
from microcred.did import DatedKey, KeyFinder, resolve
from microcred.documents import owner_of
from microcred.errors import KeyProblem, Malformed, MicrocredError, Unreadable
from microcred.instants import parse_instant, write_instant
from microcred.jose.contents import Carried, contradictions, instant, open_token
from microcred.jose.tokens import ALGORITHMS, Token
from microcred.keys import PublicKey
from microcred.presentations import Request, check_request
from microcred.report import Check, Outcome, _, failed, passed, unknown
from microcred.saying import Moment

CLOCK_SKEW = timedelta(minutes=5)
TYPES = frozenset({"JWT", "vc+jwt", "vc+ld+jwt", "vp+jwt"})
JWS = "RFC 7515 §5.2"
JOSE = "VC-JOSE-COSE §3.1"
BADGE = "Open Badges 3.0 §8.2"
BEST_PRACTICES = "RFC 8725 §3.1"
CRITICAL = "RFC 7515 §4.1.11"
ASK = _("Ask the holder for the original file. If the error remains, ask the issuer.")


def check(
    token: bytes | str,
    keys: KeyFinder = resolve,
    *,
    at: datetime | None = None,
    purpose: str = "assertionMethod",
    request: Request | None = None,
) -> tuple[Check, ...]:
    """The checks `proof`, `proof.…` and `key` of a credential in a compact JWS; never raises for its content.

    `at` is the time of the question; without it nothing expires. With `purpose` authentication the token is
    a presentation, and `request` what it has to answer.
    """
    try:
        carried = open_token(token)
    except Unreadable as error:
        return (failed("proof", _("The token is not readable: {reason}"), JWS, ASK, reason=error.message),)
    return examine(carried, keys, at=at, purpose=purpose, request=request).checks


def examine(
    carried: Carried,
    keys: KeyFinder = resolve,
    *,
    at: datetime | None = None,
    purpose: str = "assertionMethod",
    request: Request | None = None,
) -> Signed:
    """The same checks of a token that was read, and whose key signed it."""
    taken, document = carried
    if refused := tuple(_check_header(taken.header)):
        return Signed(refused)
    owner = owner_of(document)
    found = _find(taken.header, owner, keys)
    if isinstance(found, Check):
        unchecked = unknown("proof", _("Without the key the signature cannot be checked."), JWS)
        return Signed((unchecked, found, *_check_payload(carried, at, request)))
    signature = _check_signature(taken, found, owner, signed_at(taken.payload, document), purpose)
    public, _dated, controller = found
    checks = (*signature, *_check_payload(carried, at, request))
    return binding.signed(checks, [controller], [(controller, public)])


def signed_at(payload: Mapping[str, Any], document: Mapping[str, Any]) -> datetime | None:
    """When a token says it was signed, or failing that from when the credential is valid."""
    for seconds in (payload.get("iat"), payload.get("nbf")):
        if (moment := instant(seconds)) is not None:
            return moment
    try:
        return parse_instant(document.get("validFrom", document.get("issuanceDate")))
    except Malformed:
        return None


def _check_header(header: Mapping[str, Any]) -> Iterator[Check]:
    """What is wrong with a header, nothing if nothing."""
    algorithm = header.get("alg")
    if algorithm == "none":
        yield failed("proof", _("The token states that it is not signed."), BEST_PRACTICES, ASK)
    elif not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        text = _("Signatures made with {algorithm} are not accepted.")
        yield failed("proof", text, BEST_PRACTICES, algorithm=str(algorithm)[:40])
    if "crit" in header or "b64" in header:
        text = _("The signature requires a feature that this software does not support: {names}")
        yield failed("proof", text, CRITICAL, names=str(header.get("crit", "b64"))[:80])
    kind = header.get("typ", "JWT")
    if not isinstance(kind, str) or kind.removeprefix("application/") not in TYPES:
        text = _("The token has the type {kind}, which is not a credential type.")
        yield failed("proof", text, "RFC 8725 §3.11", kind=str(kind)[:40])


Found = tuple[PublicKey, DatedKey | None, str]
"""A key, the same as its publisher dates it (None where it comes with the token), and its publisher."""


def _find(header: Mapping[str, Any], owner: str, keys: KeyFinder) -> Found | Check:
    """The key that a header names by `kid`, holds as `jwk`, or leaves to the issuer's only one."""
    name, embedded = header.get("kid"), header.get("jwk")
    if isinstance(name, str) and ":" in (method := owner + name if name.startswith("#") else name):
        found = binding.find(method, owner, keys)
        if not isinstance(found, Check):
            return found[0].public, *found
        return _embedded(embedded, found) if isinstance(embedded, Mapping) else found
    try:
        published = keys(owner) if owner else None
        wanted = PublicKey.from_jwk(embedded) if isinstance(embedded, Mapping) else None
    except MicrocredError as error:
        text = _("The key of the signature cannot be used: {reason}")
        return failed("key", text, binding.CID_RETRIEVAL, reason=error.message)
    if published is None:
        text = _("The keys of {controller} could not be looked up.")
        missing = unknown("key", text, binding.CID_RETRIEVAL, controller=owner or "?")
        return (wanted, None, "") if wanted is not None else missing
    return _chosen(published, name, wanted, owner)


def _embedded(jwk: Mapping[str, Any], missing: Check) -> Found | Check:
    """The token's own key where its issuer could not be asked; it proves that nothing was changed since."""
    if missing.outcome is Outcome.FAILED:
        return missing
    try:
        return PublicKey.from_jwk(jwk), None, ""
    except KeyProblem as error:
        text = _("The key of the signature cannot be used: {reason}")
        return failed("key", text, binding.CID_RETRIEVAL, reason=error.message)


def _chosen(
    published: tuple[DatedKey, ...], name: object, wanted: PublicKey | None, owner: str
) -> Found | Check:
    if wanted is not None:
        fitting = [key for key in published if key.public == wanted]
    elif isinstance(name, str):
        fitting = [key for key in published if name in (key.id.partition("#")[2], key.public.thumbprint())]
    else:
        fitting = list(published)
    if len(fitting) == 1:
        return fitting[0].public, fitting[0], owner
    text = _("It is not clear which key of {controller} signed this: {count} of its published keys match.")
    return failed("key", text, binding.CID_RETRIEVAL, controller=owner, count=len(fitting))


def _check_signature(
    taken: Token, found: Found, owner: str, at: datetime | None, purpose: str
) -> Iterator[Check]:
    public, dated, controller = found
    algorithm = taken.header["alg"]
    if ALGORITHMS[algorithm] != public.kind:
        text = _("A key of type {kind} cannot have signed with {algorithm}.")
        yield failed("proof", text, BEST_PRACTICES, ASK, kind=public.kind, algorithm=algorithm)
    elif public.verify(taken.signature, taken.signed):
        text = _("The credential has not been changed since it was signed ({algorithm}).")
        yield passed("proof", text, JWS, algorithm=algorithm)
    else:
        text = _(
            "The signature is not valid: the credential was changed after signing, or signed with a "
            "different key."
        )
        yield failed("proof", text, JWS, ASK)
    if dated is None:
        text = _("The key came with the credential itself. Nothing shows that it belongs to the issuer.")
        fix = _("Check again with access to the internet, or add the issuer's keys to those you trust.")
        yield unknown("key", text, binding.CID_RETRIEVAL, fix)
        return
    yield binding.check_key(dated, at, purpose)
    if not dated.is_claimed and (owner or purpose == "assertionMethod"):  # a presentation may name no holder
        yield binding.check_owner(owner, controller)


def _check_payload(carried: Carried, at: datetime | None, request: Request | None) -> Iterator[Check]:
    payload = carried.token.payload
    yield from _check_claims(carried)
    yield from _check_times(payload, at)
    if request is not None:
        yield from check_request(request, payload.get("aud"), payload.get("nonce"))


def _check_claims(carried: Carried) -> Iterator[Check]:
    """Claims of the token must not contradict the credential that people read."""
    taken = carried.token
    kind = str(taken.header.get("typ")).removeprefix("application/")
    if kind in ("vc+jwt", "vp+jwt") and taken.payload.keys() & {"vc", "vp"}:
        text = _("A token of type {kind} contains the credential itself, not one inside a claim.")
        yield failed("proof.claims", text, JOSE, kind=kind)
    if names := ", ".join(contradictions(carried)):
        text = _("The token contradicts the credential in it: {names}")
        yield failed("proof.claims", text, BADGE, ASK, names=names)
    elif taken.payload.keys() & {"iss", "sub", "jti", "nbf", "exp"}:
        yield passed("proof.claims", _("The token says the same as the credential in it."), BADGE)


def _check_times(payload: Mapping[str, Any], at: datetime | None) -> Iterator[Check]:
    for name in payload.keys() & {"iat", "nbf", "exp"}:
        if instant(payload[name]) is None:
            text = _("The token's {name} is not a valid time.")
            yield failed("proof.claims", text, "RFC 7519 §4.1", name=name)
    expires, issued, begins = (instant(payload.get(name)) for name in ("exp", "iat", "nbf"))
    if at is not None and begins is not None and begins > at + CLOCK_SKEW:
        text = _("The signature is valid only from {begins}.")
        yield failed("proof.begins", text, "RFC 7519 §4.1.5", begins=Moment(write_instant(begins)))
    if at is not None and expires is not None and expires <= at:
        text = _("The signature expired on {expires}.")
        yield failed("proof.expires", text, "RFC 7519 §4.1.4", expires=Moment(write_instant(expires)))
    if at is not None and issued is not None and issued > at + CLOCK_SKEW:
        text = _("The signature is dated {created}, in the future.")
        yield failed("proof.created", text, "RFC 7519 §4.1.6", created=Moment(write_instant(issued)))
