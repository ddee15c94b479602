"""Compact JWS: taken apart strictly, put together plainly.

RFC 7515 §3.1 and §7.1, RFC 7797 (not accepted here), RFC 8725 (algorithms by key, explicit types).
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from microcred.errors import Malformed, TooLarge
from microcred.guards import LIMITS, Limits, b64url_decode, b64url_encode, parse_json
from microcred.keys import Signer

ALGORITHMS: Mapping[str, str] = {
    "EdDSA": "Ed25519",
    "Ed25519": "Ed25519",
    "ES256": "P-256",
    "ES384": "P-384",
    "RS256": "RSA",
}
"""The kind of key for each algorithm that is accepted; RFC 9864 renames EdDSA to Ed25519."""

HEADER_LIMITS = Limits(bytes=100_000, depth=8, nodes=2_000)


class Token(NamedTuple):
    """A compact JWS taken apart; nothing in it is verified yet."""

    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    signature: bytes
    signed: bytes


def take_apart(token: bytes | str) -> Token:
    """The three parts of a compact JWS with a JSON object inside; raises Malformed or TooLarge."""
    data = token.encode("utf-8", "replace") if isinstance(token, str) else token
    if len(data) > 2 * LIMITS.bytes:
        raise TooLarge("The token has {bytes} bytes.", bytes=len(data))
    parts = data.split(b".")
    if len(parts) != 3:
        raise Malformed("A token has three parts with two dots between them.")
    header = _header(parts[0])
    payload = parse_json(b64url_decode(parts[1]))
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise Malformed("The header and the content of a token are JSON objects.")
    return Token(header, payload, b64url_decode(parts[2]), data[: data.rindex(b".")])


@lru_cache(64)  # the tokens of an issuer all have the same
def _header(part: bytes) -> Any:
    return parse_json(b64url_decode(part), HEADER_LIMITS)


def sign_compact(header: Mapping[str, Any], payload: bytes, key: Signer) -> str:
    """A compact JWS over the payload; `alg` is the key's own unless the header says its other name."""
    full = {"alg": key.algorithm, **header}
    if ALGORITHMS.get(full["alg"]) != key.kind:
        raise Malformed(
            "A key of type {kind} cannot sign with {algorithm}.",
            at="alg",
            kind=key.kind,
            algorithm=full["alg"],
        )
    signed = f"{b64url_encode(orjson.dumps(full))}.{b64url_encode(payload)}"
    return f"{signed}.{b64url_encode(key.sign(signed.encode()))}"
