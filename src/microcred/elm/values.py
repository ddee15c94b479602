"""Values as the European Learning Model spells them: dateTimes with a zone, ISO 8601 durations, decimals.

XML Schema Part 2 §3.3.6 (duration), §3.3.7 (dateTime). A day is written as midnight UTC; read back, an
instant near midnight is the day it meant: national software writes midnight in its own time zone.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from microcred.errors import Malformed
from microcred.instants import parse_instant

_DURATION = re.compile(
    r"P(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,9}(?:\.\d{1,9})?)S)?)?",
    re.ASCII,
)
_XSD_DURATION = re.compile(
    r"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?", re.ASCII
)


def write_day(day: date) -> str:
    """The day as midnight UTC: ELM has no date without time."""
    return f"{day.isoformat()}T00:00:00Z"


def read_instant(text: object) -> datetime | None:
    """The instant in UTC, if it is one with a zone."""
    try:
        return parse_instant(text).astimezone(UTC)
    except (Malformed, OverflowError):
        return None


def read_day(text: object) -> date | None:
    """The day an instant or a plain date means: midnight in Madrid is the evening before in UTC."""
    instant = read_instant(text)
    try:
        if instant:
            return (instant + timedelta(hours=12)).date()
        return date.fromisoformat(text) if isinstance(text, str) else None
    except (ValueError, OverflowError):
        return None


def write_hours(hours: Decimal) -> str:
    """Hours as a duration of hours, minutes and seconds: 62.5 is `PT62H30M`."""
    whole, rest = divmod(hours * 3600, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = (f"{whole:.0f}H" if whole else "", f"{minutes:.0f}M" if minutes else "", _seconds(seconds))
    return "PT" + ("".join(parts) or "0H")


def _seconds(seconds: Decimal) -> str:
    if not seconds:
        return ""
    text = f"{seconds:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "S"


def read_hours(text: object) -> Decimal | None:
    """The hours of a duration in days or shorter units; None for months and years, which have no hours."""
    found = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if not found or found[0] in ("P", "PT"):
        return None
    days, hours, minutes, seconds = (
        Decimal(found[unit] or 0) for unit in ("days", "hours", "minutes", "seconds")
    )
    total = (days * 24 + hours) * 3600 + minutes * 60 + seconds
    return total / 3600


def is_duration(text: str) -> bool:
    """Whether it is an xsd:duration."""
    return bool(_XSD_DURATION.fullmatch(text))


def write_decimal(number: Decimal) -> str:
    """The number as people write it: `2.5`, `10`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_decimal(text: object) -> Decimal | None:
    """The number, if the text is a plain one that is not negative."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{1,9}(?:[.,]\d{1,9})?", text.strip(), re.ASCII):
        return None
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
