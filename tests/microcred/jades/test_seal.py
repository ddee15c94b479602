"""A seal made here holds, says what it is, and is never released broken."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from microcred import jades
from microcred.errors import KeyProblem
from microcred.guards import b64url_decode
from microcred.jades.certificates import subject_value
from microcred.jades.envelope import open_envelope
from microcred.jades.sealing import issuer_serial
from microcred.record import Organisation
from microcred.report import Outcome, Report
from tests.microcred.elm.cast import SEAL_HOLDER, document
from tests.microcred.jades.pki import (
    NOON,
    UNIVERSITY_NAME,
    YEAR,
    Holder,
    issue,
    name,
    seal_of,
    timestamp_authority,
    timestamper,
)
from tests.spec import spec

PAYLOAD = jades.serialise(document())
CODES = ("seal", "seal.signature", "seal.certificate", "seal.owner", "seal.time", "key", "timestamp")


@pytest.fixture(scope="module")
def own_seal() -> jades.KeySeal:
    return jades.issue_test_seal(SEAL_HOLDER, at=NOON, algorithm="ES256")


@pytest.fixture(scope="module")
def stamps() -> Holder:
    return timestamp_authority()


def outcome(report: Report, code: str) -> Outcome:
    found = report.check(code)
    assert found
    return found.outcome


def header(sealed: bytes) -> dict[str, object]:
    found: dict[str, object] = json.loads(b64url_decode(open_envelope(sealed).seals[0].protected))
    return found


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "ES384", "ES512"])
def test_every_algorithm_seals_and_checks(algorithm: str) -> None:
    provider = jades.issue_test_seal(SEAL_HOLDER, at=NOON, algorithm=algorithm)

    sealed = jades.seal(PAYLOAD, provider, at=NOON)

    report = Report(jades.check(sealed, at=NOON, anchors=provider.chain[-1:]))
    assert not report.only(Outcome.FAILED, Outcome.UNKNOWN)
    assert header(sealed)["alg"] == algorithm


def test_the_payload_is_first_and_stays_as_it_was(own_seal: jades.KeySeal) -> None:
    sealed = jades.seal(PAYLOAD, own_seal, at=NOON)

    assert sealed.startswith(b'{"payload":"')
    assert jades.payload(sealed) == PAYLOAD
    assert jades.document(sealed) == document()


def test_the_header_is_that_of_the_official_files(own_seal: jades.KeySeal, stamps: Holder) -> None:
    sealed = jades.seal(PAYLOAD, own_seal, at=NOON, timestamper=timestamper(stamps))
    official = spec("elm/samples/Sample-MC-Annex1-signed.jsonld").read_bytes()

    assert list(header(sealed)) == list(header(official))
    assert header(sealed)["crit"] == header(official)["crit"]
    assert open_envelope(sealed).seals[0].components[0].keys() == {"sigTst"}


def test_the_name_of_the_certificate_is_spelled_as_in_the_official_file() -> None:
    official = spec("elm/samples/Sample-MC-Annex1-signed.jsonld").read_bytes()
    certificate = jades.envelope.read_header(open_envelope(official).seals[0].protected).certificates[0]

    assert issuer_serial(certificate) == header(official)["kid"]


def test_a_timestamp_proves_the_time(own_seal: jades.KeySeal, stamps: Holder) -> None:
    sealed = jades.seal(PAYLOAD, own_seal, at=NOON, timestamper=timestamper(stamps))

    anchors = (own_seal.chain[-1], stamps.certificate)
    report = Report(jades.check(sealed, at=NOON + 3 * YEAR, anchors=anchors))
    assert {code: outcome(report, code) for code in CODES} == dict.fromkeys(CODES, Outcome.PASSED)


def test_without_timestamp_an_expired_certificate_leaves_it_unknown(own_seal: jades.KeySeal) -> None:
    sealed = jades.seal(PAYLOAD, own_seal, at=NOON)

    report = Report(jades.check(sealed, at=NOON + 3 * YEAR, anchors=own_seal.chain[-1:]))

    assert outcome(report, "seal.certificate") is Outcome.UNKNOWN
    assert outcome(report, "timestamp") is Outcome.WARNING
    assert not report.only(Outcome.FAILED)


def test_the_newer_time_header_is_written_and_accepted(own_seal: jades.KeySeal) -> None:
    sealed = jades.seal(PAYLOAD, own_seal, at=NOON, time_header="iat")

    assert header(sealed)["iat"] == int(NOON.timestamp())
    assert "sigT" not in header(sealed)
    assert outcome(Report(jades.check(sealed, at=NOON)), "seal.time") is Outcome.PASSED


def test_a_test_seal_says_that_it_is_one(own_seal: jades.KeySeal) -> None:
    sealed = jades.seal(PAYLOAD, own_seal, at=NOON)

    report = Report(jades.check(sealed, at=NOON, anchors=own_seal.chain[-1:]))

    assert subject_value(own_seal.chain[0], NameOID.COMMON_NAME) == "TEST SEAL Example University"
    assert "without legal effect" in own_seal.chain[1].subject.rfc4514_string()
    found = report.check("seal.qualified")
    assert found
    assert found.message.startswith("This is a test seal")


def test_the_certificate_names_the_issuer(own_seal: jades.KeySeal) -> None:
    holder = jades.holder_of(own_seal.chain[0])

    assert (holder.legal_name, holder.country) == ({"en": "Example University"}, "AT")
    assert [(one.scheme, one.value) for one in holder.identifiers] == [("eidas", "NTRAT-123456a")]


def test_it_does_not_seal_what_another_issuer_says(own_seal: jades.KeySeal) -> None:
    other = replace(SEAL_HOLDER, legal_name={"en": "Another University"})

    with pytest.raises(KeyProblem, match="The issuer is Another University"):
        jades.seal(jades.serialise(document(holder=other)), own_seal, at=NOON)


def test_it_does_not_seal_with_an_expired_certificate(own_seal: jades.KeySeal) -> None:
    with pytest.raises(KeyProblem, match="the certificate is valid from"):
        jades.seal(PAYLOAD, own_seal, at=NOON + 3 * YEAR)


def test_it_does_not_seal_with_a_certificate_for_something_else() -> None:
    authority = issue(UNIVERSITY_NAME, authority=True)

    with pytest.raises(KeyProblem, match="is not for sealing"):
        jades.seal(PAYLOAD, seal_of(authority), at=NOON)


def test_it_does_not_release_what_a_provider_signed_wrongly(own_seal: jades.KeySeal) -> None:
    other = replace(own_seal, key=ec.generate_private_key(ec.SECP256R1()))

    with pytest.raises(KeyProblem, match="does not belong to this content"):
        jades.seal(PAYLOAD, other, at=NOON)


def test_it_does_not_release_a_timestamp_of_something_else(own_seal: jades.KeySeal, stamps: Holder) -> None:
    def careless(digest: bytes) -> bytes:
        return timestamper(stamps)(bytes(32))

    with pytest.raises(KeyProblem, match="A timestamp is not valid"):
        jades.seal(PAYLOAD, own_seal, at=NOON, timestamper=careless)


def test_a_seal_comes_out_of_a_pkcs12_file() -> None:
    root = issue(name("Test root"), authority=True)
    holder = issue(UNIVERSITY_NAME, root)
    data = pkcs12.serialize_key_and_certificates(
        b"seal", holder.key, holder.certificate, [root.certificate], BestAvailableEncryption(b"secret")
    )

    provider = jades.open_pkcs12(data, "secret")

    assert provider.algorithm == "ES256"
    assert list(provider.chain) == [holder.certificate, root.certificate]
    assert jades.payload(jades.seal(PAYLOAD, provider, at=NOON)) == PAYLOAD


def test_a_pkcs12_file_that_cannot_seal_is_refused() -> None:
    edwards = ed25519.Ed25519PrivateKey.generate()
    without = pkcs12.serialize_key_and_certificates(
        b"seal", edwards, None, None, BestAvailableEncryption(b"secret")
    )

    for data, password in ((b"junk", "secret"), (without, "wrong"), (without, "secret")):
        with pytest.raises(KeyProblem):
            jades.open_pkcs12(data, password)


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS1", ""])
def test_a_test_seal_of_another_algorithm_is_refused(algorithm: str) -> None:
    with pytest.raises(KeyProblem):
        jades.issue_test_seal(SEAL_HOLDER, at=NOON, algorithm=algorithm)


def test_a_test_seal_needs_to_know_its_holder() -> None:
    with pytest.raises(KeyProblem):
        jades.issue_test_seal(Organisation("did:web:x.example", {"en": "X"}), at=NOON)


def test_the_moment_of_sealing_is_the_one_given(own_seal: jades.KeySeal) -> None:
    at = datetime.fromisoformat("2026-07-01T14:30:00+02:00")

    assert header(jades.seal(PAYLOAD, own_seal, at=at))["sigT"] == "2026-07-01T12:30:00Z"
