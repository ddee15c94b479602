"""A wallet's token is judged by what it shows, and by whose key signed it."""

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from microcred import proofs, sdjwt, status_list
from microcred.did import DatedKey
from microcred.keys import generate
from microcred.record import Status
from microcred.report import Conclusion, Outcome
from microcred.trust import KnownIssuer, Trust
from microcred.verification import verify
from tests.microcred.cast import UNIVERSITY, record

AT = datetime(2026, 11, 23, tzinfo=UTC)
KEY = generate("P-256")
METHOD = f"{UNIVERSITY.id}#wallet"
TRUST = Trust(
    (KnownIssuer(UNIVERSITY.id, "Example University", "Network", keys=(DatedKey(METHOD, KEY.public),)),)
)


def token() -> bytes:
    """The record for a wallet, everything disclosed."""
    numbers = itertools.count()
    return sdjwt.issue(record(status=()), KEY, salt=lambda: f"{next(numbers):022}", kid=METHOD)


def test_a_token_of_a_known_issuer_is_genuine() -> None:
    report = verify(token(), at=AT, trust=TRUST)

    found = {check.code: check.outcome for check in report}
    assert found["proof"] is Outcome.PASSED
    assert found["issuer"] is Outcome.PASSED
    assert found["annex"] is Outcome.PASSED
    assert not report.only(Outcome.FAILED)


def test_a_token_that_withholds_the_grade_still_verifies() -> None:
    shown = token().split(b"~")
    without_last = b"~".join([*shown[:-2], b""])

    report = verify(without_last, at=AT, trust=TRUST)

    assert not report.only(Outcome.FAILED)


def test_a_changed_disclosure_fails() -> None:
    shown = token().split(b"~")
    shown[1] = shown[1][:-2] + b"AA"

    report = verify(b"~".join(shown), at=AT, trust=TRUST)

    assert report.conclusion is Conclusion.FAILED


def test_without_the_issuers_key_it_stays_open() -> None:
    assert verify(token(), at=AT).conclusion is Conclusion.INCONCLUSIVE


def test_a_token_is_asked_for_in_the_status_list_its_record_names() -> None:
    revoked, valid = (_in_list(index) for index in (7, 8))

    assert verify(revoked, at=AT, trust=TRUST).conclusion is Conclusion.INCONCLUSIVE
    for token, outcome in ((revoked, Outcome.FAILED), (valid, Outcome.PASSED)):
        report = verify(token, at=AT, trust=replace(TRUST, documents={LIST: _list()}))
        found = report.check("status")
        assert found
        assert found.outcome is outcome


LIST = "https://uni.example/status/1"


def _in_list(index: int) -> bytes:
    numbers = itertools.count()
    listed = record(status=(Status(LIST, index, "revocation"),))
    return sdjwt.issue(listed, KEY, salt=lambda: f"{next(numbers):022}", kid=METHOD)


def _list() -> bytes:
    """The issuer's list, in which only the seventh is revoked."""
    bits = status_list.StatusList()
    bits[7] = True
    document = status_list.credential(
        bits, url=LIST, issuer=UNIVERSITY.id, purpose="revocation", valid_from=AT - timedelta(hours=1)
    )
    signed = proofs.sign(document, KEY, method=METHOD, created=AT, suite="ecdsa-rdfc-2019")
    return json.dumps(signed).encode()
