"""A badge inside a signed token is believed like one with a proof in it, and every token trick fails."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from microcred import jose, openbadges
from microcred.guards import b64url_encode
from microcred.keys import generate
from microcred.report import Conclusion, Outcome
from microcred.verification import verify
from tests.microcred.reading.test_headings import PLAIN
from tests.microcred.verification.test_signed import AT, BADGE, KEY, METHOD, TRUST

DOCUMENT = openbadges.write(BADGE)[0]


def test_a_vc_jwt_of_a_member_is_verified() -> None:
    token = jose.sign_vc(DOCUMENT, KEY, kid=METHOD).encode()

    report = verify(token, at=AT, trust=TRUST)

    assert report.conclusion is Conclusion.PASSED
    assert "terms" not in {check.code for check in report}


def test_a_badge_token_of_a_member_is_verified() -> None:
    token = jose.sign_badge(DOCUMENT, KEY, kid=METHOD).encode()

    assert verify(token, at=AT, trust=TRUST).conclusion is Conclusion.PASSED


def test_a_key_that_came_with_the_token_proves_nothing_about_the_issuer() -> None:
    token = jose.sign_badge(DOCUMENT, KEY).encode()

    report = verify(token, at=AT)

    found = {check.code: check.outcome for check in report}
    assert (found["proof"], found["key"], found["issuer"]) == (
        Outcome.PASSED,
        Outcome.UNKNOWN,
        Outcome.UNKNOWN,
    )


def forged(header: dict[str, Any], payload: Any = DOCUMENT, signature: bytes = b"") -> bytes:
    """A token put together by hand."""
    parts = (json.dumps(header).encode(), json.dumps(payload).encode(), signature)
    return ".".join(b64url_encode(part) for part in parts).encode()


@pytest.mark.clause("RFC 8725 §3.1")
@pytest.mark.parametrize(
    "token",
    [
        forged({"alg": "none", "kid": METHOD}),
        forged({"alg": "HS256", "kid": METHOD}, signature=b"x" * 32),
        forged({"alg": "EdDSA", "kid": METHOD}, signature=b"x" * 64),
        forged({"alg": "ES256", "kid": METHOD}, signature=b"x" * 64),
        forged({"alg": "EdDSA", "kid": METHOD, "crit": ["exp"]}, signature=b"x" * 64),
        forged({"alg": "EdDSA", "kid": METHOD, "b64": False}, signature=b"x" * 64),
        jose.sign_vc(DOCUMENT, generate(), kid=METHOD).encode(),
        jose.sign_badge(DOCUMENT, generate()).encode(),
        jose.sign_vc(DOCUMENT, KEY, kid=METHOD).encode()[:-4],
        jose.sign_vc(DOCUMENT, KEY, kid=METHOD).replace(".", ".e", 1).encode(),
    ],
)
def test_a_token_trick_is_never_verified(token: bytes) -> None:
    report = verify(token, at=AT, trust=TRUST)

    assert report.conclusion is Conclusion.FAILED


def test_a_token_that_contradicts_the_credential_in_it_fails() -> None:
    payload = {**DOCUMENT, "nbf": int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())}
    data = json.dumps(payload).encode()
    token = jose.sign_compact({"typ": "JWT", "kid": METHOD}, data, KEY).encode()

    report = verify(token, at=AT, trust=TRUST)

    claims = report.check("proof.claims")
    assert claims is not None
    assert claims.outcome is Outcome.FAILED


def test_a_credential_about_nothing_that_we_read_is_asked_for_issuer_and_dates_too() -> None:
    """A credential of VC-DM 2.0 needs no beginning: what says only when it ends, ends."""
    document = {**PLAIN, "validUntil": "2026-01-01T00:00:00Z"}
    data = jose.sign_vc(document, KEY, kid=METHOD).encode()

    found = {one.code: one.outcome for one in verify(data, at=AT, trust=TRUST)}

    assert found["dates"] is Outcome.FAILED
    assert found["issuer"] is found["format.content"] is Outcome.UNKNOWN
    assert found["status"] is Outcome.WARNING
