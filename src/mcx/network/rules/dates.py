"""Where a fact that is true between two days stands."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate


class Phase(StrEnum):
    """Before, within or after the days on which something is true."""

    COMING = "coming"
    CURRENT = "current"
    ENDED = "ended"


def phase_on(day: date, valid_from: date, valid_until: date | None) -> Phase:
    """Where the day lies; both ends belong to the time in which it is true."""
    if day < valid_from:
        return Phase.COMING
    return Phase.ENDED if valid_until is not None and day > valid_until else Phase.CURRENT


def gaps(periods: Iterable[tuple[date, date | None]]) -> tuple[tuple[date, date], ...]:
    """The times between the periods in which none of them runs, first and last day included."""
    ordered, one = sorted((first, last or date.max) for first, last in periods), timedelta(days=1)
    reached = accumulate((last for _first, last in ordered), max)
    turns = zip(reached, (first for first, _last in ordered[1:]), strict=False)
    return tuple((end + one, first - one) for end, first in turns if end < first - one)
