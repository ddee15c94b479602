"""Verdicts in one word, words for lost keys, addresses of members, lists, and codes; without a database."""

from datetime import date

import pytest

from mcx.credentials.rules import (
    SIGNS,
    Lost,
    Telling,
    Verdict,
    anew,
    check_code,
    may_be_full,
    replaced,
    telling,
    verdict,
)
from mcx.keys.rules import did_web, host_of
from microcred.report import Check, Report, failed, passed, unknown

FINE, OPEN = passed("proof", "It is signed."), unknown("proof.key", "Nobody answered.")
FORGED, LATE, WITHDRAWN = failed("proof", "No."), failed("dates.until", "No."), failed("status", "No.")


@pytest.mark.parametrize(
    ("checks", "is_revoked", "expected"),
    [
        ([FINE], False, Verdict.VERIFIED),
        ([FINE, OPEN], False, Verdict.INCOMPLETE),
        ([FORGED], False, Verdict.FAILED),
        ([FORGED, OPEN], False, Verdict.FAILED),
        ([FINE, LATE], False, Verdict.EXPIRED),
        ([FORGED, LATE], False, Verdict.FAILED),
        ([LATE, OPEN], False, Verdict.FAILED),
        ([FINE, WITHDRAWN], True, Verdict.REVOKED),
        ([LATE, WITHDRAWN], True, Verdict.REVOKED),
        ([FORGED, WITHDRAWN], True, Verdict.FAILED),
        ([WITHDRAWN], False, Verdict.FAILED),
    ],
)
def test_expired_and_revoked_are_said_of_what_is_genuine_otherwise(
    checks: list[Check], is_revoked: bool, expected: Verdict
) -> None:
    report = Report.of(checks)

    assert verdict(report, is_read=True, is_revoked=is_revoked) is expected
    assert verdict(report, is_read=True, is_revoked=is_revoked, is_replaced=is_revoked) is expected
    assert verdict(report, is_read=False, is_revoked=is_revoked) is Verdict.UNREADABLE


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([FINE, WITHDRAWN], Verdict.REPLACED),
        ([OPEN, WITHDRAWN], Verdict.REPLACED),
        ([LATE, WITHDRAWN], Verdict.REPLACED),
        ([FORGED, WITHDRAWN], Verdict.FAILED),
    ],
)
def test_replaced_is_said_of_what_is_genuine_otherwise_whatever_of_its_signature_is_open(
    checks: list[Check], expected: Verdict
) -> None:
    found = verdict(Report.of(checks), is_read=True, is_revoked=False, is_replaced=True)

    assert found is expected


@pytest.mark.parametrize(
    ("lost", "again", "whose"),
    [(Lost.KEY, "Signed again", "key that signed it."), (Lost.SEAL, "Sealed again", "key of the seal.")],
)
def test_what_was_lost_and_the_day_are_told_of_both_copies(lost: Lost, again: str, whose: str) -> None:
    day = date(2026, 11, 23)

    assert anew(lost, day=day).startswith(f"{again} on 2026-11-23 ")
    assert replaced(lost, day=day).startswith("Replaced on 2026-11-23, ")
    assert replaced(lost, day=day).endswith(whose)


def test_more_than_half_of_the_drawn_places_taken_is_a_reason_to_count() -> None:
    assert [may_be_full(taken, 128) for taken in (0, 64, 65)] == [False, False, True]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Network.example/", "network.example"),
        ("http://localhost:8000", "localhost%3A8000"),
        ("https://network.example/path/more", "network.example"),
        ("https://network.example/?next=https://other.example/", "network.example"),
        ("network.example", "network.example"),
    ],
)
def test_a_host_is_written_as_did_web_wants_it(address: str, host: str) -> None:
    assert host_of(address) == host
    assert did_web(host, "mu") == f"did:web:{host}:institutions:mu"


@pytest.mark.parametrize(
    ("has_certificate", "is_revoked", "told"),
    [
        (False, False, Telling.NUMBER),
        (True, False, Telling.CERTIFICATE),
        (False, True, Telling.REVOKED),
        (True, True, Telling.REVOKED),
    ],
)
def test_more_is_told_to_who_has_the_certificate_and_least_of_a_revoked_one(
    has_certificate: bool, is_revoked: bool, told: Telling
) -> None:
    assert telling(has_certificate=has_certificate, is_revoked=is_revoked) is told


def test_a_code_has_ten_signs_that_nobody_confuses() -> None:
    asked: list[str] = []

    def last(signs: str) -> str:
        asked.append(signs)
        return signs[-1]

    assert check_code(last) == "9999999999"
    assert set(asked) == {SIGNS}
    assert not set(SIGNS) & set("ilo01")
