"""RFC 3161 timestamp tokens: what was stamped, when, by whom, and whether the token itself holds.

RFC 3161 §2.4.2 (token), RFC 5652 §5.4–5.6 (CMS signature), RFC 5035 (which certificate signed). Whether
the authority is trusted is decided with the anchors of the caller.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import algos, cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from microcred.errors import Malformed
from microcred.jades.certificates import is_valid_at, load_certificate, name_of, path_to_anchor

MAX_TOKEN = 100_000  # bytes; usual ones have 3,000 to 8,000
MAX_CERTIFICATES = 10
DIGESTS: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_ASN1_ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A token that holds: the instant it proves and the certificate of the authority that says so."""

    at: datetime
    certificate: x509.Certificate
    certificates: tuple[x509.Certificate, ...]

    @property
    def authority(self) -> str:
        """The name of the timestamp authority."""
        return name_of(self.certificate)

    def is_trusted(self, anchors: Sequence[x509.Certificate]) -> bool:
        """Whether the authority leads to an anchor, all of it valid when the token was made."""
        return path_to_anchor(self.certificate, self.certificates, anchors, self.at) is not None


def read_token(der: bytes, stamped: bytes) -> Timestamp:
    """Check a token over `stamped` and say what it proves; Malformed with the reason where it fails."""
    if len(der) > MAX_TOKEN:
        raise Malformed("The timestamp token has more than {limit} bytes.", limit=MAX_TOKEN)
    try:
        return _read(der, stamped)
    except _ASN1_ERRORS as error:
        raise Malformed("The timestamp token cannot be read.") from error


def _read(der: bytes, stamped: bytes) -> Timestamp:
    content = cms.ContentInfo.load(der, strict=True)
    if content["content_type"].native != "signed_data":
        raise Malformed("The timestamp token is not signed.")
    signed = content["content"]
    if signed["encap_content_info"]["content_type"].native != "tst_info":
        raise Malformed("The timestamp token stamps nothing.")
    info_der = bytes(signed["encap_content_info"]["content"])
    info = tsp.TSTInfo.load(info_der, strict=True)
    _check_imprint(info["message_imprint"], stamped)
    certificates = _certificates(signed["certificates"])
    certificate = _check_signature(signed["signer_infos"], info_der, certificates)
    instant = info["gen_time"].native
    if not isinstance(instant, datetime):
        raise Malformed("The timestamp has no time.")
    at = instant.astimezone(UTC)
    _check_authority(certificate, at)
    return Timestamp(at, certificate, certificates)


def _check_imprint(imprint: Any, stamped: bytes) -> None:
    digest = imprint["hash_algorithm"]["algorithm"].native
    if digest not in DIGESTS:
        raise Malformed("The timestamp uses the digest {digest}, which proves nothing.", digest=digest)
    if hashlib.new(digest, stamped).digest() != imprint["hashed_message"].native:
        raise Malformed("The timestamp belongs to something else.")


def _certificates(listed: Any) -> tuple[x509.Certificate, ...]:
    if not isinstance(listed, cms.CertificateSet) or not 1 <= len(listed) <= MAX_CERTIFICATES:
        raise Malformed("A timestamp token carries 1 to {limit} certificates.", limit=MAX_CERTIFICATES)
    return tuple(load_certificate(choice.chosen.dump()) for choice in listed)


def _check_signature(
    signers: Any, info_der: bytes, certificates: tuple[x509.Certificate, ...]
) -> x509.Certificate:
    if len(signers) != 1:
        raise Malformed("A timestamp token has one signer (RFC 3161 §2.4.2).")
    signer = signers[0]
    # RFC 5652 §5.4: the attributes are signed as a SET OF, not with the tag they have in the token.
    attributes = b"\x31" + signer["signed_attrs"].dump()[1:]
    values = {entry["type"].native: entry["values"] for entry in signer["signed_attrs"]}
    if len(values) != len(signer["signed_attrs"]) or any(len(found) != 1 for found in values.values()):
        raise Malformed("The timestamp signs an attribute twice.")
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest not in DIGESTS:
        raise Malformed("The timestamp is signed with the digest {digest}.", digest=digest)
    if values["content_type"][0].native != "tst_info":
        raise Malformed("The timestamp signs another type of content.")
    if values["message_digest"][0].native != hashlib.new(digest, info_der).digest():
        raise Malformed("The content of the timestamp was changed.")
    certificate = _signing_certificate(values, certificates)
    if not _is_signed(signer, digest, certificate.public_key(), attributes):
        raise Malformed("The signature of the timestamp is not valid.")
    return certificate


def _signing_certificate(values: Any, certificates: tuple[x509.Certificate, ...]) -> x509.Certificate:
    """The certificate that the signed attribute names by its digest (RFC 5035 §3, RFC 2634 §5.4)."""
    if "signing_certificate_v2" in values:
        named = values["signing_certificate_v2"][0]["certs"][0]
        digest = named["hash_algorithm"]["algorithm"].native
    elif "signing_certificate" in values:
        named, digest = values["signing_certificate"][0]["certs"][0], "sha1"
    else:
        raise Malformed("The timestamp does not say which certificate signed it.")
    if digest not in DIGESTS and digest != "sha1":
        raise Malformed("The timestamp names its certificate by {digest}.", digest=digest)
    wanted = named["cert_hash"].native
    for certificate in certificates:
        der = certificate.public_bytes(Encoding.DER)
        # SHA-1 only picks one of the enclosed certificates here; the signature decides.
        if hashlib.new(digest, der, usedforsecurity=False).digest() == wanted:
            return certificate
    raise Malformed("The certificate of the timestamp is not in the token.")


def _is_signed(signer: Any, digest: str, key: Any, data: bytes) -> bool:
    method: algos.SignedDigestAlgorithm = signer["signature_algorithm"]
    family, signature, hasher = method.signature_algo, signer["signature"].native, DIGESTS[digest]()
    try:
        if family == "rsassa_pkcs1v15" and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hasher)
        elif family == "rsassa_pss" and isinstance(key, rsa.RSAPublicKey):
            hasher = DIGESTS[method.hash_algo]()
            salt = method["parameters"]["salt_length"].native
            key.verify(signature, data, padding.PSS(padding.MGF1(hasher), salt), hasher)
        elif family == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hasher))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _check_authority(certificate: x509.Certificate, instant: datetime) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE])
    if ExtendedKeyUsageOID.TIME_STAMPING not in usage:
        raise Malformed("The timestamp is signed with a certificate that is not for timestamps.")
    if not is_valid_at(certificate, instant):
        raise Malformed("The timestamp was made outside the validity of its certificate.")
