"""A withdrawn certificate: what it means depends on when it was withdrawn and what proves the time."""

import base64
import json
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ed25519
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from microcred import jades
from microcred.guards import b64url_encode
from microcred.jades.revocation import CODE, SOURCE
from microcred.jades.timing import CLOCK_SKEW, show
from microcred.report import Check, Outcome, Report
from tests.microcred.elm.cast import document
from tests.microcred.jades.pki import (
    NOON,
    UNIVERSITY_NAME,
    Holder,
    issue,
    name,
    seal_of,
    timestamp_authority,
    timestamper,
)
from tests.microcred.lines import line

HOUR = timedelta(hours=1)
PAYLOAD = jades.serialise(document())
LATER = NOON + 5 * HOUR
ANSWERS = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False)


@pytest.fixture(scope="module")
def root() -> Holder:
    return issue(name("Test root"), authority=True)


@pytest.fixture(scope="module")
def university(root: Holder) -> Holder:
    address = x509.UniformResourceIdentifier("https://root.example/withdrawn.crl")
    point = x509.DistributionPoint([address], None, None, None)
    return issue(UNIVERSITY_NAME, root, extensions=((x509.CRLDistributionPoints([point]), False),))


@pytest.fixture(scope="module")
def stamps() -> Holder:
    return timestamp_authority()


def list_of(
    root: Holder, withdrawn: Holder | None = None, *, at: datetime = NOON, as_of: datetime = LATER
) -> x509.CertificateRevocationList:
    """The authority's list, with the certificate withdrawn at a time or with nothing on it."""
    builder = x509.CertificateRevocationListBuilder(
        root.certificate.subject, last_update=as_of, next_update=as_of + HOUR
    )
    if withdrawn:
        serial = withdrawn.certificate.serial_number
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder(serial, revocation_date=at).build()
        )
    return builder.sign(root.key, hashes.SHA256())


def answer_of(
    responder: Holder, certificate: Holder, root: Holder, *, withdrawn_at: datetime | None = None
) -> bytes:
    """An OCSP response about the certificate, made by the responder."""
    builder = _response(certificate, root, responder.certificate, withdrawn_at)
    return builder.sign(responder.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _response(
    certificate: Holder, root: Holder, responder: x509.Certificate, withdrawn_at: datetime | None = None
) -> ocsp.OCSPResponseBuilder:
    status = ocsp.OCSPCertStatus.REVOKED if withdrawn_at else ocsp.OCSPCertStatus.GOOD
    about = (certificate.certificate, root.certificate, hashes.SHA256(), status)
    return (
        ocsp.OCSPResponseBuilder()
        .add_response(*about, NOON, LATER, withdrawn_at, None)
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder)
        .certificates([responder])
    )


def asked(sealed: bytes, root: Holder, *others: Holder, lists: object = ()) -> Check:
    anchors = [root.certificate, *(one.certificate for one in others)]
    report = Report(jades.check(sealed, at=LATER, anchors=anchors, revocations=lists))  # type: ignore[arg-type]
    found = report.check("seal.revocation")
    assert found
    return found


def with_answer(sealed: bytes, kind: str, der: bytes) -> bytes:
    """The sealed file with an answer laid beside the seal."""
    tree = json.loads(sealed)
    values = {"rVals": {kind: [{"val": base64.b64encode(der).decode()}]}}
    tree["signatures"][0]["header"] = {"etsiU": [b64url_encode(json.dumps(values).encode())]}
    return json.dumps(tree).encode()


def test_without_an_answer_the_question_is_said_to_be_open(root: Holder, university: Holder) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)

    assert asked(sealed, root).outcome is Outcome.WARNING


def test_a_list_without_the_certificate_clears_it(root: Holder, university: Holder) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)

    assert asked(sealed, root, lists=[list_of(root)]).outcome is Outcome.PASSED


def test_a_list_older_than_the_seal_says_nothing(root: Holder, university: Holder) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)

    assert asked(sealed, root, lists=[list_of(root, as_of=NOON - HOUR)]).outcome is Outcome.WARNING


def test_a_certificate_withdrawn_before_seals_nothing(root: Holder, university: Holder) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)

    found = asked(sealed, root, lists=[list_of(root, university, at=NOON - HOUR)])

    assert found.outcome is Outcome.FAILED
    assert "before the seal was made" in found.message


def test_a_later_withdrawal_breaks_nothing_where_a_timestamp_proves_the_time(
    root: Holder, university: Holder, stamps: Holder
) -> None:
    stamp = timestamper(stamps)
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON, timestamper=stamp)
    withdrawn = [list_of(root, university, at=NOON + HOUR)]

    assert asked(sealed, root, stamps, lists=withdrawn).outcome is Outcome.PASSED
    assert asked(sealed, root, lists=withdrawn).outcome is Outcome.UNKNOWN


def test_a_list_of_somebody_else_says_nothing(root: Holder, university: Holder) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)
    impostor = issue(name("Test root"), authority=True)

    found = asked(sealed, root, lists=[list_of(impostor, university, at=NOON - HOUR)])

    assert found.outcome is Outcome.WARNING


def test_a_list_that_lies_beside_the_seal_is_taken(root: Holder, university: Holder) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)
    der = list_of(root, university, at=NOON - HOUR).public_bytes(Encoding.DER)

    assert asked(with_answer(sealed, "crlVals", der), root).outcome is Outcome.FAILED


