"""Whom a seal is believed: certificates, authorities and timestamps that are not what they look like."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from microcred import jades
from microcred.errors import KeyProblem, Malformed
from microcred.guards import b64url_encode
from microcred.jades.certificates import path_to_anchor
from microcred.jades.timestamps import read_token
from microcred.report import Outcome, Report
from tests.microcred.elm.cast import document
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

PAYLOAD = jades.serialise(document())
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def root() -> Holder:
    return issue(name("Test root"), authority=True)


@pytest.fixture(scope="module")
def middle(root: Holder) -> Holder:
    return issue(name("Test middle"), root, authority=True)


@pytest.fixture(scope="module")
def university(middle: Holder) -> Holder:
    return issue(UNIVERSITY_NAME, middle)


@pytest.fixture(scope="module")
def stamps() -> Holder:
    return timestamp_authority()


def outcome(report: Report, code: str) -> Outcome:
    found = report.check(code)
    assert found
    return found.outcome


def test_a_path_leads_over_the_enclosed_certificates(
    root: Holder, middle: Holder, university: Holder
) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university, middle, root), at=NOON)

    assert outcome(Report(jades.check(sealed, at=NOON, anchors=[root.certificate])), "key") is Outcome.PASSED
    assert outcome(Report(jades.check(sealed, at=NOON)), "key") is Outcome.UNKNOWN


def test_the_certificate_itself_may_be_trusted(university: Holder) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university), at=NOON)

    report = Report(jades.check(sealed, at=NOON, anchors=[university.certificate]))

    assert outcome(report, "key") is Outcome.PASSED


def test_a_certificate_that_only_bears_the_same_names_is_not_believed(root: Holder) -> None:
    impostor = issue(UNIVERSITY_NAME, issue(name("Test root"), authority=True))
    sealed = jades.seal(PAYLOAD, seal_of(impostor), at=NOON)

    report = Report(jades.check(sealed, at=NOON, anchors=[root.certificate]))

    assert outcome(report, "seal.owner") is Outcome.PASSED  # the names are right
    assert outcome(report, "key") is Outcome.UNKNOWN


def test_a_trusted_seal_vouches_for_no_other_certificate(university: Holder) -> None:
    protege = issue(UNIVERSITY_NAME, university)

    path = path_to_anchor(protege.certificate, (), (university.certificate,), NOON)

    assert path is None


def test_an_authority_between_that_may_not_issue_is_no_way(root: Holder) -> None:
    false_authority = issue(name("Test middle"), root)
    seal = issue(UNIVERSITY_NAME, false_authority)

    pool = (false_authority.certificate,)

    assert path_to_anchor(seal.certificate, pool, (root.certificate,), NOON) is None


def test_an_authority_with_demands_we_do_not_understand_is_no_way(root: Holder) -> None:
    constraints = x509.NameConstraints([x509.DNSName("uni.example")], None)
    limited = issue(name("Test middle"), root, authority=True, extensions=((constraints, True),))
    seal = issue(UNIVERSITY_NAME, limited)

    assert path_to_anchor(seal.certificate, (limited.certificate,), (root.certificate,), NOON) is None


def test_an_authority_between_that_had_expired_is_no_way(root: Holder) -> None:
    old = issue(name("Test middle"), root, authority=True, until=NOON - HOUR)
    seal = issue(UNIVERSITY_NAME, old)

    assert path_to_anchor(seal.certificate, (old.certificate,), (root.certificate,), NOON) is None
    assert path_to_anchor(seal.certificate, (old.certificate,), (root.certificate,), NOON - 2 * HOUR)


def test_authorities_in_a_circle_end(root: Holder) -> None:
    circle = [issue(name("Round"), authority=True) for _ in range(6)]
    seal = issue(name("Round"), circle[0])

    pool = tuple(one.certificate for one in circle)

    assert path_to_anchor(seal.certificate, pool, (root.certificate,), NOON) is None


def test_a_short_key_seals_nothing() -> None:
    weak = issue(UNIVERSITY_NAME, bits=1024)

    with pytest.raises(KeyProblem, match="cannot be used with RS256"):
        jades.seal(PAYLOAD, jades.KeySeal(weak.key, (weak.certificate,), "RS256"), at=NOON)


def test_a_timestamp_of_an_unknown_authority_proves_nothing_yet(university: Holder, stamps: Holder) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university), at=NOON, timestamper=timestamper(stamps))

    report = Report(jades.check(sealed, at=NOON + 2 * YEAR, anchors=[university.certificate]))

    assert outcome(report, "timestamp") is Outcome.UNKNOWN
    assert outcome(report, "seal.certificate") is Outcome.UNKNOWN


def test_a_timestamp_after_the_certificate_expired_proves_nothing(stamps: Holder) -> None:
    short = issue(UNIVERSITY_NAME, until=NOON + HOUR)
    late = timestamper(stamps, NOON + 2 * HOUR)

    sealed = jades.seal(PAYLOAD, seal_of(short), at=NOON)
    later = _with_timestamp(sealed, late)
    anchors = [short.certificate, stamps.certificate]
    report = Report(jades.check(later, at=NOON + 3 * HOUR, anchors=anchors))

    assert outcome(report, "timestamp") is Outcome.PASSED
    found = report.check("seal.certificate")
    assert found
    assert (found.outcome, "before the timestamp" in found.message) == (Outcome.UNKNOWN, True)


def _with_timestamp(sealed: bytes, stamp: Callable[[bytes], bytes]) -> bytes:
    """The sealed file with a timestamp put on later."""
    tree = json.loads(sealed)
    signature = tree["signatures"][0]
    token = stamp(hashlib.sha256(signature["signature"].encode()).digest())
    component = {"sigTst": {"tstTokens": [{"val": base64.b64encode(token).decode()}]}}
    signature["header"] = {"etsiU": [b64url_encode(json.dumps(component).encode())]}
    return json.dumps(tree).encode()


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_timestamp_that_contradicts_the_seal_fails(university: Holder, stamps: Holder, hours: int) -> None:
    sealed = jades.seal(PAYLOAD, seal_of(university), at=NOON)

    other = _with_timestamp(sealed, timestamper(stamps, NOON + hours * HOUR))
    report = Report(jades.check(other, at=NOON + HOUR, anchors=[stamps.certificate]))

    assert outcome(report, "timestamp") is Outcome.FAILED


def test_a_certificate_not_made_for_timestamps_makes_none() -> None:
    for extensions in ((), ((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), True),)):
        stamp = timestamper(timestamp_authority(extensions=extensions))
        with pytest.raises(Malformed, match="not for timestamps"):
            read_token(_token(stamp), b"content")


def test_a_timestamp_outside_the_validity_of_its_certificate_is_refused(stamps: Holder) -> None:
    with pytest.raises(Malformed, match="outside the validity"):
        read_token(_token(timestamper(stamps, NOON + 5 * YEAR)), b"content")


def test_a_huge_token_is_not_looked_at() -> None:
    with pytest.raises(Malformed, match="more than"):
        read_token(bytes(200_000), b"content")


@pytest.mark.parametrize("junk", [b"", b"0", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"\x30" * 500])
def test_junk_is_no_token(junk: bytes) -> None:
    with pytest.raises(Malformed):
        read_token(junk, b"content")


def _token(stamp: Callable[[bytes], bytes]) -> bytes:
    token: bytes = stamp(hashlib.sha256(b"content").digest())
    return token
