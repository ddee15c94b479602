"""Signed badges: a compact JWS around the assertion, its key published by the issuer.

Open Badges 2.0, "Signed verification" (RFC 7515, RS256 expected); 1.x names a bare PEM file instead.
"""

from dataclasses import dataclass
from typing import Any

from microcred import binding
from microcred.binding import Signed
from microcred.errors import KeyProblem, Malformed
from microcred.guards import parse_json
from microcred.jose import tokens
from microcred.keys import PublicKey
from microcred.openbadges2.documents import authority, identifier, issuer_id, listed, part, verification
from microcred.openbadges2.hosting import ASK_ISSUER, Loader, NotLoaded, check_part, fetch_bytes
from microcred.report import Check, _, failed, passed, unknown

SOURCE = "Open Badges 2.0, Signed Verification"
ALLOWED = frozenset({"RS256", "ES256", "ES384", "EdDSA"})


@dataclass(frozen=True, slots=True)
class Jws:
    """A compact JWS taken apart, its signature not yet checked."""

    algorithm: str
    payload: dict[str, Any]
    signature: bytes
    signed: bytes


def payload(jws: bytes) -> dict[str, Any]:
    """The assertion inside a signed badge; raises Malformed. Says nothing about the signature."""
    return take_apart(jws).payload


def take_apart(jws: bytes | tokens.Token) -> Jws:
    """The parts of a compact JWS; raises Malformed, also for extensions and algorithms not allowed here."""
    taken = jws if isinstance(jws, tokens.Token) else tokens.take_apart(jws.strip())
    header, content, signature, signed = taken
    algorithm = header.get("alg")
    if algorithm not in ALLOWED:
        raise Malformed(
            "The algorithm “{algorithm}” is not allowed for signed badges.",
            at="alg",
            algorithm=str(algorithm)[:40],
        )
    if "crit" in header or "b64" in header:
        raise Malformed("The signature requires extensions that signed badges do not have.", at="crit")
    return Jws(algorithm, dict(content), signature, signed)


def check_signed(jws: Jws, load: Loader) -> Signed:
    """Whether the signature holds, and whether the key is the issuer's by the issuer's own word."""
    checked, badge = _badge(jws.payload, load)
    confirmed, issuer = check_part("proof.issuer", badge.get("issuer"), load)
    found = (*((checked,) if checked else ()), confirmed)
    if not issuer:
        text = _("Without its issuer's profile nobody can tell whose key it is.")
        return Signed((*found, unknown("key", text, SOURCE)))
    url = _key_address(jws.payload, issuer)
    try:
        key, owner = _read_key(fetch_bytes(url, load))
    except NotLoaded as error:
        text = _("The key at {url} could not be fetched: {reason}")
        return Signed(
            (*found, unknown("key", text, SOURCE, _("Try again later."), url=url or "?", reason=error))
        )
    except (KeyProblem, Malformed) as error:
        text = _("{url} does not contain a usable key: {reason}")
        return Signed((*found, failed("key", text, SOURCE, url=url, reason=error)))
    checks = (*found, _check_owner(url, owner, issuer), _check_signature(jws, key))
    return binding.signed(checks, [issuer_id(issuer)], [(issuer_id(issuer), key)])


def _badge(assertion: dict[str, Any], load: Loader) -> tuple[Check | None, dict[str, Any]]:
    """The badge class: embedded it is signed with the assertion, linked it is asked for."""
    if embedded := part(assertion, "badge"):
        return None, embedded
    return check_part("proof.badge", assertion.get("badge"), load)


def _key_address(assertion: dict[str, Any], issuer: dict[str, Any]) -> str:
    """Where the assertion says its key is; in 2.0 it may leave that to the issuer's only key."""
    named = verification(assertion)
    keys = listed(issuer.get("publicKey"))
    only = identifier(keys[0]) if len(keys) == 1 else ""
    return identifier(named.get("creator")) or identifier(named.get("url")) or only


def _read_key(answer: bytes) -> tuple[PublicKey, str]:
    """The key and its owner; a bare PEM file names none."""
    if answer.lstrip().startswith(b"-----BEGIN"):
        return PublicKey.from_pem(answer), ""
    document = parse_json(answer)
    if not isinstance(document, dict) or not isinstance(pem := document.get("publicKeyPem"), str):
        raise Malformed("There is no publicKeyPem.")
    return PublicKey.from_pem(pem.encode()), identifier(document.get("owner"))


def _check_owner(url: str, owner: str, issuer: dict[str, Any]) -> Check:
    """2.0: key and issuer name each other; 1.x: the key lies on the issuer's server.

    Only a profile that comes from the issuer's own address may name keys.
    """
    who = issuer_id(issuer)
    own_word = bool(authority(identifier(issuer)))
    published = {identifier(one) for one in listed(issuer.get("publicKey")) if own_word}
    named = url in published if published else authority(url) == authority(who) != ""
    if named and binding.is_own(who, [owner or who]):
        return passed("key", _("The key {url} belongs to {issuer}."), SOURCE, url=url, issuer=who)
    text = _("The key {url} is not one that {issuer} has published as its own.")
    return failed("key", text, SOURCE, ASK_ISSUER, url=url, issuer=who or "?")


def _check_signature(jws: Jws, key: PublicKey) -> Check:
    if jws.algorithm == key.algorithm and key.verify(jws.signature, jws.signed):
        return passed(
            "proof.signature", _("The signature is valid: nothing has been changed since signing."), SOURCE
        )
    text = _(
        "The signature is not valid: the badge was changed after signing, or signed with a different key."
    )
    return failed("proof.signature", text, SOURCE, ASK_ISSUER)
