"""The seal of a European Digital Credential: JAdES as Europass uses it.

ETSI TS 119 182-1 v1.1.1 (JAdES baseline signatures B-B and B-T) as JWS JSON general serialisation (RFC
7515) with an unencoded payload (RFC 7797), checked against the signed samples of the European Commission.
"""

from typing import Any

from cryptography import x509

from microcred.jades.certificates import is_test, may_seal, says_it_is_qualified
from microcred.jades.checking import check, examine
from microcred.jades.envelope import Envelope, Header, open_envelope
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
    "Envelope",
    "KeySeal",
    "SealProvider",
    "Timestamper",
    "check",
    "document",
    "examine",
    "holder_of",
    "is_test",
    "issue_test_seal",
    "key_seal",
    "may_seal",
    "open_envelope",
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
    return open_envelope(sealed).document


def signers(envelope: Envelope) -> tuple[x509.Certificate, ...]:
    """The certificates that the seals of a file name, as far as they can be read; `check` says what holds."""
    headers = (one.header for one in envelope.seals)
    return tuple(one.certificates[0] for one in headers if isinstance(one, Header))
