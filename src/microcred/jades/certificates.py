"""What a seal needs of X.509: read a certificate, name its organisation, find its way to a trusted one.

RFC 5280 (profile, path validation §6), ETSI EN 319 412-3 and -5 (certificates for electronic seals).
Revocation is not asked here: it needs the network or a list from the caller.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import ExtensionOID, NameOID, ObjectIdentifier

from microcred.errors import Malformed

TEST_LABEL = "TEST SEAL"  # in the common name of seals for trying things out
MAX_DEPTH = 6
MAX_SIGNATURES_TRIED = 32
# DER of the statements id-etsi-qcs-QcCompliance and id-etsi-qct-eseal (ETSI EN 319 412-5 §4.2.1, §4.2.3).
QC_COMPLIANCE = bytes.fromhex("060604008e460101")
QC_ESEAL = bytes.fromhex("060704008e46010602")
QC_STATEMENTS = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
STRONG = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
# Critical extensions that path building here takes into account, or that do not restrict a seal.
KNOWN_CRITICAL = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.CERTIFICATE_POLICIES,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
    }
)

# What `cryptography` raises; it warns of serial numbers it will refuse, where warnings are errors.
_UNREADABLE = (
    ValueError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    CryptographyDeprecationWarning,
)


def load_certificate(der: bytes, *, at: str = "") -> x509.Certificate:
    """Read one DER certificate with all its extensions; Malformed where any part of it is broken."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        certificate.public_key()
        _ = certificate.extensions, certificate.subject, certificate.issuer
    except _UNREADABLE as error:
        raise Malformed("A certificate cannot be read.", at=at) from error
    return certificate


def name_of(certificate: x509.Certificate) -> str:
    """The name people know the holder by: organisation, else common name, else the whole subject."""
    return (
        subject_value(certificate, NameOID.ORGANIZATION_NAME)
        or subject_value(certificate, NameOID.COMMON_NAME)
        or certificate.subject.rfc4514_string()
    )


def subject_value(certificate: x509.Certificate, oid: ObjectIdentifier) -> str:
    """The first attribute of the subject with this OID, or nothing."""
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def is_valid_at(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether the instant lies in the validity period, both ends included (RFC 5280 §4.1.2.5)."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def may_seal(certificate: x509.Certificate) -> bool:
    """Whether the key may sign content: digitalSignature or nonRepudiation, or no restriction at all."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def is_test(certificate: x509.Certificate) -> bool:
    """Whether the certificate says of itself that it only shows how the software works."""
    return TEST_LABEL in subject_value(certificate, NameOID.COMMON_NAME).upper()


def says_it_is_qualified(certificate: x509.Certificate) -> bool:
    """Whether the certificate states that it is a qualified one for seals (ETSI EN 319 412-5)."""
    for extension in certificate.extensions:
        if extension.oid == QC_STATEMENTS and isinstance(extension.value, x509.UnrecognizedExtension):
            return QC_COMPLIANCE in extension.value.value and QC_ESEAL in extension.value.value
    return False


def path_to_anchor(
    certificate: x509.Certificate,
    pool: Iterable[x509.Certificate],
    anchors: Sequence[x509.Certificate],
    at: datetime,
    listed: Collection[x509.Certificate] = (),
) -> tuple[x509.Certificate, ...] | None:
    """The certificates from this one to a trusted one, valid at `at` and allowed to issue the one before.

    None where there is no such way. An anchor's own validity period is the caller's to judge (RFC 5280
    §6.1.1 d), but an anchor that is no CA vouches for itself only. One that is `listed` for an institution
    vouches for itself and nothing else, CA or not: who has a seal is no authority. Work is bounded.
    """
    if not is_valid_at(certificate, at):
        return None
    if certificate in listed:
        return (certificate,)
    return _Search(tuple(pool), tuple(anchors), at).extend((certificate,))


class _Search:
    """A bounded depth-first search for a certification path."""

    def __init__(
        self, pool: tuple[x509.Certificate, ...], anchors: tuple[x509.Certificate, ...], at: datetime
    ) -> None:
        self.pool, self.anchors, self.at = pool, anchors, at
        self.tried = 0

    def extend(self, path: tuple[x509.Certificate, ...]) -> tuple[x509.Certificate, ...] | None:
        """The path, carried on to an anchor."""
        last = path[-1]
        if last in self.anchors:
            return path
        if len(path) == MAX_DEPTH:
            return None
        for issuer in (*self.anchors, *self.pool):
            if issuer not in path and self._issued(last, issuer, len(path) - 1):
                found = self.extend((*path, issuer))
                if found:
                    return found
        return None

    def _issued(self, certificate: x509.Certificate, issuer: x509.Certificate, below: int) -> bool:
        if certificate.issuer != issuer.subject or self.tried >= MAX_SIGNATURES_TRIED:
            return False
        self.tried += 1
        if not _may_issue(issuer, below) or not (issuer in self.anchors or is_valid_at(issuer, self.at)):
            return False
        if not isinstance(certificate.signature_hash_algorithm, STRONG):
            return False
        try:
            certificate.verify_directly_issued_by(issuer)
        except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
            return False
        return True


def _may_issue(certificate: x509.Certificate, below: int) -> bool:
    """Whether it is a CA certificate with room for `below` more CAs under it (RFC 5280 §6.1.4 k–n)."""
    critical = {extension.oid for extension in certificate.extensions if extension.critical}
    if not critical <= KNOWN_CRITICAL:
        return False
    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return basic.ca and usage.key_cert_sign and (basic.path_length is None or below <= basic.path_length)
