"""Signed badges: the signature, the key and whose it is, and the issuer's list of revoked ones."""

from typing import Any

import pytest

from microcred.errors import Malformed
from microcred.guards import b64url_encode
from microcred.keys import generate
from microcred.openbadges2 import check, examine, payload
from microcred.report import Check, Outcome
from tests.microcred.openbadges2.badges import (
    BADGE,
    HOME,
    ISSUER,
    KEY,
    NOW,
    OTHER_KEY,
    PUBLISHED_KEY,
    SIGNED,
    failed_codes,
    server,
    sign,
)

JWS = sign(SIGNED)
# What is open about a signed badge whose issuer names no list of revoked ones.
UNLISTED = {"status": Outcome.WARNING}


@pytest.mark.clause("Open Badges 2.0 Signed Verification")
def test_a_signed_badge_whose_key_the_issuer_publishes_passes() -> None:
    report = check(payload(JWS), at=NOW, load=server(), jws=JWS)

    assert {c.code: c.outcome for c in report if c.outcome is not Outcome.PASSED} == UNLISTED
    assert {"proof.signature", "key"} <= {c.code for c in report}


def test_whose_key_signed_is_told_with_the_key_and_without_it_where_anything_is_wrong() -> None:
    found = examine(SIGNED, at=NOW, load=server(), jws=JWS)
    forged = examine(SIGNED, at=NOW, load=server(), jws=sign(SIGNED, OTHER_KEY))

    assert (found.owners, found.keys) == ((ISSUER["id"],), ((ISSUER["id"], KEY.public),))
    assert (forged.owners, forged.keys) == ((), ())


def test_a_signed_badge_with_its_badge_class_inside_passes() -> None:
    jws = sign({**SIGNED, "badge": {**BADGE, "id": "urn:uuid:2", "issuer": ISSUER}})

    report = check(payload(jws), at=NOW, load=server(), jws=jws)

    assert {c.code: c.outcome for c in report if c.outcome is not Outcome.PASSED} == UNLISTED


def test_without_network_a_signed_badge_is_unknown_and_never_failed() -> None:
    report = check(SIGNED, at=NOW, jws=JWS)

    outcomes = {c.code: str(c.outcome) for c in report}
    assert outcomes["proof"] == outcomes["key"] == outcomes["status"] == "unknown"
    assert "failed" not in outcomes.values()


@pytest.mark.clause("Open Badges 2.0 Signed Verification")
@pytest.mark.parametrize(
    ("jws", "answers", "expected"),
    [
        (sign(SIGNED, OTHER_KEY), {}, {"proof", "proof.signature"}),
        (b"", {}, {"proof", "proof.signature"}),
        (sign({**SIGNED, "narrative": "other"}), {}, {"proof", "proof.signature"}),
        (JWS, {"key": {**PUBLISHED_KEY, "owner": "https://evil.example"}}, {"proof", "key"}),
        (JWS, {"issuer": {**ISSUER, "publicKey": "https://uni.example/other-key"}}, {"proof", "key"}),
        (JWS, {"key": {**PUBLISHED_KEY, "publicKeyPem": "nonsense"}}, {"proof", "key"}),
        (JWS, {"key": {"owner": ISSUER["id"]}}, {"proof", "key"}),
    ],
)
def test_a_signature_or_key_that_does_not_hold_fails(
    jws: bytes, answers: dict[str, Any], expected: set[str]
) -> None:
    assert failed_codes(SIGNED, jws, **answers) == expected


def test_a_key_embedded_by_the_forger_does_not_count() -> None:
    forged_issuer = {**ISSUER, "publicKey": "https://evil.example/key"}
    forged = {**SIGNED, "badge": {**BADGE, "issuer": forged_issuer}}
    forged["verification"] = {"type": "SignedBadge", "creator": "https://evil.example/key"}
    jws = sign(forged, OTHER_KEY)
    key = {**PUBLISHED_KEY, "id": "https://evil.example/key", "publicKeyPem": OTHER_KEY.public.pem().decode()}

    report = check(forged, at=NOW, load=server({"https://evil.example/key": key}), jws=jws)

    assert {"key", "proof.issuer"} <= {c.code for c in report if c.outcome is Outcome.FAILED}


@pytest.mark.parametrize("who", ["did:web:uni.example", "urn:uuid:uni", ISSUER["id"]])
def test_a_profile_that_only_the_forger_wrote_names_no_keys(who: str) -> None:
    key_url = "https://evil.example/key"
    issuer = {**ISSUER, "id": who, "publicKey": key_url}
    forged = {**SIGNED, "badge": {**BADGE, "issuer": issuer}}
    forged["verification"] = {"type": "SignedBadge", "creator": key_url}
    jws = sign(forged, OTHER_KEY)
    key = {"id": key_url, "owner": who, "publicKeyPem": OTHER_KEY.public.pem().decode()}

    found = {
        c.code: c.outcome
        for c in check(forged, at=NOW, load=server({key_url: key, ISSUER["id"]: None}), jws=jws)
    }

    assert found["key"] is not Outcome.PASSED
    assert found["proof"] is not Outcome.PASSED


