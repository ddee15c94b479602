"""The days of whatever the network records, to the day; without a database."""

from datetime import date, timedelta

import pytest

from mcx.core.periods import Phase, gaps, phase_on
from mcx.governance.rules.votes import in_force_from

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
