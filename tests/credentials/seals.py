"""PKCS#12 files as trust service providers deliver them, and as attackers would."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

from mcx.network.models import Institution, InstitutionIdentifier
from tests.cast import FOUNDED, NOW, university

PASSPHRASE = "a passphrase of the provider"
YEAR = timedelta(days=365)
SEALS = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
ENCRYPTS = x509.KeyUsage(False, False, True, True, False, False, False, False, False)
OIDS = {
    "country": NameOID.COUNTRY_NAME,
    "organisation": NameOID.ORGANIZATION_NAME,
    "identifier": NameOID.ORGANIZATION_IDENTIFIER,
    "common": NameOID.COMMON_NAME,
}
TAMPERE = {
    "country": "FI",
    "organisation": "Tampere University",
    "identifier": "NTRFI-2844561-8",
    "common": "Tampere University e-seal",
}
# What a seal for trying things out says: the register need not know its identifier.
TESTED = {**TAMPERE, "identifier": "NTRFI-TEST-tuni", "common": "TEST SEAL of Tampere University"}
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def p12(
    named: dict[str, str] | None = None,
    *,
    key: Key | None = None,
    since: datetime = NOW - YEAR,
    until: datetime = NOW + YEAR,
    usage: x509.KeyUsage = SEALS,
    passphrase: str = PASSPHRASE,
) -> bytes:
    """A seal of Tampere University, or of whom is named, that vouches for itself."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(OIDS[part], value) for part, value in (named or TAMPERE).items()])
    certificate = (
        x509.CertificateBuilder(subject, subject, own.public_key(), x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(usage, True)
        .sign(own, hashes.SHA256())
    )
    encryption = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2048).build(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(None, own, certificate, None, encryption)


def register(institution: Institution | None = None, value: str = TAMPERE["identifier"]) -> Institution:
    """The university with the identifier that its seals name; Tampere's unless said otherwise."""
    row = institution or university("tuni")
    InstitutionIdentifier.objects.get_or_create(
        institution=row, scheme="eidas", value=value, defaults={"valid_from": FOUNDED}
    )
    return row


def bomb() -> bytes:
    """A seal whose integrity code takes hours to compute."""
    file = asn1_pkcs12.Pfx.load(p12())
    file["mac_data"]["iterations"] = 2_000_000_000
    return bytes(file.dump(force=True))


def with_long_key() -> bytes:
    """A seal whose RSA key has 4,484 bits; its primes are those of Mersenne, which nobody has to look for."""
    p, q, e = 2**2281 - 1, 2**2203 - 1, 65537
    d = pow(e, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(e, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    return p12(key=numbers.private_key(unsafe_skip_rsa_key_validation=True))


def _without(part: str) -> bytes:
    return p12({name: value for name, value in TAMPERE.items() if name != part})


# What is uploaded, and a word of the refusal.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "no organisation": (lambda: _without("organisation"), "does not name its holder"),
    "no identifier": (lambda: _without("identifier"), "does not name its holder"),
    "no country": (lambda: _without("country"), "does not name its holder"),
    "no such country": (lambda: p12({**TAMPERE, "country": "XX"}), "does not name its holder"),
    "expired": (lambda: p12(until=NOW - timedelta(days=1)), "expired on 22 November 2026"),
    "another member": (lambda: p12({**TAMPERE, "organisation": "FH JOANNEUM"}), "another member"),
    "not for sealing": (lambda: p12(usage=ENCRYPTS), "not for sealing"),
}


def unopened() -> dict[str, tuple[bytes, str]]:
    """Files that nobody can open with the passphrase given, and that passphrase."""
    whole: Any = p12()
    return {
        "empty": (b"", PASSPHRASE),
        "no PKCS#12": (b"-----BEGIN PRIVATE KEY-----", PASSPHRASE),
        "cut off": (whole[:-200], PASSPHRASE),
        "another passphrase": (whole, "guess"),
        "no passphrase": (whole, ""),
        "ten megabytes": (bytes(10_000_000), PASSPHRASE),
        "endless passphrase": (whole, "x" * 1_000_000),
        "half a character": (whole, "\ud800"),
        "weak key": (p12(key=rsa.generate_private_key(65537, 1024)), PASSPHRASE),
        "nested without end": (b"\x30\x80" * 32_000, PASSPHRASE),
        "strange curve": (p12(key=ec.generate_private_key(ec.SECP256K1())), PASSPHRASE),
    }
