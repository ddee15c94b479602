"""Hiding claims behind digests and putting them back (RFC 9901 §4.2, §7.1)."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from microcred.errors import Malformed, NotWritable, TooLarge, Unsupported
from microcred.guards import b64url_decode, b64url_encode, parse_json

HASHES: Mapping[str, Callable[[bytes], Any]] = {
    "sha-256": hashlib.sha256,
    "sha-384": hashlib.sha384,
    "sha-512": hashlib.sha512,
}
DEFAULT_HASH = "sha-256"
SHORTEST_SALT = 22  # 128 bits in base64url (RFC 9901 §9.3)
MOST_DISCLOSURES = 1_000
DEEPEST = 64
RESERVED = frozenset({"_sd", "...", "_sd_alg"})


def digest(text: bytes, algorithm: str = DEFAULT_HASH) -> str:
    """The base64url digest of a disclosure, or of a whole SD-JWT for key binding (§4.2.3, §4.3.1)."""
    return b64url_encode(HASHES[algorithm](text).digest())


def conceal(
    claims: Mapping[str, Any], selective: Collection[str], salt: Callable[[], str]
) -> tuple[dict[str, Any], list[bytes]]:
    """The claims with digests in place of the selective ones, and their disclosures (§4.2).

    Raises NotWritable for a salt that is too short or comes twice.
    """
    salts = {name: salt() for name in claims if name in selective}
    if len({*salts.values()}) < len(salts) or any(len(one) < SHORTEST_SALT for one in salts.values()):
        raise NotWritable("Each selectively disclosed claim needs its own salt of at least 128 bits.")
    disclosures = [
        b64url_encode(orjson.dumps([one, name, claims[name]])).encode() for name, one in salts.items()
    ]
    shown = {name: value for name, value in claims.items() if name not in selective}
    if disclosures:  # sorted, so that their order tells nothing
        shown |= {"_sd": sorted(digest(one) for one in disclosures), "_sd_alg": DEFAULT_HASH}
    return shown, disclosures


def decode(disclosure: bytes) -> list[Any]:
    """The array a disclosure is: salt, name, value for a claim; salt, value for an element of an array."""
    decoded = parse_json(b64url_decode(disclosure))
    if not isinstance(decoded, list) or len(decoded) not in (2, 3) or not isinstance(decoded[0], str):
        raise Malformed("A disclosure is not an array of a salt, a name and a value.")
    if len(decoded) == 3 and (not isinstance(decoded[1], str) or decoded[1] in RESERVED):
        raise Malformed("A disclosure is for a claim that cannot be disclosed.")
    return decoded


def reveal(
    payload: Mapping[str, Any], disclosures: Collection[bytes]
) -> tuple[dict[str, Any], frozenset[str]]:
    """The processed payload (§7.1), and which of its topmost claims came out of disclosures.

    Raises Malformed for whatever the RFC says must be rejected, Unsupported for an unknown hash.
    """
    algorithm = payload.get("_sd_alg", DEFAULT_HASH)
    if not isinstance(algorithm, str) or algorithm not in HASHES:
        raise Unsupported(
            "The SD-JWT uses the hash “{algorithm}”, which is not supported.", algorithm=str(algorithm)[:40]
        )
    if len(disclosures) > MOST_DISCLOSURES:
        raise TooLarge("The SD-JWT has more than {limit} disclosures.", limit=MOST_DISCLOSURES)
    known = {digest(one, algorithm): decode(one) for one in disclosures}
    if len(known) < len(disclosures):
        raise Malformed("The SD-JWT has the same disclosure twice.")
    top = {name: value for name, value in payload.items() if name != "_sd_alg"}
    unfolding = _Unfolding(known)
    revealed = unfolding.object(top, 0)
    if unfolding.used != known.keys():
        raise Malformed("The SD-JWT has a disclosure that its issuer did not sign.")
    return revealed, frozenset(revealed.keys() - top.keys())


@dataclass(slots=True)
class _Unfolding:
    """One pass through a payload: which digests were met, and which disclosures were used."""

    known: Mapping[str, list[Any]]
    met: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def value(self, value: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise TooLarge("The disclosures are nested deeper than {limit} levels.", limit=DEEPEST)
        if isinstance(value, dict):
            return self.object(value, depth)
        if isinstance(value, list):
            return self.array(value, depth)
        return value

    def object(self, value: Mapping[str, Any], depth: int) -> dict[str, Any]:
        """The object with its disclosed claims added; names may not collide."""
        if "..." in value or "_sd_alg" in value:
            raise Malformed("The SD-JWT uses a reserved name as a claim.")
        plain = {name: self.value(item, depth + 1) for name, item in value.items() if name != "_sd"}
        digests = value.get("_sd", [])
        if not isinstance(digests, list):
            raise Malformed("The digests of an SD-JWT are not an array.")
        for one in digests:
            disclosure = self.find(one)
            if disclosure is None:
                continue
            if len(disclosure) != 3 or disclosure[1] in plain:
                raise Malformed("A disclosure does not match the place of its digest.")
            plain[disclosure[1]] = self.value(disclosure[2], depth + 1)
        return plain

    def array(self, value: list[Any], depth: int) -> list[Any]:
        """The array with its disclosed elements, and without those not disclosed."""
        elements = []
        for item in value:
            if not (isinstance(item, dict) and "..." in item):
                elements.append(self.value(item, depth + 1))
                continue
            if len(item) != 1:
                raise Malformed("The digest of an array's element does not stand alone.")
            disclosure = self.find(item["..."])
            if disclosure is None:
                continue
            if len(disclosure) != 2:
                raise Malformed("A disclosure does not match the place of its digest.")
            elements.append(self.value(disclosure[1], depth + 1))
        return elements

    def find(self, one: Any) -> list[Any] | None:
        """The disclosure with this digest, if it was sent; no digest may be met twice."""
        if not isinstance(one, str) or one in self.met:
            raise Malformed("The SD-JWT has a digest twice, or one that is not a text.")
        self.met.add(one)
        disclosure = self.known.get(one)
        if disclosure is not None:
            self.used.add(one)
        return disclosure