@pytest.mark.clause("Open Badges 1.1")
def test_version_1_names_a_bare_key_on_the_issuers_server() -> None:
    old = {**SIGNED, "verify": {"type": "signed", "url": f"{HOME}/key.pem"}}
    del old["verification"]
    issuer = {name: value for name, value in ISSUER.items() if name != "publicKey"}
    jws, pem = sign(old), PUBLISHED_KEY["publicKeyPem"].encode()

    here = check(old, at=NOW, load=server({f"{HOME}/key.pem": pem, f"{HOME}/issuer": issuer}), jws=jws)
    elsewhere = {**old, "verify": {"type": "signed", "url": "https://evil.example/key.pem"}}
    there_jws = sign(elsewhere)
    there = check(
        elsewhere,
        at=NOW,
        load=server({"https://evil.example/key.pem": pem, f"{HOME}/issuer": issuer}),
        jws=there_jws,
    )

    assert {c.code: c.outcome for c in here if c.outcome is not Outcome.PASSED} == UNLISTED
    assert {c.code for c in there if c.outcome is Outcome.FAILED} == {"proof", "key"}


def test_other_algorithms_are_bound_to_the_kind_of_key() -> None:
    key = generate("P-256")
    jws = sign(SIGNED, key, alg="ES256")
    published = {**PUBLISHED_KEY, "publicKeyPem": key.public.pem().decode()}

    assert failed_codes(SIGNED, jws, key=published) == set()
    assert failed_codes(SIGNED, jws) == {"proof", "proof.signature"}


@pytest.mark.parametrize(
    "header", [{"alg": "none"}, {"alg": "HS256"}, {"alg": None}, {"crit": ["b64"]}, {"b64": False}]
)
def test_algorithms_and_extensions_of_attackers_are_refused(header: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        payload(sign(SIGNED, **header))


@pytest.mark.parametrize(
    "jws", [b"", b"a.b", b"a.b.c.d", JWS + b"=", JWS.replace(b".", b".="), b"e30.W10.YQ", b"!.!.!"]
)
def test_what_is_not_a_compact_jws_is_refused(jws: bytes) -> None:
    with pytest.raises(Malformed):
        payload(jws)


@pytest.mark.clause("Open Badges 2.0 RevocationList")
@pytest.mark.parametrize(
    ("entries", "revoked"),
    [
        ({"revokedAssertions": []}, False),
        ({"revokedAssertions": ["urn:uuid:other"]}, False),
        ({"issuer": f"{HOME}/issuer", "revokedAssertions": []}, False),
        ({"revokedAssertions": [SIGNED["id"]]}, True),
        ({"revokedAssertions": [{"id": SIGNED["id"], "revocationReason": "Error"}]}, True),
        ({"revokedAssertions": [{"uid": "abc", "revocationReason": "Error"}]}, True),
        ({"abc": "Error"}, True),
        ({"revokedAssertions": [{"id": []}, 5, None, {"uid": {}}]}, False),
    ],
)
def test_the_issuers_revocation_list_counts_for_signed_badges(entries: dict[str, Any], revoked: bool) -> None:
    assertion = {**SIGNED, "uid": "abc"}
    answers = {"issuer": {**ISSUER, "revocationList": f"{HOME}/revoked"}, "revoked": entries}

    assert failed_codes(assertion, sign(assertion), **answers) == ({"status"} if revoked else set())


def test_a_list_that_nobody_names_or_owns_is_no_word_that_it_stands() -> None:
    elsewhere = "https://other.example/revoked"
    listing = {f"{HOME}/issuer": {**ISSUER, "revocationList": elsewhere}}

    def status(answers: dict[str, Any]) -> Check:
        return next(c for c in check(SIGNED, at=NOW, load=server(answers), jws=JWS) if c.code == "status")

    assert status({}).outcome is Outcome.WARNING
    assert status({**listing, elsewhere: {"revokedAssertions": []}}).outcome is Outcome.UNKNOWN
    assert status({**listing, elsewhere: {"revokedAssertions": [SIGNED["id"]]}}).outcome is Outcome.FAILED


def test_a_revocation_list_that_does_not_answer_leaves_the_status_unknown() -> None:
    answers = {f"{HOME}/issuer": {**ISSUER, "revocationList": f"{HOME}/revoked"}}

    status = next(c for c in check(SIGNED, at=NOW, load=server(answers), jws=JWS) if c.code == "status")

    assert status.outcome is Outcome.UNKNOWN


def test_a_revocation_list_of_somebody_else_leaves_the_status_unknown() -> None:
    entries = {"issuer": "https://other.example/issuer", "revokedAssertions": []}
    answers = {f"{HOME}/issuer": {**ISSUER, "revocationList": f"{HOME}/revoked"}, f"{HOME}/revoked": entries}

    status = next(c for c in check(SIGNED, at=NOW, load=server(answers), jws=JWS) if c.code == "status")

    assert status.outcome is Outcome.UNKNOWN


def test_base64url_of_another_spelling_is_no_signed_badge() -> None:
    header = b64url_encode(b'{"alg":"RS256","alg":"none"}').encode()

    with pytest.raises(Malformed, match="twice"):
        payload(header + JWS[JWS.index(b".") :])
