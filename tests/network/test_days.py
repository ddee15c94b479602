"""The days of whatever the network records, to the day; without a database."""

from datetime import date, timedelta

import pytest
from django.db.models import Q

from mcx.core.periods import Phase, gaps, has_ended, in_force, is_in_force, not_ended, phase_on
from mcx.governance.rules.votes import in_force_from
from mcx.network.rules.memberships import FARTHEST, faults_of_last_day
from tests.cast import FOUNDED, TODAY

FIRST, LAST, ONE = date(2026, 1, 1), date(2026, 6, 30), timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (FIRST - ONE, Phase.COMING),
        (FIRST, Phase.CURRENT),
        (LAST, Phase.CURRENT),
        (LAST + ONE, Phase.ENDED),
    ],
)
def test_both_ends_belong_to_the_time_in_which_something_is_true(day: date, phase: Phase) -> None:
    assert phase_on(day, FIRST, LAST) is phase


@pytest.mark.parametrize(
    ("day", "is_current", "is_over"),
    [
        (FIRST - ONE, False, False),
        (FIRST, True, False),
        (LAST, True, False),
        (LAST + ONE, False, True),
    ],
)
def test_it_is_in_force_on_both_of_them_and_over_on_the_next_day(
    day: date, is_current: bool, is_over: bool
) -> None:
    assert is_in_force(day, FIRST, LAST) is is_current
    assert has_ended(day, LAST) is is_over
    assert has_ended(day, None) is False


def test_the_query_asks_the_named_fields_for_the_same_days() -> None:
    """`tests/core/test_periods.py` compares both over rows."""
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=FIRST)

    assert not_ended(FIRST) == lasting
    assert in_force(FIRST) == Q(valid_from__lte=FIRST) & lasting
    named = Q(at__date__lte=FIRST) & (Q(until__isnull=True) | Q(until__gte=FIRST))
    assert in_force(FIRST, first="at__date", last="until") == named


def test_what_has_no_end_never_ends() -> None:
    assert phase_on(date.max, FIRST, None) is Phase.CURRENT
    assert phase_on(FIRST - ONE, FIRST, None) is Phase.COMING


@pytest.mark.parametrize(
    ("adopted", "first"), [(FIRST - ONE, FIRST), (FIRST, FIRST), (FIRST + ONE, FIRST + ONE)]
)
def test_a_charter_holds_from_its_day_but_never_before_its_adoption(adopted: date, first: date) -> None:
    assert in_force_from(FIRST, adopted) == first


@pytest.mark.parametrize(
    ("periods", "found"),
    [
        ([(FIRST, None)], ()),
        ([(FIRST, LAST), (LAST + ONE, None)], ()),
        ([(FIRST, LAST), (LAST + 2 * ONE, None)], ((LAST + ONE, LAST + ONE),)),
        ([(LAST + 3 * ONE, LAST + 3 * ONE), (FIRST, LAST)], ((LAST + ONE, LAST + 2 * ONE),)),
        ([(FIRST, None), (LAST, LAST)], ()),
        ([(FIRST, LAST), (FIRST + ONE, FIRST + ONE), (LAST + ONE, None)], ()),
        ([(FIRST, FIRST), (LAST, None), (LAST + ONE, LAST + ONE)], ((FIRST + ONE, LAST - ONE),)),
    ],
)
def test_a_gap_is_what_no_period_covers(
    periods: list[tuple[date, date | None]], found: tuple[tuple[date, date], ...]
) -> None:
    assert gaps(periods) == found


@pytest.mark.parametrize(
    ("last_day", "is_fine"),
    [
        (TODAY - ONE, False),
        (TODAY, True),
        (TODAY + FARTHEST, True),
        (TODAY + FARTHEST + ONE, False),
        (date.max, False),
    ],
)
def test_the_last_day_is_never_over_and_not_far_ahead(last_day: date, is_fine: bool) -> None:
    assert set(faults_of_last_day(last_day, FOUNDED, TODAY)) == (set() if is_fine else {"last_day"})


def test_a_membership_does_not_end_before_it_begins() -> None:
    assert set(faults_of_last_day(TODAY, TODAY + ONE, TODAY)) == {"last_day"}
    assert faults_of_last_day(TODAY, TODAY, TODAY) == {}
    assert faults_of_last_day(TODAY + ONE, TODAY + ONE, TODAY) == {}