@pytest.mark.parametrize("hours", [None, -1])
def test_an_answer_of_a_responder_of_the_authority_is_taken(
    root: Holder, university: Holder, hours: int | None
) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)
    responder = issue(name("Test responder"), root, extensions=(ANSWERS,))
    withdrawn_at = NOON + hours * HOUR if hours else None

    der = answer_of(responder, university, root, withdrawn_at=withdrawn_at)

    expected = Outcome.FAILED if hours else Outcome.PASSED
    assert asked(with_answer(sealed, "ocspVals", der), root).outcome is expected


def test_an_answer_of_who_may_not_answer_says_nothing(root: Holder, university: Holder) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)
    without_right = issue(name("Test responder"), root)
    of_another = issue(
        name("Test responder"), issue(name("Test root"), authority=True), extensions=(ANSWERS,)
    )

    for responder in (without_right, of_another, university):
        der = answer_of(responder, university, root)
        assert asked(with_answer(sealed, "ocspVals", der), root).outcome is Outcome.WARNING


def test_an_answer_about_another_certificate_says_nothing(root: Holder, university: Holder) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)
    other = issue(name("Somebody else"), root)

    der = answer_of(root, other, root)

    assert asked(with_answer(sealed, "ocspVals", der), root).outcome is Outcome.WARNING


@pytest.mark.parametrize("junk", [b"", b"0", b"\x30\x03\x0a\x01\x06"])
def test_junk_beside_the_seal_is_left_aside(root: Holder, university: Holder, junk: bytes) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)

    for kind in ("crlVals", "ocspVals", "others"):
        assert asked(with_answer(sealed, kind, junk), root).outcome is Outcome.WARNING


def test_the_place_of_the_list_is_named(university: Holder, root: Holder) -> None:
    assert jades.revocation_urls(university.certificate) == ("https://root.example/withdrawn.crl",)
    assert jades.revocation_urls(root.certificate) == ()


def test_what_a_withdrawal_means_is_told_with_its_time(
    root: Holder, university: Holder, stamps: Holder
) -> None:
    bare = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)
    stamped = jades.seal(PAYLOAD, seal_of(university, root), at=NOON, timestamper=timestamper(stamps))
    second = timedelta(seconds=1)

    for sealed, at, outcome in (
        (stamped, NOON + second, Outcome.PASSED),
        (bare, NOON + second, Outcome.UNKNOWN),
        (stamped, NOON, Outcome.FAILED),
        (bare, NOON, Outcome.FAILED),
    ):
        found = asked(sealed, root, stamps, lists=[list_of(root, university, at=at)])
        told = (CODE, outcome, SOURCE, {"time": show(at)}, outcome is Outcome.FAILED)
        assert line(found) == told


def test_of_several_answers_the_newest_counts_and_no_older_one_than_the_seal(
    root: Holder, university: Holder
) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)
    oldest = NOON - CLOCK_SKEW

    for as_of in ((oldest, LATER), (LATER, oldest), (oldest,)):
        found = asked(sealed, root, lists=[list_of(root, as_of=one) for one in as_of])
        values = {"time": show(max(as_of)), "authority": "Test root"}
        assert line(found) == (CODE, Outcome.PASSED, SOURCE, values, False)
    older = [list_of(root, as_of=oldest - timedelta(seconds=1))]
    assert line(asked(sealed, root, lists=older)) == (CODE, Outcome.WARNING, SOURCE, {}, True)


def test_an_answer_that_cannot_be_read_hides_none_after_it(root: Holder, university: Holder) -> None:
    tree = json.loads(jades.seal(PAYLOAD, seal_of(university, root), at=NOON))
    der = list_of(root, university, at=NOON - HOUR).public_bytes(Encoding.DER)
    listed = [{"val": 5}, {}, 5, {"val": base64.b64encode(der).decode()}]
    component = b64url_encode(json.dumps({"rVals": {"crlVals": listed}}).encode())
    tree["signatures"][0]["header"] = {"etsiU": [component]}

    assert asked(json.dumps(tree).encode(), root).outcome is Outcome.FAILED


def test_who_answers_has_to_be_certified_for_that_and_while_they_answered(
    root: Holder, university: Holder
) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)
    stamping = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), False)
    for responder in (
        issue(name("Test responder"), root, extensions=(stamping,)),
        issue(name("Test responder"), root, extensions=(ANSWERS,), until=NOON - HOUR),
    ):
        der = answer_of(responder, university, root)
        assert asked(with_answer(sealed, "ocspVals", der), root).outcome is Outcome.WARNING


def test_an_answer_is_signed_with_a_strong_digest_by_a_key_of_a_kind_that_signs_answers(
    root: Holder, university: Holder
) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, root), at=NOON)
    key = ed25519.Ed25519PrivateKey.generate()
    other = (
        x509.CertificateBuilder(root.certificate.subject, UNIVERSITY_NAME, key.public_key(), 5)
        .not_valid_before(NOON - HOUR)
        .not_valid_after(NOON + HOUR)
        .add_extension(*ANSWERS)
        .sign(root.key, hashes.SHA256())
    )
    weak = _response(university, root, root.certificate).sign(root.key, hashes.SHA224())
    strange = _response(university, root, other).sign(key, None)
    of_dsa = dsa.generate_private_key(1024)
    third = (
        x509.CertificateBuilder(root.certificate.subject, UNIVERSITY_NAME, of_dsa.public_key(), 6)
        .not_valid_before(NOON - HOUR)
        .not_valid_after(LATER + 9_000 * HOUR)
        .add_extension(*ANSWERS)
        .sign(root.key, hashes.SHA256())
    )
    odd = _response(university, root, third).sign(of_dsa, hashes.SHA256())

    for response in (weak, strange, odd):
        der = response.public_bytes(Encoding.DER)
        assert asked(with_answer(sealed, "ocspVals", der), root).outcome is Outcome.WARNING
