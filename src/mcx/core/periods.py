"""Whether a fact is in force on a day: the one rule for all that is true between two days, and its query.

Both ends belong to the time in which it is true; what has no last day never ends. Memberships, names,
identifiers, offices, affiliations, evidence and agreements all ask here. Three questions look alike and are
others. Which version of the Charter rules has no last day to ask about: the next version ends it
(`network.selectors.charter`). A quality decision can stop before its last day, ended or overruled by another
(`microcred.accreditation`). Keys, seals, tokens and credentials are good until an instant, not a day.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate

from django.db.models import Q


class Phase(StrEnum):
    """Before, within or after the days on which something is true."""

    COMING = "coming"
    CURRENT = "current"
    ENDED = "ended"


def phase_on(day: date, valid_from: date, valid_until: date | None) -> Phase:
    """Where the day lies; both ends belong to the time in which it is true."""
    if day < valid_from:
        return Phase.COMING
    return Phase.ENDED if has_ended(day, valid_until) else Phase.CURRENT


def is_in_force(day: date, valid_from: date, valid_until: date | None) -> bool:
    """Whether something is true that day."""
    return phase_on(day, valid_from, valid_until) is Phase.CURRENT


def has_ended(day: date, valid_until: date | None) -> bool:
    """Whether the last day is over."""
    return valid_until is not None and day > valid_until


def in_force(day: date, *, first: str = "valid_from", last: str = "valid_until") -> Q:
    """The rows for which `is_in_force` says yes; `first` and `last` name the fields with their days."""
    return Q(**{f"{first}__lte": day}) & not_ended(day, last=last)


def not_ended(day: date, *, last: str = "valid_until") -> Q:
    """The rows for which `has_ended` says no: those in force that day and those to come."""
    return Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day})


def gaps(periods: Iterable[tuple[date, date | None]]) -> tuple[tuple[date, date], ...]:
    """The times between the periods in which none of them runs, first and last day included."""
    ordered, one = sorted((first, last or date.max) for first, last in periods), timedelta(days=1)
    reached = accumulate((last for _first, last in ordered), max)
    turns = zip(reached, (first for first, _last in ordered[1:]), strict=False)
    return tuple((end + one, first - one) for end, first in turns if end < first - one)
