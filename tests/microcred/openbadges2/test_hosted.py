"""Hosted badges: what the issuer's server must confirm, and who may speak for the issuer."""

from typing import Any

import pytest

from microcred.openbadges2 import check, check_recipient, gather, parse
from microcred.report import Outcome
from tests.microcred.openbadges2.badges import (
    ADA,
    ASSERTION,
    BADGE,
    EMBEDDED,
    HOME,
    ISSUER,
    NOW,
    failed_codes,
    server,
)

FORGER = "https://evil.example/assertion"


@pytest.mark.parametrize("name", ["name", "description", "extensions:ECTSExtension"])
def test_an_embedded_badge_class_that_was_changed_fails(name: str) -> None:
    assert "proof.badge" in failed_codes({**EMBEDDED, "badge": {**EMBEDDED["badge"], name: {"ECTS": 60}}})


def test_an_embedded_issuer_that_was_changed_fails() -> None:
    issuer = {**ISSUER, "name": "Another University"}

    assert "proof.issuer" in failed_codes({**EMBEDDED, "badge": {**BADGE, "issuer": issuer}})


def test_an_embedded_issuer_that_is_another_fails() -> None:
    issuer = {**ISSUER, "id": "https://evil.example/issuer"}

    assert "proof.badge" in failed_codes({**EMBEDDED, "badge": {**BADGE, "issuer": issuer}})


def test_a_part_that_moved_is_followed_and_told() -> None:
    old = f"{HOME}/old-issuer"
    assertion = {**ASSERTION, "badge": {**BADGE, "id": "urn:uuid:2", "issuer": old}}
    answers = {f"{HOME}/assertion/1": assertion, old: ISSUER}

    found = {c.code: c for c in check(assertion, at=NOW, load=server(answers))}

    assert found["proof"].outcome is Outcome.PASSED
    assert found["proof.issuer"].outcome is Outcome.WARNING
    assert found["proof.issuer"].values["name"] == ISSUER["id"]


def test_a_profile_that_claims_to_be_another_issuer_does_not_speak_for_it() -> None:
    forged_url, url = "https://evil.example/issuer", "https://evil.example/assertion"
    policy = {"allowedOrigins": "evil.example"}
    forged = {**ASSERTION, "id": url, "badge": {**BADGE, "id": "urn:uuid:2", "issuer": forged_url}}
    answers = {url: forged, forged_url: {**ISSUER, "verification": policy}}

    found = {c.code: c.outcome for c in check(forged, at=NOW, load=server(answers))}

    assert found["proof.scope"] is Outcome.FAILED
    assert gather(forged, server(answers))["badge"]["issuer"] == ISSUER


@pytest.mark.parametrize("name", ["https://nowhere.example", "urn:uuid:9", f"{HOME}/loop"])
def test_a_part_that_cannot_be_found_under_its_own_name_is_unknown(name: str) -> None:
    answers = {f"{HOME}/issuer": {**ISSUER, "id": name}, f"{HOME}/loop": ISSUER}

    found = {c.code: c.outcome for c in check(ASSERTION, at=NOW, load=server(answers))}

    assert found["proof.issuer"] is found["proof"] is Outcome.UNKNOWN


def test_an_assertion_hosted_elsewhere_than_its_issuer_hosts_fails() -> None:
    url = "https://evil.example/assertion"
    stolen = {**ASSERTION, "id": url}

    report = check(stolen, at=NOW, load=server({url: stolen}))

    assert {c.code for c in report if c.outcome is Outcome.FAILED} == {"proof", "proof.scope"}


@pytest.mark.clause("Open Badges 2.0 VerificationObject")
@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"startsWith": f"{HOME}/assertion/"}, set()),
        ({"startsWith": ["https://uni.example/", f"{HOME}/assertion/"]}, set()),
        ({"startsWith": f"{HOME}/other/"}, {"proof", "proof.scope"}),
        ({"allowedOrigins": ["uni.example", "BADGES.uni.example"]}, set()),
        ({"allowedOrigins": "uni.example"}, {"proof", "proof.scope"}),
        ({"startsWith": f"{HOME}/", "allowedOrigins": "uni.example"}, {"proof", "proof.scope"}),
    ],
)
def test_the_issuer_says_where_its_badges_are_hosted(policy: dict[str, Any], expected: set[str]) -> None:
    assert failed_codes(ASSERTION, issuer={**ISSUER, "verification": policy}) == expected


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://uni.example/a", "urn:uuid:1", "https://[", "//x", "a" * 9999]
)
def test_only_web_addresses_are_asked(url: str) -> None:
    asked: list[str] = []

    def load(address: str) -> bytes:
        asked.append(address)
        raise OSError("no answer")

    check({**ASSERTION, "id": url, "badge": url}, at=NOW, load=load)

    assert not asked


@pytest.mark.parametrize("who", ["did:web:uni.example", "urn:uuid:uni", None])
@pytest.mark.parametrize("policy", [{}, {"allowedOrigins": "evil.example"}, {"startsWith": FORGER}])
def test_an_issuer_described_only_by_the_forger_has_no_say(who: str | None, policy: dict[str, Any]) -> None:
    issuer = {"id": who, "name": "Example University", "url": "https://uni.example", "verification": policy}
    forged = {**ASSERTION, "id": FORGER, "badge": {**BADGE, "id": "urn:uuid:2", "issuer": issuer}}

    found = {c.code: c.outcome for c in check(forged, at=NOW, load=server({FORGER: forged}))}

    assert found["proof.scope"] is not Outcome.PASSED
    assert found["proof"] is not Outcome.PASSED


def test_a_profile_without_id_is_known_by_its_address() -> None:
    profile = {
        "name": "Example University",
        "url": "https://uni.example",
        "verification": {"allowedOrigins": "x"},
    }
    url = "https://evil.example/issuer"
    load = server({url: profile})

    gathered = gather({**ASSERTION, "badge": {**BADGE, "issuer": url}}, load)

    assert parse(gathered)[0].issuer.id == url


def test_a_badge_revoked_where_it_is_hosted_fails_by_its_status_alone() -> None:
    gone = {
        "type": "Assertion",
        "id": f"{HOME}/assertion/1",
        "revoked": True,
        "revocationReason": "Plagiarism",
    }

    load = server({f"{HOME}/assertion/1": gone})
    report = check(ASSERTION, at=NOW, load=load)

    assert [c.message for c in report if c.outcome is Outcome.FAILED] == [
        "The issuer has revoked the badge: Plagiarism"
    ]


@pytest.mark.clause("Open Badges 2.0 IdentityObject")
@pytest.mark.parametrize(
    ("identity", "expected"),
    [(ADA, "passed"), ("ada@learner.example", "passed"), ("eve@learner.example", "failed"), ("", "failed")],
)
def test_the_recipient_is_compared_by_the_hash(identity: str, expected: str) -> None:
    assert str(check_recipient(ASSERTION, identity).outcome) == expected


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        ({"type": "email", "hashed": False, "identity": "ada@learner.example"}, "passed"),
        ({"type": "email", "hashed": True, "identity": "ada@learner.example"}, "unknown"),
        ({"type": "email", "hashed": True, "identity": "md5$0b0b8a35e2a1e2bb24ffaf3b8fd1c0a4"}, "failed"),
        ("ada@learner.example", "passed"),
        (None, "unknown"),
    ],
)
def test_a_recipient_in_the_clear_or_in_no_way_known(recipient: Any, expected: str) -> None:
    assert (
        str(check_recipient({**ASSERTION, "recipient": recipient}, "ada@learner.example").outcome) == expected
    )
