"""Whether what a credential links to is still what its issuer linked to: digests of related resources.

VC-DM 2.0 §5.3 Integrity of Related Resources, with Subresource Integrity §3.5 (`digestSRI`) and VC Data
Integrity 1.0 §2.6 (`digestMultibase`, with or without the multihash prefix). Nothing is fetched for this:
compared is what is at hand or widely known.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from microcred import multibase
from microcred.errors import Malformed, MicrocredError
from microcred.guards import b64_decode
from microcred.openbadges.texts import is_iri
from microcred.report import Check, _, failed

SOURCE = "VC-DM 2.0 §5.3"
CODE = "format.relatedResource"
ASK_ISSUER = _("Ask the issuer for a corrected credential.")
LIMIT = 64  # resources looked at in one credential

_SRI = {"sha256": 32, "sha384": 48, "sha512": 64}  # bytes of each kind of digest
_MULTIHASHES = (b"\x12\x20", b"\x20\x30", b"\x13\x40")  # the same kinds, each with its length
_BY_LENGTH: Mapping[int, Callable[[bytes], Any]] = {
    32: hashlib.sha256,
    48: hashlib.sha384,
    64: hashlib.sha512,
}

PUBLISHED: Mapping[str, frozenset[str]] = {
    "https://www.w3.org/ns/credentials/v2": frozenset(
        {
            "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",  # the Recommendation's
            "97f1eb8e5042356c805fdd61afa2c5576637"
            "85e0794dcafa21e138fd38def18cb360133c221aa31d6896a6bf3e65b614",
            "24a18c90e9856d526111f29376e302d970b2bd10182e33959995b0207d7043b9",  # of July 2024
            "35239c36999d2155312091af194a1edb61634d6ad789a5e5b19f2aebdd762dd9d1dcaada40eda7ef921c6b8c0ae107a0",
        }
    )
}
"""The digests of each published revision of a context, by which credentials name it (VC-DM 2.0 §B.1)."""


def check_resources(document: Mapping[str, Any], at_hand: Mapping[str, bytes]) -> Iterator[Check]:
    """A failed check for each related resource that is wrongly described or not what it was."""
    value = document.get("relatedResource", [])
    resources = (value if isinstance(value, list) else [value])[:LIMIT]
    seen: set[str] = set()
    for resource in resources:
        problem = _problem(resource, seen, at_hand)
        if problem:
            name = resource.get("id", "?") if isinstance(resource, dict) else resource
            text = _("The linked resource {name} cannot be relied on: {reason}")
            yield failed(CODE, text, SOURCE, ASK_ISSUER, name=str(name)[:200], reason=problem)


def _problem(resource: Any, seen: set[str], at_hand: Mapping[str, bytes]) -> str:
    """What is wrong with one of them, in words; empty if nothing is."""
    if not isinstance(resource, dict):
        return _("it is not described by an object")
    name = resource.get("id")
    if not isinstance(name, str) or not is_iri(name):
        return _("it has no address")
    if name in seen:
        return _("it appears more than once")
    seen.add(name)
    try:
        digests = [*_sri(resource.get("digestSRI")), *_multibase(resource.get("digestMultibase"))]
    except MicrocredError as error:
        return error.message
    if not digests:
        return _("it has no digest")
    return "" if _fits(name, digests, at_hand) else _("it is not the file that the issuer linked to")


def _fits(name: str, digests: list[bytes], at_hand: Mapping[str, bytes]) -> bool:
    """Whether every digest is one of the resource; nobody can say so of one that is not at hand."""
    data = at_hand.get(name)
    if data is not None:
        return all(_BY_LENGTH[len(digest)](data).digest() == digest for digest in digests)
    known = PUBLISHED.get(name)
    return known is None or all(digest.hex() in known for digest in digests if len(digest) < 64)


def _sri(value: Any) -> Iterator[bytes]:
    """The digests of a `digestSRI`: hash expressions with spaces between them."""
    for expression in value.split() if isinstance(value, str) else []:
        kind, _dash, encoded = expression.partition("-")
        digest = b64_decode(encoded.partition("?")[0])
        if _SRI.get(kind) != len(digest):
            raise Malformed("its digest is of a type that is not supported")
        yield digest


def _multibase(value: Any) -> Iterator[bytes]:
    """The digests of a `digestMultibase`: one text or several."""
    for text in value if isinstance(value, list) else [value]:
        if not isinstance(text, str):
            continue
        digest = multibase.decode(text)
        digest = digest[2:] if digest[:2] in _MULTIHASHES and len(digest) == digest[1] + 2 else digest
        if len(digest) not in _BY_LENGTH:
            raise Malformed("its digest is of a type that is not supported")
        yield digest
