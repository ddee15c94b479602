"""Which questions about an old badge have an answer, with and without the issuer's server."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.guards import LIMITS, parse_json
from microcred.openbadges2 import check
from microcred.report import Outcome
from tests.microcred.openbadges2.badges import (
    ASSERTION,
    BADGE,
    EMBEDDED,
    HOME,
    ISSUER,
    NOW,
    failed_codes,
    server,
)
from tests.spec import spec


def test_without_network_a_hosted_badge_is_unknown_and_never_failed() -> None:
    report = check(ASSERTION, at=NOW)

    assert {c.code: str(c.outcome) for c in report} == {
        "schema": "passed",
        "proof": "unknown",
        "proof.hosted": "unknown",
        "status": "unknown",
        "dates": "passed",
    }


@pytest.mark.clause("Open Badges 2.0 Hosted Verification")
@pytest.mark.parametrize("assertion", [ASSERTION, EMBEDDED])
def test_a_hosted_badge_that_its_server_confirms_passes(assertion: dict[str, Any]) -> None:
    report = check(assertion, at=NOW, load=server())

    assert {c.outcome for c in report} == {Outcome.PASSED}
    assert [c.code for c in report][1:6] == [
        "proof",
        "proof.hosted",
        "proof.badge",
        "proof.issuer",
        "proof.scope",
    ]


@pytest.mark.clause("Open Badges 2.0 Hosted Verification")
@pytest.mark.parametrize(
    "change",
    [
        {"recipient": {**ASSERTION["recipient"], "salt": "other"}},
        {"issuedOn": "2020-01-01T00:00:00Z"},
        {"narrative": "With distinction."},
        {"evidence": {"id": "https://uni.example/projects/1", "narrative": "Forged."}},
        {"evidence": [ASSERTION["evidence"], "https://evil.example"]},
        {"extensions:ECTSExtension": {"ECTS": 60}},
        {"badge": {**BADGE, "id": "https://evil.example/badge"}},
        {"badge": {**BADGE, "id": "urn:uuid:forged"}},
    ],
)
def test_a_badge_that_says_more_or_other_than_its_server_fails(change: dict[str, Any]) -> None:
    assert {"proof", "proof.hosted"} <= failed_codes({**ASSERTION, **change})


@pytest.mark.parametrize(
    "answer", [None, b"<html>gone</html>", b"[]", b"{", b'{"a":1,"a":1}', b" " * (LIMITS.bytes + 1)]
)
@pytest.mark.parametrize("part", ["assertion/1", "badge", "issuer"])
def test_a_server_without_a_useful_answer_leaves_the_badge_unknown(part: str, answer: bytes | None) -> None:
    report = check(ASSERTION, at=NOW, load=server({f"{HOME}/{part}": answer}))

    proof = next(c for c in report if c.code == "proof")
    assert proof.outcome is Outcome.UNKNOWN
    assert all(c.outcome is not Outcome.FAILED for c in report)


@pytest.mark.parametrize("own_id", ["urn:uuid:1", "did:web:uni.example", "", None])
def test_a_hosted_badge_without_a_web_address_fails(own_id: str | None) -> None:
    issuer = {"id": "did:web:uni.example", "name": "Example University", "url": "https://uni.example"}
    forged = {**ASSERTION, "id": own_id, "badge": {**BADGE, "id": "urn:uuid:2", "issuer": issuer}}

    assert {"proof", "proof.hosted"} <= failed_codes(forged)


def test_a_revoked_assertion_says_so_without_network() -> None:
    report = check({"type": "Assertion", "id": f"{HOME}/assertion/1", "revoked": True}, at=NOW)

    assert {c.code for c in report if c.outcome is Outcome.FAILED} == {"status"}


@pytest.mark.clause("Open Badges 2.0 Assertion")
def test_expiry_counts_from_its_very_instant() -> None:
    badge = {**ASSERTION, "expires": NOW.isoformat()}

    before, after = check(badge, at=NOW - timedelta(seconds=1))[-1], check(badge, at=NOW)[-1]

    assert (before.outcome, after.outcome) == (Outcome.PASSED, Outcome.FAILED)


def test_a_badge_that_expired_before_it_was_issued_never_stood() -> None:
    badge = {**ASSERTION, "expires": "2026-06-30T09:59:59Z"}

    assert check(badge, at=NOW)[-1].message == "The badge expires on 2026-06-30, before it was issued."


def test_a_badge_from_the_future_fails() -> None:
    assert failed_codes({**ASSERTION, "issuedOn": "2027-01-01"}) >= {"dates"}


@pytest.mark.clause("Open Badges 2.0 Assertion")
@pytest.mark.parametrize(
    ("sample", "expected"),
    [("basic-assertion.json", Outcome.PASSED), ("basic-assertion-expired.json", Outcome.FAILED)],
)
def test_official_assertions_have_the_expected_dates(sample: str, expected: Outcome) -> None:
    assertion = parse_json(spec(f"openbadges/ob20/{sample}").read_bytes())

    report = {c.code: c for c in check(assertion, at=NOW)}

    assert report["schema"].outcome is Outcome.PASSED
    assert report["dates"].outcome is expected
    assert report["proof"].outcome is Outcome.UNKNOWN


@pytest.mark.clause("Open Badges 2.0 Vocabulary")
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"recipient": {**ASSERTION["recipient"], "identity": "sha256$short"}}, "recipient"),
        ({"recipient": {"hashed": False, "identity": "a@b.example"}}, "recipient"),
        ({"@context": "https://w3id.org/openbadges/v9"}, "@context"),
        ({"type": "Endorsement"}, "type"),
        ({"verification": {}}, "verification.type"),
        ({"issuedOn": "some day"}, "issuedOn"),
        ({"expires": "some day"}, "expires"),
        ({"id": 5}, "id"),
        ({"badge": []}, "badge"),
        ({"badge": {**BADGE, "name": ""}}, "badge.name"),
        ({"badge": {**BADGE, "issuer": {**ISSUER, "url": None}}}, "badge.issuer.url"),
    ],
)
def test_what_the_badge_lacks_is_named(change: dict[str, Any], name: str) -> None:
    schema = check({**ASSERTION, **change}, at=NOW)[0]

    assert schema.outcome is Outcome.FAILED
    assert schema.values["names"] == name


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5) | st.just(f"{HOME}/badge"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(ASSERTION)), inner),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from([*ASSERTION, *BADGE, "verify", "revoked", "uid"]), JSON), JSON)
def test_any_document_and_any_answer_end_in_a_report(document: dict[str, Any], answer: Any) -> None:
    load = server({f"{HOME}/badge": answer, f"{HOME}/issuer": answer})

    report = check(document, at=NOW, load=load)

    assert all(c.message for c in report)
    assert {"schema", "proof", "status", "dates"} <= {c.code for c in report}
