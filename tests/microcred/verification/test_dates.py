"""A credential counts from its first moment to its last, both included."""

from datetime import UTC, datetime, timedelta

import pytest

from microcred.proofs.options import CLOCK_SKEW
from microcred.report import Outcome
from microcred.verification.dates import SOURCE, check_dates, show
from tests.microcred.lines import line

SINCE = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
UNTIL = datetime(2031, 7, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.clause("VC-DM 2.0 §4.9")


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (SINCE - SECOND, Outcome.FAILED),
        (SINCE, Outcome.PASSED),
        (UNTIL, Outcome.PASSED),
        (UNTIL + SECOND, Outcome.FAILED),
    ],
)
def test_the_first_and_the_last_moment_count(at: datetime, outcome: Outcome) -> None:
    assert check_dates(SINCE, UNTIL, at).outcome is outcome


def test_without_an_end_it_does_not_expire() -> None:
    assert check_dates(SINCE, None, UNTIL + timedelta(days=9999)).outcome is Outcome.PASSED


def test_it_says_when_it_expired() -> None:
    check = check_dates(SINCE, UNTIL, UNTIL + SECOND)

    assert check.message == "The credential expired on 2031-07-01."


def test_an_end_before_the_beginning_fails_at_every_moment() -> None:
    check = check_dates(UNTIL, SINCE, SINCE)

    assert check.outcome is Outcome.FAILED
    assert "last day of validity (2026-07-01 09:30 UTC) is before its first" in check.message


def test_without_a_beginning_it_still_ends() -> None:
    assert check_dates(None, UNTIL, UNTIL + SECOND).outcome is Outcome.FAILED
    assert check_dates(None, UNTIL, UNTIL).outcome is Outcome.UNKNOWN
    assert check_dates(None, None, UNTIL).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("since", "until", "at", "outcome", "has_fix"),
    [
        (UNTIL, SINCE, SINCE, Outcome.FAILED, True),
        (SINCE, UNTIL, SINCE - SECOND, Outcome.FAILED, True),
        (SINCE, UNTIL, UNTIL + SECOND, Outcome.FAILED, True),
        (None, UNTIL, UNTIL, Outcome.UNKNOWN, True),
        (SINCE, None, UNTIL, Outcome.PASSED, False),
        (SINCE, UNTIL, UNTIL, Outcome.PASSED, False),
        (SINCE, SINCE, SINCE, Outcome.PASSED, False),
    ],
)
def test_every_answer_says_from_when_until_when_and_as_of_when(
    since: datetime | None, until: datetime | None, at: datetime, outcome: Outcome, has_fix: bool
) -> None:
    shown = {"since": show(since) if since else "", "until": show(until) if until else "", "at": show(at)}

    assert line(check_dates(since, until, at)) == ("dates", outcome, SOURCE, shown, has_fix)


@pytest.mark.parametrize(
    ("issued", "outcome"),
    [
        (SINCE, Outcome.PASSED),
        (UNTIL + CLOCK_SKEW, Outcome.PASSED),
        (UNTIL + CLOCK_SKEW + SECOND, Outcome.FAILED),
    ],
    ids=["before", "as far as clocks differ", "later"],
)
def test_what_was_issued_later_than_now_is_not_valid_since_before(issued: datetime, outcome: Outcome) -> None:
    assert check_dates(SINCE, UNTIL, UNTIL, issued).outcome is outcome


def test_it_says_when_it_was_issued_in_the_future() -> None:
    shown = {"since": show(SINCE), "until": show(UNTIL), "at": show(SINCE), "issued": show(UNTIL)}

    check = check_dates(SINCE, UNTIL, SINCE, UNTIL)

    assert line(check) == ("dates", Outcome.FAILED, SOURCE, shown, True)
    assert check.message == "The credential says it was issued in the future, on 2031-07-01."


def test_what_is_not_valid_yet_is_said_to_be_that_though_it_was_issued_then() -> None:
    assert "not valid yet" in check_dates(UNTIL, None, SINCE, UNTIL).message


def test_it_says_whether_it_ends() -> None:
    assert check_dates(SINCE, None, UNTIL).message == "Valid since 2026-07-01 09:30 UTC. It does not expire."
    assert check_dates(SINCE, UNTIL, UNTIL).message == "Valid from 2026-07-01 09:30 UTC to 2031-07-01."


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (59, "2031-12-31"),
        (60, "2031-12-31 00:01 UTC"),
        (86_339, "2031-12-31 23:58 UTC"),
        (86_399, "2031-12-31"),
    ],
)
def test_the_time_is_shown_only_where_it_matters(seconds: int, shown: str) -> None:
    assert show(datetime(2031, 12, 31, tzinfo=UTC) + seconds * SECOND) == shown
