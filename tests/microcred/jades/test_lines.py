"""Each answer about a seal: its outcome, its clause and its values."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography import x509

from microcred import jades
from microcred.guards import b64url_decode, b64url_encode
from microcred.jades.certificates import QC_COMPLIANCE, QC_ESEAL, QC_STATEMENTS
from microcred.jades.checking import ALGORITHM, FORM, HEADER, PATH, QUALIFIED, SIGNATURE
from microcred.jades.revocation import SOURCE as REVOCATION
from microcred.jades.timing import (
    CONTENT_TIMESTAMP,
    TIME,
    TIMESTAMP,
    show,
)
from microcred.report import Outcome
from tests.microcred.elm.cast import document
from tests.microcred.jades.pki import (
    NOON,
    UNIVERSITY_NAME,
    YEAR,
    component,
    issue,
    name,
    seal_of,
    timestamp_authority,
    timestamper,
)
from tests.microcred.lines import Line, line

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
PAYLOAD = jades.serialise(document())
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
MADE = "2026-07-01 12:00 UTC"
NAME = "Example University"
ROOT = issue(name("Test root"), authority=True)
SEAL = issue(UNIVERSITY_NAME, ROOT)
STAMPS = timestamp_authority()
OLDER_STAMPS = timestamp_authority()
SEALED = jades.seal(PAYLOAD, seal_of(SEAL, ROOT), at=NOON)
STAMPED = jades.seal(PAYLOAD, seal_of(SEAL, ROOT), at=NOON, timestamper=timestamper(STAMPS))
UNSTAMPED: Line = ("timestamp", WARNING, TIMESTAMP, {"time": MADE}, True)
BROKEN: Line = ("seal", FAILED, FORM, {}, True)
FORMED: Line = ("seal.form", PASSED, FORM, {}, False)
READ: Line = ("seal.header", PASSED, HEADER, {}, False)
ALLOWED: Line = ("seal.algorithm", PASSED, ALGORITHM, {"algorithm": "ES256"}, False)
UNTRUSTED: Line = ("key", UNKNOWN, PATH, {"name": NAME, "issuer": "CN=Test root"}, True)


def lines(sealed: bytes, at: datetime = NOON, **trusted: Any) -> list[Line]:
    """All that is found out about a sealed file."""
    return [line(one) for one in jades.check(sealed, at=at, **trusted)]


def about(code: str, sealed: bytes, at: datetime = NOON, **trusted: Any) -> Line:
    """What is found out under this code."""
    [found] = [one for one in lines(sealed, at, **trusted) if one[0] == code]
    return found


def changed(sealed: bytes, **members: Any) -> bytes:
    """The file with these members of its header changed."""
    tree = json.loads(sealed)
    header = json.loads(b64url_decode(tree["signatures"][0]["protected"])) | members
    tree["signatures"][0]["protected"] = b64url_encode(json.dumps(header).encode())
    return json.dumps(tree).encode()


def test_all_that_is_found_out_about_a_seal_that_holds() -> None:
    owner, identifier = NAME, "NTRAT-123456a"

    found = {one[0]: one for one in lines(STAMPED, anchors=[ROOT.certificate, STAMPS.certificate])}

    assert list(found.values())[:4] == [("seal", PASSED, FORM, {}, False), FORMED, READ, ALLOWED]
    assert list(found)[4:] == [
        *("seal.signature", "seal.time", "seal.certificate", "seal.qualified", "seal.revocation"),
        *("key", "timestamp", "timestamp.content", "seal.owner"),
    ]
    assert found["seal.signature"] == ("seal.signature", PASSED, SIGNATURE, {}, False)
    assert found["seal.time"] == ("seal.time", PASSED, TIME, {"time": MADE}, False)
    assert found["seal.qualified"] == ("seal.qualified", WARNING, QUALIFIED, {}, True)
    assert found["seal.revocation"] == ("seal.revocation", WARNING, REVOCATION, {}, True)
    assert found["key"] == ("key", PASSED, PATH, {"anchor": "Test root", "name": NAME}, False)
    assert found["timestamp"] == (
        "timestamp",
        PASSED,
        TIMESTAMP,
        {"authority": "Test timestamps", "time": MADE},
        False,
    )
    stamped = {"name": "Test timestamps", "time": MADE}
    assert found["timestamp.content"] == ("timestamp.content", PASSED, CONTENT_TIMESTAMP, stamped, False)
    assert found["seal.owner"][3] == {"name": owner, "identifier": identifier}


def test_what_is_no_sealed_file_says_why_and_nothing_else_is_asked() -> None:
    reason = "A sealed credential has a payload and signatures."

    assert lines(b"{}") == [BROKEN, ("seal.form", FAILED, FORM, {"reason": reason}, False)]


def test_a_header_that_is_wrong_says_why_and_ends_the_seal() -> None:
    found = lines(changed(SEALED, typ="JWT"))

    assert found[:2] == [BROKEN, FORMED]
    assert found[2][:3] == ("seal.header", FAILED, HEADER)
    assert found[2][3].keys() == {"reason"}
    assert [one[0] for one in found[3:]] == ["seal.owner"]


@pytest.mark.parametrize(
    ("algorithm", "told"),
    [("none", "none"), ("x" * 81, "x" * 80), ("RS256", "RS256"), ("ES384", "ES384")],
)
def test_an_algorithm_that_is_not_allowed_or_not_the_keys_is_told(algorithm: str, told: str) -> None:
    found = lines(changed(SEALED, alg=algorithm))

    assert found[3] == ("seal.algorithm", FAILED, ALGORITHM, {"algorithm": told}, True)
    assert [one[0] for one in found[4:]] == ["seal.owner"]
    assert found[4][1] is UNKNOWN  # nobody's seal holds


def test_a_signature_over_something_else_is_told_with_what_to_do() -> None:
    tree = json.loads(SEALED)
    tree["payload"] += "\n"
    found = lines(json.dumps(tree).encode())

    assert found[:5] == [BROKEN, FORMED, READ, ALLOWED, ("seal.signature", FAILED, SIGNATURE, {}, True)]
    assert [one[0] for one in found[5:]] == ["seal.owner"]


def test_two_seals_are_both_asked_and_one_that_fails_fails_the_file() -> None:
    tree, other = json.loads(SEALED), json.loads(changed(SEALED, alg="none"))
    tree["signatures"] += other["signatures"]

    found = lines(json.dumps(tree).encode(), anchors=[ROOT.certificate])

    assert [one[0] for one in found].count("seal.header") == 2
    assert found[0] == BROKEN
    assert found[-1][:2] == ("seal.owner", PASSED)


def test_what_is_open_about_a_seal_leaves_the_file_open() -> None:
    found = lines(SEALED, NOON + 2 * YEAR, anchors=[ROOT.certificate])

    assert found[0] == ("seal", UNKNOWN, FORM, {}, False)
    assert {one[0]: one[1] for one in found}["seal.certificate"] is UNKNOWN


def test_only_what_is_about_the_seal_itself_decides_its_summary() -> None:
    untrusted = lines(SEALED)

    assert untrusted[0][1] is PASSED
    assert about("key", SEALED) == UNTRUSTED


def test_a_test_seal_is_told_with_what_to_do() -> None:
    test = issue(name("TEST SEAL", organisation=NAME, identifier="NTRAT-123456a"))

    found = about("seal.qualified", jades.seal(PAYLOAD, seal_of(test), at=NOON))

    assert found == ("seal.qualified", WARNING, QUALIFIED, {}, True)


def test_a_seal_that_states_that_it_is_qualified_is_told_so() -> None:
    stated = x509.UnrecognizedExtension(QC_STATEMENTS, QC_COMPLIANCE + QC_ESEAL)
    qualified = issue(UNIVERSITY_NAME, extensions=((stated, False),))

    found = about("seal.qualified", jades.seal(PAYLOAD, seal_of(qualified), at=NOON))

    assert found == ("seal.qualified", PASSED, QUALIFIED, {}, False)


def test_one_that_is_trusted_itself_is_told_otherwise_than_one_that_is_vouched_for() -> None:
    itself, vouched = (
        next(one.text for one in jades.check(SEALED, at=NOON, anchors=[anchor]) if one.code == "key")
        for anchor in (SEAL.certificate, ROOT.certificate)
    )

    assert "itself among the trusted ones" in itself
    assert "confirms the certificate of" in vouched


def test_a_seal_is_believed_by_itself_or_over_an_authority() -> None:
    itself = ("key", PASSED, PATH, {"anchor": NAME, "name": NAME}, False)

    assert about("key", SEALED, anchors=[SEAL.certificate]) == itself
    assert about("key", SEALED, listed=[SEAL.certificate]) == itself
    assert about("key", SEALED, listed=[ROOT.certificate]) == UNTRUSTED


END, BEFORE = NOON + HOUR, NOON - HOUR


@pytest.mark.parametrize("end", ["ended", "lost"])
@pytest.mark.parametrize("at", [NOON, BEFORE])
def test_from_the_moment_it_ended_a_certificate_vouches_for_nothing(end: str, at: datetime) -> None:
    trusted: dict[str, Any] = {"anchors": [SEAL.certificate], end: {SEAL.certificate: at}}
    values = {"anchor": NAME, "end": show(at), "made": MADE}

    assert about("key", SEALED, **trusted) == ("key", FAILED, PATH, values, True)


@pytest.mark.parametrize(
    ("ended", "lost", "expected"),
    [
        ({SEAL.certificate: END}, {}, WARNING),
        ({}, {SEAL.certificate: END}, UNKNOWN),
        ({SEAL.certificate: END}, {SEAL.certificate: END + HOUR}, UNKNOWN),
        ({SEAL.certificate: END + HOUR}, {SEAL.certificate: END}, UNKNOWN),
        ({SEAL.certificate: END}, {ROOT.certificate: NOON}, WARNING),
        ({ROOT.certificate: NOON}, {}, PASSED),
    ],
)
def test_what_is_older_stands_as_well_as_its_age_is_known(
    ended: dict[Any, datetime], lost: dict[Any, datetime], expected: Outcome
) -> None:
    trusted: dict[str, Any] = {"anchors": [SEAL.certificate], "ended": ended, "lost": lost}

    found = about("key", SEALED, **trusted)

    assert (found[1], found[2]) == (expected, PATH)
    if expected is not PASSED:
        assert found[3] == {"anchor": NAME, "end": show(END), "made": MADE}
        assert found[4]


def test_a_trusted_timestamp_shows_that_a_seal_is_older() -> None:
    for end in ("ended", "lost"):
        trusted: dict[str, Any] = {
            "anchors": [SEAL.certificate, STAMPS.certificate],
            end: {SEAL.certificate: END},
        }
        values = {"anchor": NAME, "end": show(END), "made": MADE}

        assert about("key", STAMPED, **trusted) == ("key", PASSED, PATH, values, False)


def test_the_proven_time_counts_and_not_the_one_that_the_seal_claims() -> None:
    minute = timedelta(minutes=1)
    later = jades.seal(PAYLOAD, seal_of(SEAL), at=NOON, timestamper=timestamper(STAMPS, NOON + 2 * minute))
    trusted: dict[str, Any] = {
        "anchors": [SEAL.certificate, STAMPS.certificate],
        "ended": {SEAL.certificate: NOON + minute},
    }

    assert about("key", later, **trusted)[1] is FAILED
    assert about("key", STAMPED, **trusted)[1] is PASSED


def test_a_key_that_was_lost_is_lost_under_every_certificate_that_names_it() -> None:
    other = issue(UNIVERSITY_NAME, key=SEAL.key)
    trusted: dict[str, Any] = {"anchors": [SEAL.certificate], "lost": {other.certificate: END}}

    assert about("key", SEALED, **trusted)[1] is UNKNOWN


def test_the_way_counts_as_of_the_proven_time_else_of_now_else_of_the_claimed_one() -> None:
    short = issue(name("Short"), ROOT, authority=True, until=NOON + HOUR)
    seal = issue(UNIVERSITY_NAME, short, until=NOON + 2 * HOUR)
    plain = jades.seal(PAYLOAD, seal_of(seal, short, ROOT), at=NOON)
    stamped = jades.seal(PAYLOAD, seal_of(seal, short, ROOT), at=NOON, timestamper=timestamper(STAMPS))
    anchors = [ROOT.certificate]

    assert about("key", plain, NOON + 90 * timedelta(minutes=1), anchors=anchors)[1] is UNKNOWN
    assert about("key", plain, NOON + 3 * HOUR, anchors=anchors)[1] is PASSED
    both = [ROOT.certificate, STAMPS.certificate]
    assert about("key", stamped, NOON + 90 * timedelta(minutes=1), anchors=both)[1] is PASSED


def test_a_timestamp_that_does_not_hold_says_why_and_the_seal_stands_without() -> None:
    tree = json.loads(STAMPED)
    wrong = component(timestamper(STAMPS)(bytes(32)))
    tree["signatures"][0]["header"]["etsiU"] = [b64url_encode(json.dumps(wrong).encode())]

    found = {one[0]: one for one in lines(json.dumps(tree).encode(), anchors=[ROOT.certificate])}

    assert found["timestamp"][1:3] == (FAILED, TIMESTAMP)
    assert found["timestamp"][3].keys() == {"reason"}
    assert found["timestamp"][4]
    assert found["seal"][1] is PASSED
    assert found["seal.certificate"][3]["stamped"] == ""
