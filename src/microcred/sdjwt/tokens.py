"""The text of an SD-JWT taken apart: the issuer's JWT, the disclosures, the holder's key binding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from microcred.errors import Malformed, TooLarge, Unsupported
from microcred.guards import LIMITS, b64url_decode, b64url_encode, parse_json
from microcred.keys import PublicKey, Signer
from microcred.sdjwt.disclosures import DEFAULT_HASH, digest, reveal

TYPE = "dc+sd-jwt"
BINDING_TYPE = "kb+jwt"
# What a key of each kind may be called in `alg` (RFC 7518 §3.4, RFC 8037, RFC 9864).
ALGORITHMS: Mapping[str, frozenset[str]] = {
    "Ed25519": frozenset({"EdDSA", "Ed25519"}),
    "P-256": frozenset({"ES256"}),
    "P-384": frozenset({"ES384"}),
}
_ALLOWED = frozenset().union(*ALGORITHMS.values())
# Claims that decide whether the credential stands: never behind a disclosure (SD-JWT VC §2.2.2.3).
PROTECTED = frozenset(
    {"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status", "credential_status", "jti"}
)


@dataclass(frozen=True, slots=True)
class Jwt:
    """A compact JWS taken apart; nothing says yet that its signature holds."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signed: bytes
    signature: bytes

    def is_signed_by(self, key: PublicKey) -> bool:
        """Whether the key, with the one algorithm it has, signed exactly this."""
        fits = self.header["alg"] in ALGORITHMS.get(key.kind, ())
        return fits and key.verify(self.signature, self.signed)


@dataclass(frozen=True, slots=True)
class SdJwt:
    """An SD-JWT with what it discloses; nothing says yet that any of it is true.

    `claims` is the processed payload, `bound` the part that a key binding is about.
    """

    issued: Jwt
    disclosures: tuple[bytes, ...]
    binding: Jwt | None
    bound: bytes
    claims: dict[str, Any]

    @property
    def hash(self) -> str:
        """The name of the hash its digests are made with."""
        return str(self.issued.payload.get("_sd_alg", DEFAULT_HASH))

    @property
    def withholds(self) -> bool:
        """Whether there may be topmost claims that are not shown; nobody can tell which (RFC 9901 §4.2.5)."""
        digests = self.issued.payload.get("_sd", [])
        return not {digest(one, self.hash) for one in self.disclosures}.issuperset(digests)


def read(token: bytes) -> SdJwt:
    """Take an SD-JWT VC apart and process its disclosures (RFC 9901 §7.1).

    Raises Malformed, TooLarge or Unsupported. Signatures, dates and status are for `check`.
    """
    if len(token) > LIMITS.bytes:
        raise TooLarge(
            "The SD-JWT has {bytes} bytes. The limit is {limit}.", bytes=len(token), limit=LIMITS.bytes
        )
    if token[:1] == b"{":
        raise Unsupported("An SD-JWT in JSON serialisation is not supported. Use the compact form.")
    first, *disclosures = token.split(b"~")
    if not disclosures:
        raise Malformed("An SD-JWT ends its issuer's part with a tilde.")
    last = disclosures.pop()
    issued = read_jwt(first, TYPE)
    if not isinstance(issued.payload.get("vct"), str) or not issued.payload["vct"]:
        raise Malformed("The SD-JWT does not say which type of credential it is.", at="vct")
    claims, from_disclosures = reveal(issued.payload, disclosures)
    plain = PROTECTED & issued.payload.keys()
    if from_disclosures & PROTECTED or any(claims[name] != issued.payload[name] for name in plain):
        raise Malformed("A claim that decides whether the credential is valid is selectively disclosed.")
    binding = read_jwt(last, BINDING_TYPE) if last else None
    return SdJwt(issued, tuple(disclosures), binding, token[: len(token) - len(last)], claims)


def read_jwt(token: bytes, kind: str) -> Jwt:
    """A compact JWS of that type; raises Malformed, also for algorithms and extensions not allowed here."""
    parts = token.split(b".")
    if len(parts) != 3:
        raise Malformed("A signed token has three parts with two dots between them.")
    header, payload = (parse_json(b64url_decode(part)) for part in parts[:2])
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise Malformed("The header and the content of a signed token are JSON objects.")
    if header.get("typ") != kind:
        raise Malformed("The token is not of the type “{kind}”.", at="typ", kind=kind)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _ALLOWED:
        raise Malformed(
            "The algorithm “{algorithm}” is not allowed.", at="alg", algorithm=str(algorithm)[:40]
        )
    if "crit" in header or "b64" in header:
        raise Malformed("The token requires extensions that are not supported.", at="crit")
    return Jwt(header, payload, parts[0] + b"." + parts[1], b64url_decode(parts[2]))


def sign_jwt(header: Mapping[str, Any], payload: Mapping[str, Any], key: Signer) -> bytes:
    """The compact JWS of a payload, under the key's own algorithm."""
    parts = ({"alg": key.algorithm, **header}, payload)
    signed = b".".join(b64url_encode(orjson.dumps(part)).encode() for part in parts)
    return signed + b"." + b64url_encode(key.sign(signed)).encode()
