"""Credentials as tokens: `vc+jwt` of W3C and the VC-JWT of Open Badges 3.0.

W3C Securing Verifiable Credentials using JOSE and COSE §3.1; Open Badges 3.0 §8.2 (JWT proof format).
"""

from collections.abc import Mapping
from typing import Any

import orjson

from microcred.documents import identifier
from microcred.errors import NotWritable
from microcred.instants import parse_instant
from microcred.jose.tokens import sign_compact
from microcred.keys import Signer

_RESERVED = frozenset({"vc", "vp", "proof"})


def sign_vc(document: Mapping[str, Any], key: Signer, *, kid: str, algorithm: str = "") -> str:
    """The credential as a `vc+jwt` token: its payload is the credential itself (VC-JOSE-COSE §3.1.1).

    `kid` is the key's verification method, `algorithm` another JOSE name of the same algorithm, such as
    Ed25519 instead of EdDSA. Raises NotWritable if the credential has an embedded proof, `vc` or `vp`.
    """
    if reserved := _RESERVED & document.keys():
        raise NotWritable("A credential with {name} cannot be the payload of a token.", name=min(reserved))
    header = {"typ": "vc+jwt", "cty": "vc", "kid": kid}
    return sign_compact(header | ({"alg": algorithm} if algorithm else {}), orjson.dumps(document), key)


def sign_badge(document: Mapping[str, Any], key: Signer, *, kid: str = "") -> str:
    """The Open Badge as a VC-JWT: the credential with the registered claims beside it (OB 3.0 §8.2.4).

    The key is named by `kid`, or put into the header where there is none. Raises NotWritable if the
    credential lacks what the claims say: an issuer, an id, the date from which it is valid.
    """
    named = {"kid": kid} if kid else {"jwk": key.public.jwk()}
    return sign_compact({"typ": "JWT", **named}, orjson.dumps({**document, **claims_of(document)}), key)


def claims_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The registered claims that repeat what a credential says (OB 3.0 §8.2.4.2)."""
    start = document.get("validFrom", document.get("issuanceDate"))
    end = document.get("validUntil", document.get("expirationDate"))
    required = {"iss": identifier(document.get("issuer")), "jti": document.get("id"), "nbf": _seconds(start)}
    missing = [name for name, value in required.items() if not value]
    if missing:
        raise NotWritable(
            "The credential does not contain what the token says as {names}.", names=", ".join(missing)
        )
    subject = document.get("credentialSubject")
    optional = {"sub": identifier(subject) if isinstance(subject, Mapping) else "", "exp": _seconds(end)}
    return required | {name: value for name, value in optional.items() if value}


def _seconds(value: Any) -> int | None:
    return None if value is None else int(parse_instant(value).timestamp())
