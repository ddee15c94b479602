"""Where a fact that is true between two days stands."""

from datetime import date
from enum import StrEnum


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
