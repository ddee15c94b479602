"""Issuers known by the certificates in the token: who is certified, by whom, and for which address."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from microcred.keys import SigningKey
from microcred.report import Outcome
from microcred.sdjwt import check, examine, issue, read
from microcred.sdjwt.issuers import MOST_CERTIFICATES, SOURCE
from microcred.sdjwt.tokens import sign_jwt
from tests.microcred.cast import RECORD
from tests.microcred.lines import Line, line

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ISSUED = RECORD.issued_at


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certify(
    subject: str,
    native: ec.EllipticCurvePrivateKey,
    by: x509.Certificate | None,
    by_native: ec.EllipticCurvePrivateKey,
    *extensions: x509.ExtensionType,
    until: datetime = NOW,
) -> x509.Certificate:
    builder = x509.CertificateBuilder(
        issuer_name=by.subject if by else name(subject),
        subject_name=name(subject),
        public_key=native.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=ISSUED - timedelta(days=30),
        not_valid_after=until,
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    return builder.sign(by_native, hashes.SHA256())


CA_KEY, KEY = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
SIGNS_CERTIFICATES = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)
AUTHORITY = x509.BasicConstraints(ca=True, path_length=1)
CA = certify("Example Authority", CA_KEY, None, CA_KEY, AUTHORITY, SIGNS_CERTIFICATES)
ADDRESSES = x509.SubjectAlternativeName(
    [x509.UniformResourceIdentifier(RECORD.issuer.id), x509.DNSName("uni.example")]
)
LEAF = certify("Example University", KEY, CA, CA_KEY, ADDRESSES)
NAMELESS = certify("Example University", KEY, CA, CA_KEY)
EXPIRED = certify("Example University", KEY, CA, CA_KEY, ADDRESSES, until=ISSUED - timedelta(days=1))


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def token(*certificates: x509.Certificate) -> bytes:
    return issue(
        RECORD,
        SigningKey(KEY),
        salt=iter(f"a-salt-of-the-tests-{number:04}" for number in range(99)).__next__,
        certificates=[der(one) for one in certificates],
    )


def outcomes(issued: bytes, *anchors: x509.Certificate) -> dict[str, str]:
    nobody: Callable[[str], None] = lambda issuer: None  # noqa: E731 - a finder that knows nobody
    return {one.code: str(one.outcome) for one in check(issued, at=NOW, keys=nobody, anchors=anchors)}


@pytest.mark.clause("SD-JWT VC §2.5")
def test_a_certificate_that_leads_to_a_trusted_authority_passes() -> None:
    assert set(outcomes(token(LEAF), CA).values()) == {"passed"}
    assert set(outcomes(token(LEAF, CA), CA).values()) == {"passed"}


def test_a_trusted_certificate_of_the_issuer_itself_passes() -> None:
    assert set(outcomes(token(LEAF), LEAF).values()) == {"passed"}


def test_an_authority_nobody_trusts_leaves_the_key_unknown() -> None:
    found = outcomes(token(LEAF, CA))

    assert (found["key"], found["proof.signature"], found["proof"]) == ("unknown", "passed", "unknown")


def test_a_certificate_that_had_expired_when_the_credential_was_issued_proves_nothing() -> None:
    assert outcomes(token(EXPIRED), CA)["key"] == "unknown"


@pytest.mark.parametrize("issuer", ["https://uni.example/issuer", "https://UNI.example"])
def test_an_address_of_a_certified_host_is_the_issuers(issuer: str) -> None:
    assert outcomes(signed({"iss": issuer}), CA)["key"] == "passed"


@pytest.mark.clause("SD-JWT VC §2.5")
@pytest.mark.parametrize(
    "issuer",
    [
        "did:web:evil.example",
        "https://evil.example",
        "http://uni.example",
        "https://[",
        5,
        ["https://uni.example"],
    ],
)
def test_a_certificate_speaks_for_no_other_address(issuer: Any) -> None:
    found = outcomes(signed({"iss": issuer}), CA)

    assert (found["key"], found["proof"]) == ("failed", "failed")


def test_a_certificate_without_addresses_speaks_for_none() -> None:
    assert outcomes(token(NAMELESS), CA)["key"] == "failed"


def test_without_an_address_the_certificate_is_the_issuer() -> None:
    assert outcomes(signed({}), CA)["key"] == "passed"


def signed(claims: dict[str, Any], x5c: Any = None) -> bytes:
    """A small credential of another type with a certificate in its header."""
    chain = read(token(LEAF)).issued.header["x5c"] if x5c is None else x5c
    payload = {"vct": "urn:example:diploma:1", "iat": int(ISSUED.timestamp()), **claims}
    return sign_jwt({"typ": "dc+sd-jwt", "x5c": chain}, payload, SigningKey(KEY)) + b"~"


@pytest.mark.parametrize("chain", [[], "x", [5], ["!"], ["AAAA"], {}, ["AAAA"] * 11])
def test_certificates_that_cannot_be_read_fail(chain: Any) -> None:
    assert outcomes(signed({}, chain), CA)["key"] == "failed"


def test_a_signature_by_another_key_than_the_certified_fails() -> None:
    other = SigningKey(ec.generate_private_key(ec.SECP256R1()))
    header = {"typ": "dc+sd-jwt", "x5c": read(token(LEAF)).issued.header["x5c"]}
    forged = sign_jwt(header, {"vct": "urn:example:diploma:1", "iat": 1782898200}, other) + b"~"

    assert outcomes(forged, CA)["proof.signature"] == "failed"


def nobody(_issuer: str) -> None:
    """Knows no key."""


def key_of(issued: bytes, *anchors: x509.Certificate) -> Line:
    """What is found out about the key."""
    return next(line(one) for one in check(issued, at=NOW, keys=nobody, anchors=anchors) if one.code == "key")


NAMED = {"name": "Example University"}
ELSEWHERE = "https://evil.example"


def test_whose_the_certified_key_is_is_told_with_its_name() -> None:
    stranger = signed({"iss": ELSEWHERE})

    assert key_of(token(LEAF), CA) == ("key", Outcome.PASSED, SOURCE, NAMED, False)
    assert key_of(token(LEAF)) == ("key", Outcome.UNKNOWN, SOURCE, NAMED, False)
    assert key_of(stranger, CA) == ("key", Outcome.FAILED, SOURCE, NAMED | {"issuer": ELSEWHERE}, True)
    assert outcomes(stranger, CA)["proof.signature"] == "passed"


def test_the_owners_are_the_addresses_that_the_certificate_is_for() -> None:
    hosted = "https://uni.example/issuer"

    def owners(issued: bytes, *anchors: x509.Certificate) -> tuple[str, ...]:
        return examine(read(issued), at=NOW, keys=nobody, anchors=anchors).owners

    assert owners(token(LEAF), CA) == (RECORD.issuer.id,)
    assert owners(signed({"iss": hosted}), CA) == (RECORD.issuer.id, hosted)
    assert owners(token(LEAF)) == owners(signed({"iss": ELSEWHERE}), CA) == ()


@pytest.mark.parametrize(
    ("chain", "reason"),
    [
        ([], "“x5c” is not a short list."),
        ("x", "“x5c” is not a short list."),
        ([5], "“x5c” contains something other than texts."),
        (["AAAA"], "A certificate cannot be read. (at x5c)"),
    ],
)
def test_certificates_that_cannot_be_read_say_why(chain: Any, reason: str) -> None:
    assert key_of(signed({}, chain), CA) == ("key", Outcome.FAILED, SOURCE, {"reason": reason}, True)
    assert outcomes(signed({}, chain), CA)["proof.signature"] == "unknown"


def test_a_chain_may_have_so_many_certificates_and_no_more() -> None:
    (leaf,) = read(token(LEAF)).issued.header["x5c"]

    assert key_of(signed({}, [leaf] * MOST_CERTIFICATES), CA)[1] is Outcome.PASSED
    assert key_of(signed({}, [leaf] * (MOST_CERTIFICATES + 1)), CA)[1] is Outcome.FAILED


def test_a_credential_of_no_known_time_proves_nothing_by_a_certificate() -> None:
    assert key_of(signed({"iat": "soon"}), CA) == ("key", Outcome.UNKNOWN, SOURCE, NAMED, False)
