"""Authorities, certificates and timestamps made for the tests."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from microcred.jades import KeySeal

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Holder:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def name(common: str, **more: str) -> x509.Name:
    """A distinguished name."""
    oids = {"organisation": NameOID.ORGANIZATION_NAME, "identifier": NameOID.ORGANIZATION_IDENTIFIER}
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    return x509.Name([*attributes, *(x509.NameAttribute(oids[key], value) for key, value in more.items())])


UNIVERSITY_NAME = name(
    "Example University seal", organisation="Example University", identifier="NTRAT-123456a"
)


def issue(
    subject: x509.Name,
    above: Holder | None = None,
    *,
    authority: bool = False,
    since: datetime = NOON - YEAR,
    until: datetime = NOON + YEAR,
    extensions: tuple[tuple[x509.ExtensionType, bool], ...] = (),
    bits: int = 0,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
) -> Holder:
    """A certificate issued by the one above, or by itself.

    It is over the key given, or else over a new one: RSA of so many bits, else P-256.
    """
    if key is None:
        key = rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())
    issuer = above.certificate.subject if above else subject
    builder = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), True)
        .add_extension(usage(signing=not authority, authority=authority), True)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return Holder(builder.sign(above.key if above else key, hashes.SHA256()), key)


def usage(*, signing: bool, authority: bool) -> x509.KeyUsage:
    """A key usage of a seal, or of an authority."""
    return x509.KeyUsage(signing, signing, False, False, False, authority, authority, False, False)


def seal_of(holder: Holder, *above: Holder) -> KeySeal:
    """The holder's certificate as a seal."""
    return KeySeal(holder.key, (holder.certificate, *(one.certificate for one in above)), "ES256")


TIMESTAMPING = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)


def timestamp_authority(**options: Any) -> Holder:
    """An authority that may make timestamps and vouches for itself."""
    options.setdefault("extensions", (TIMESTAMPING,))
    return issue(name("Test timestamps"), bits=2048, **options)


def timestamper(authority: Holder, at: datetime = NOON) -> Callable[[bytes], bytes]:
    """Makes the tokens of this authority, always at the same time."""
    key = authority.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = asn1_x509.Certificate.load(authority.certificate.public_bytes(Encoding.DER))
    stamper = DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(key), fixed_dt=at)

    def stamp(digest: bytes) -> bytes:
        token: bytes = asyncio.run(stamper.async_timestamp(digest, "sha256")).dump()
        return token

    return stamp


def component(token: bytes) -> dict[str, Any]:
    """The open part of a seal that holds this timestamp."""
    return {"sigTst": {"tstTokens": [{"val": b64encode(token).decode()}]}}
