"""Who holds the key of a seal: a file, a device, a service – or, for trying things out, nobody in particular.

`SealProvider` is all that sealing needs. A PKCS#11 device or a remote seal service (CSC API v2: the
service signs the SHA-256 of what `sign` is given) implements the same three members.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from microcred.errors import KeyProblem
from microcred.jades import algorithms
from microcred.jades.certificates import TEST_LABEL, subject_value
from microcred.record import Identifier, Organisation

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
RSA_BITS = 3072
DAY = timedelta(days=1)
_OF_CURVE = {algorithm.curve: name for name, algorithm in algorithms.ALGORITHMS.items() if algorithm.curve}


class SealProvider(Protocol):
    """Holds a seal: its certificates, the algorithm of its key, and the key, which never leaves it."""

    @property
    def chain(self) -> Sequence[x509.Certificate]:
        """The certificate of the seal, then those of the authorities above it as far as at hand."""

    @property
    def algorithm(self) -> str:
        """The JOSE name of the signature algorithm, such as RS256."""

    def sign(self, data: bytes) -> bytes:
        """The signature of the data as JOSE spells it (ECDSA: r and s side by side)."""


@dataclass(frozen=True, slots=True)
class KeySeal:
    """A seal whose key lies in memory."""

    key: PrivateKey
    chain: tuple[x509.Certificate, ...]
    algorithm: str

    def sign(self, data: bytes) -> bytes:
        """The signature of the data; KeyProblem where key and algorithm do not fit."""
        return algorithms.sign(algorithms.ALGORITHMS[self.algorithm], self.key, data)


def open_pkcs12(data: bytes, password: str) -> KeySeal:
    """The seal in a PKCS#12 file (`.p12`, `.pfx`, RFC 7292); KeyProblem where it is not one that can seal."""
    try:
        content = pkcs12.load_pkcs12(data, password.encode())
    except ValueError:
        raise KeyProblem(
            "The PKCS#12 file cannot be opened. It is damaged, or the password is wrong."
        ) from None
    if content.cert is None:
        raise KeyProblem("The PKCS#12 file has no certificate of its key.")
    chain = (content.cert.certificate, *(one.certificate for one in content.additional_certs))
    return key_seal(content.key, chain)


def key_seal(key: object, chain: tuple[x509.Certificate, ...]) -> KeySeal:
    """The seal of a key and its certificates, its own first; KeyProblem where they make none."""
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyProblem("A seal has an RSA or elliptic-curve key.")
    name, public = algorithm_of(key), key.public_key()
    if chain[0].public_key() != public:
        raise KeyProblem("The certificate belongs to another key.")
    if not algorithms.fits(algorithms.ALGORITHMS[name], public):
        raise KeyProblem("The key of the seal is too short: an RSA key has 2048 bits or more.")
    return KeySeal(key, chain, name)


def algorithm_of(key: PrivateKey) -> str:
    """The usual algorithm of a key: RS256, or that of the curve."""
    if isinstance(key, rsa.RSAPrivateKey):
        return "RS256"
    if key.curve.name not in _OF_CURVE:
        raise KeyProblem("Seals do not use the curve {curve}.", curve=key.curve.name)
    return _OF_CURVE[key.curve.name]


def issue_test_seal(holder: Organisation, *, at: datetime, algorithm: str = "RS256") -> KeySeal:
    """A seal for trying things out, with an authority made for it alone; it says so and proves nothing.

    The last certificate of its chain is that authority. Valid for two years around `at`. Raises KeyProblem
    where the holder has no legal name, country or eIDAS identifier.
    """
    name = next(iter(holder.legal_name.values()), "")
    identifier = next((one.value for one in holder.identifiers if one.scheme == "eidas"), "")
    if not (name and identifier and len(holder.country) == 2):
        raise KeyProblem("A seal names its holder: legal name, country and eIDAS identifier.")
    authority, key = _new_key(algorithm), _new_key(algorithm)
    above = _name("Test authority without legal effect", f"{TEST_LABEL} AUTHORITY", "EU")
    own = _name(name, f"{TEST_LABEL} {name}"[:64], holder.country.upper(), identifier)
    root = _certificate(above, above, authority, at, is_authority=True).sign(authority, hashes.SHA256())
    leaf = _certificate(own, above, key, at, is_authority=False).sign(authority, hashes.SHA256())
    return KeySeal(key, (leaf, root), algorithm)


def holder_of(certificate: x509.Certificate) -> Organisation:
    """The organisation in a seal's certificate, as issuer of what it seals (ETSI EN 319 412-3 §4.2.1)."""
    identifier = subject_value(certificate, NameOID.ORGANIZATION_IDENTIFIER)
    name = subject_value(certificate, NameOID.ORGANIZATION_NAME)
    return Organisation(
        id=f"urn:epass:org:certificate:{certificate.fingerprint(hashes.SHA256()).hex()}",
        legal_name={"en": name} if name else {},
        country=subject_value(certificate, NameOID.COUNTRY_NAME),
        identifiers=(Identifier("eidas", identifier),) if identifier else (),
    )


def _new_key(algorithm: str) -> PrivateKey:
    if algorithm not in algorithms.ALGORITHMS:
        raise KeyProblem("Seals do not use the algorithm {algorithm}.", algorithm=algorithm)
    curves = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}
    if algorithm in curves:
        return ec.generate_private_key(curves[algorithm])
    return rsa.generate_private_key(65537, RSA_BITS)


def _name(organisation: str, common: str, country: str, identifier: str = "") -> x509.Name:
    attributes = [
        (NameOID.COUNTRY_NAME, country),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATION_IDENTIFIER, identifier),
        (NameOID.COMMON_NAME, common),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes if value])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: PrivateKey, at: datetime, *, is_authority: bool
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(at - 365 * DAY)
        .not_valid_after(at + 365 * DAY)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), True)
        .add_extension(usage, True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
