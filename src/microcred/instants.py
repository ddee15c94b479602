"""Instants as credentials write them: `2026-11-23T10:00:00Z`.

XML Schema 1.1 Part 2 dateTimeStamp; VC Data Model 2.0 §4.9 demands the zone.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from microcred.errors import Malformed

USUAL = len("2026-11-23T10:00:00Z")
_USUAL = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\dZ", re.ASCII).fullmatch
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)",
    re.ASCII,
)


def parse_instant(text: object) -> datetime:
    """The aware datetime a dateTimeStamp names, cut to microseconds.

    Raises Malformed for anything else, above all for a missing zone.
    """
    try:
        return _usual(text) if isinstance(text, str) and len(text) == USUAL else _parse(text)
    except (ValueError, OverflowError) as error:
        raise Malformed("{value} is not a valid date and time.", value=repr(text)) from error


@lru_cache(1024)  # a credential repeats its few dates, and the next one has mostly the same
def _usual(text: str) -> datetime:
    return datetime.fromisoformat(text) if _USUAL(text) else _parse(text)


def _parse(text: object) -> datetime:
    found = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise Malformed(
            "{value} is not a date and time with a time zone, such as 2026-11-23T10:00:00Z.", value=repr(text)
        )
    *fields, fraction, zone = found.groups()
    year, month, day, hour, minute, second = map(int, fields)
    end_of_day = (hour, minute, second) == (24, 0, 0) and not int(fraction or "0")
    microsecond = int((fraction or "").ljust(6, "0")[:6])
    instant = datetime(year, month, day, 0 if end_of_day else hour, minute, second, microsecond, _zone(zone))
    if end_of_day:
        instant += timedelta(days=1)
    instant.astimezone(UTC)  # what has no place in the calendar of UTC cannot be compared or written
    return instant


def write_instant(instant: datetime) -> str:
    """The instant in UTC to the second, the one form every reader of credentials accepts.

    Raises Malformed for a datetime without zone.
    """
    if instant.tzinfo is None:
        raise Malformed("A date and time without a time zone does not give an exact moment.")
    return instant.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return timezone(-offset if text[0] == "-" else offset)
