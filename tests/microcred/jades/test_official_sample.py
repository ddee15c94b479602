"""The micro-credential that the European Commission sealed is the golden file of the seal checks."""

from datetime import UTC, datetime

import pytest
from cryptography import x509

from microcred import jades
from microcred.jades.envelope import helping_certificates, open_envelope
from microcred.report import Check, Outcome, Report
from tests.spec import spec

IN_TIME = datetime(2024, 1, 1, tzinfo=UTC)
YEARS_LATER = datetime(2026, 11, 23, tzinfo=UTC)  # the certificate expired on 10 May 2025


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return spec("elm/samples/Sample-MC-Annex1-signed.jsonld").read_bytes()


@pytest.fixture(scope="module")
def authorities(sealed: bytes) -> tuple[x509.Certificate, ...]:
    """The authorities whose certificates lie in the sample: of the seal and of its timestamps."""
    return helping_certificates(open_envelope(sealed).seals[0])


def outcomes(checks: tuple[Check, ...]) -> dict[str, Outcome]:
    return {check.code: check.outcome for check in checks}


def message(checks: tuple[Check, ...], code: str) -> str:
    found = Report(checks).check(code)
    assert found
    return found.message


def test_every_check_of_the_sample_passes_for_who_trusts_its_authorities(
    sealed: bytes, authorities: tuple[x509.Certificate, ...]
) -> None:
    checks = jades.check(sealed, at=IN_TIME, anchors=authorities)

    found = outcomes(checks)
    assert found.pop("seal.qualified") is Outcome.WARNING  # it is called a test seal
    assert found.keys() == {
        *("seal", "seal.form", "seal.header", "seal.algorithm", "seal.signature", "seal.time"),
        *("seal.certificate", "seal.revocation", "seal.owner", "key", "timestamp", "timestamp.content"),
    }
    assert set(found.values()) == {Outcome.PASSED}


def test_the_seal_is_matched_with_the_issuer(sealed: bytes) -> None:
    checks = jades.check(sealed, at=IN_TIME)

    assert (
        message(checks, "seal.owner")
        == "The seal belongs to the issuer, ORGANIZACION TEST (VATES-A00000000)."
    )


def test_the_answer_of_the_authority_that_lies_in_the_file_is_taken(
    sealed: bytes, authorities: tuple[x509.Certificate, ...]
) -> None:
    checks = jades.check(sealed, at=IN_TIME, anchors=authorities)

    assert message(checks, "seal.revocation") == (
        "ANF Autoridad de Certificacion confirms that the certificate was valid on 2023-09-27 11:54 UTC."
    )


def test_an_expired_certificate_is_no_broken_seal_where_a_timestamp_proves_the_time(
    sealed: bytes, authorities: tuple[x509.Certificate, ...]
) -> None:
    checks = jades.check(sealed, at=YEARS_LATER, anchors=authorities)

    assert outcomes(checks)["seal"] is Outcome.PASSED
    assert message(checks, "seal.certificate") == (
        "The certificate of ORGANIZACION TEST expired on 2025-05-10 14:31 UTC, after the seal was made. The "
        "timestamp of 2023-09-27 11:54 UTC proves it."
    )


def test_without_trusted_authorities_the_same_is_unknown_not_failed(sealed: bytes) -> None:
    checks = jades.check(sealed, at=YEARS_LATER)

    found = outcomes(checks)
    assert Outcome.FAILED not in found.values()
    unknown = {code for code, outcome in found.items() if outcome is Outcome.UNKNOWN}
    assert unknown == {"seal", "seal.certificate", "key", "timestamp"}


def test_before_it_was_made_the_seal_cannot_hold(sealed: bytes) -> None:
    checks = jades.check(sealed, at=datetime(2023, 9, 26, tzinfo=UTC))

    assert outcomes(checks)["seal.time"] is Outcome.FAILED


def test_payload_and_document_come_out_as_they_were_sealed(sealed: bytes) -> None:
    text = jades.payload(sealed)

    assert text.startswith('{"id":"urn:credential:1018d05f-21d5-4555-b7f0-8fabfd22ca75"')
    assert jades.document(sealed)["issuer"]["legalName"] == {"en": "ORGANIZACION TEST"}
