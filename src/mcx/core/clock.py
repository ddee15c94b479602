"""The one place that reads the clock; everything below is told the time as `at=`."""

from datetime import UTC, date, datetime

from django.conf import settings


def now() -> datetime:
    """The present instant in UTC, or the fixed one that `MCX_FIXED_NOW` sets for reproducible runs."""
    fixed: datetime | None = settings.FIXED_NOW
    return fixed or datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The present day in UTC."""
    return now().date()
