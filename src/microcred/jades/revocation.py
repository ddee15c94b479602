"""Whether a seal's certificate was withdrawn: answers that lie beside the seal, or lists the caller fetched.

OCSP (RFC 6960 §4.2.2.2 who may answer), certificate revocation lists (RFC 5280 §5, §6.3), `rVals` (ETSI TS
119 182-1 §5.3.5.2). No network: without an answer the question stays open and is said to be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from microcred.errors import Malformed
from microcred.guards import b64_decode
from microcred.jades.certificates import is_valid_at, name_of
from microcred.jades.envelope import Seal
from microcred.jades.timing import CLOCK_SKEW, Times, show
from microcred.report import Check, _, failed, passed, unknown, warning

CODE = "seal.revocation"
SOURCE = "RFC 5280 §6.3, RFC 6960 §4.2.2.2, ETSI EN 319 102-1 §5.2.6"
MAX_ANSWERS = 8
_UNREADABLE = (Malformed, ValueError, TypeError, UnsupportedAlgorithm)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an authority said of the certificate: as of when, and since when it is withdrawn, if so."""

    as_of: datetime
    withdrawn_at: datetime | None
    authority: str


def check_revocation(
    seal: Seal,
    path: Sequence[x509.Certificate],
    times: Times,
    lists: Sequence[x509.CertificateRevocationList],
) -> Check:
    """Whether the certificate, first of its path, stood when the seal was made."""
    answers = tuple(_answers(seal, path[0], path[1], lists)) if len(path) > 1 else ()
    withdrawn = min((one.withdrawn_at for one in answers if one.withdrawn_at), default=None)
    if withdrawn is not None:
        return _judge_withdrawn(withdrawn, times)
    newest = max(answers, key=lambda one: one.as_of, default=None)
    if newest is None or newest.as_of + CLOCK_SKEW < (times.proven or times.claimed):
        text = _("It was not checked whether the certificate had been revoked before the seal was made.")
        return warning(CODE, text, SOURCE, _("Ask the authority that issued the certificate."))
    text = _("{authority} confirms that the certificate was valid on {time}.")
    return passed(CODE, text, SOURCE, time=show(newest.as_of), authority=newest.authority)


def _judge_withdrawn(withdrawn: datetime, times: Times) -> Check:
    since = show(withdrawn)
    if times.proven and times.proven < withdrawn:
        text = _("The certificate was revoked on {time}, after the seal was made. The timestamp proves it.")
        return passed(CODE, text, SOURCE, time=since)
    if times.proven is None and times.claimed < withdrawn:
        text = _("The certificate was revoked on {time}, and no timestamp proves that the seal is older.")
        return unknown(CODE, text, SOURCE, time=since)
    text = _("The certificate was revoked on {time}, before the seal was made.")
    return failed(CODE, text, SOURCE, _("Ask the issuer for a new seal."), time=since)


def revocation_urls(certificate: x509.Certificate) -> tuple[str, ...]:
    """Where the authority publishes its list of withdrawn certificates (RFC 5280 §4.2.1.13)."""
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return ()
    names = (name for point in points for name in point.full_name or ())
    return tuple(str(name.value) for name in names if isinstance(name, x509.UniformResourceIdentifier))


def _answers(
    seal: Seal,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    lists: Sequence[x509.CertificateRevocationList],
) -> Iterator[Answer]:
    """Every answer that is about this certificate and comes from its authority."""
    enclosed = [_load_list(der) for der in _enclosed(seal, "crlVals")]
    for one in (*lists, *enclosed):
        if one is not None and (answer := _from_list(one, certificate, issuer)):
            yield answer
    for der in _enclosed(seal, "ocspVals"):
        if answer := _from_response(der, certificate, issuer):
            yield answer


def _enclosed(seal: Seal, kind: str) -> Iterator[bytes]:
    """The answers of this kind that lie beside the seal, as far as readable."""
    for part in seal.components:
        values: Any = part.get("rVals")
        for value in (values.get(kind) or [])[:MAX_ANSWERS] if isinstance(values, dict) else []:
            try:
                yield b64_decode(value["val"])
            except (Malformed, KeyError, TypeError, AttributeError, UnicodeEncodeError):
                continue


def _load_list(der: bytes) -> x509.CertificateRevocationList | None:
    try:
        return x509.load_der_x509_crl(der)
    except _UNREADABLE:
        return None


def _from_list(
    one: x509.CertificateRevocationList, certificate: x509.Certificate, issuer: x509.Certificate
) -> Answer | None:
    try:
        if one.issuer != issuer.subject or not one.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]
            return None
        entry = one.get_revoked_certificate_by_serial_number(certificate.serial_number)
    except _UNREADABLE:
        return None
    return Answer(one.last_update_utc, entry.revocation_date_utc if entry else None, name_of(issuer))


def _from_response(der: bytes, certificate: x509.Certificate, issuer: x509.Certificate) -> Answer | None:
    try:
        response = ocsp.load_der_ocsp_response(der)
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            return None
        is_about_it = response.serial_number == certificate.serial_number and _is_of(response, issuer)
        if not is_about_it or response.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
            return None
        responder = _responder(response, issuer)
    except _UNREADABLE:
        return None
    if responder is None:
        return None
    return Answer(response.this_update_utc, response.revocation_time_utc, name_of(responder))


def _is_of(response: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    """Whether the answer names the issuer (RFC 6960 §4.1.1); whether it comes from it, the signature says."""
    digest = hashes.Hash(response.hash_algorithm)
    digest.update(issuer.subject.public_bytes())
    return response.issuer_name_hash == digest.finalize()


def _responder(response: ocsp.OCSPResponse, issuer: x509.Certificate) -> x509.Certificate | None:
    """Who signed: the issuer itself, or somebody it certified for answering (RFC 6960 §4.2.2.2)."""
    for one in (issuer, *response.certificates[:MAX_ANSWERS]):
        if _has_signed(one, response) and (one == issuer or _may_answer(one, issuer, response)):
            return one
    return None


def _may_answer(one: x509.Certificate, issuer: x509.Certificate, response: ocsp.OCSPResponse) -> bool:
    try:
        one.verify_directly_issued_by(issuer)
        usage = one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (InvalidSignature, x509.ExtensionNotFound, *_UNREADABLE):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in usage and is_valid_at(one, response.produced_at_utc)


def _has_signed(one: x509.Certificate, response: ocsp.OCSPResponse) -> bool:
    key, digest = one.public_key(), response.signature_hash_algorithm
    if not isinstance(digest, hashes.SHA256 | hashes.SHA384 | hashes.SHA512):
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(response.signature, response.tbs_response_bytes, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True
