"""The seal of a European Digital Credential: JAdES as Europass uses it.

ETSI TS 119 182-1 v1.1.1 (JAdES baseline signatures B-B and B-T) as JWS JSON general serialisation (RFC
7515) with an unencoded payload (RFC 7797), checked against the signed samples of the European Commission.
"""

from typing import Any

from cryptography import x509

from microcred.errors import Malformed, Unreadable
from microcred.guards import parse_json
from microcred.jades.certificates import is_test, may_seal, says_it_is_qualified
from microcred.jades.checking import check
from microcred.jades.envelope import open_envelope, read_header
from microcred.jades.providers import (
    KeySeal,
    SealProvider,
    holder_of,
    issue_test_seal,
    key_seal,
    open_pkcs12,
)
from microcred.jades.revocation import revocation_urls
from microcred.jades.sealing import Timestamper, seal, serialise

__all__ = [
    "KeySeal",
    "SealProvider",
    "Timestamper",
    "check",
    "document",
    "holder_of",
    "is_test",
    "issue_test_seal",
    "key_seal",
    "may_seal",
    "open_pkcs12",
    "payload",
    "revocation_urls",
    "says_it_is_qualified",
    "seal",
    "serialise",
    "signers",
]


def payload(sealed: bytes) -> str:
    """The sealed text, exactly as it was signed; Malformed or TooLarge where it is not sealed this way."""
    return open_envelope(sealed).payload


def document(sealed: bytes) -> dict[str, Any]:
    """The sealed credential as data; says nothing about the seal, which `check` does."""
    try:
        tree = parse_json(payload(sealed).encode())
    except UnicodeEncodeError:
        raise Malformed("The payload is not Unicode text.", at="payload") from None
    if not isinstance(tree, dict):
        raise Malformed("The sealed content is not a credential.", at="payload")
    return tree


def signers(sealed: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates that the seals of a file name, as far as they can be read; `check` says what holds."""
    found: list[x509.Certificate] = []
    for one in open_envelope(sealed).seals:
        try:
            found.append(read_header(one.protected).certificates[0])
        except Unreadable:
            continue
    return tuple(found)
