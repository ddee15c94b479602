"""Instants with their time zone."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from microcred.errors import Malformed
from microcred.instants import parse_instant, write_instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-23T10:00:00Z", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("2026-11-23T10:00:00.123456789Z", datetime(2026, 11, 23, 10, 0, 0, 123456, UTC)),
        ("2026-11-23T10:00:00+01:30", datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        ("2026-11-23T10:00:00.5Z", datetime(2026, 11, 23, 10, 0, 0, 500_000, UTC)),
        ("2026-11-23T10:00:00-11:45", datetime(2026, 11, 23, 21, 45, tzinfo=UTC)),
        ("2026-12-31T24:00:00Z", datetime(2027, 1, 1, tzinfo=UTC)),
        ("2026-12-31T24:00:00.000Z", datetime(2027, 1, 1, tzinfo=UTC)),
        ("2026-12-31T24:00:00+00:00", datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_it_reads_date_time_stamps(text: str, instant: datetime) -> None:
    assert parse_instant(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026-11-23T10:00:00",
        "2026-02-30T10:00:00Z",
        "2026-11-23 10:00:00Z",
        "2026-11-23T24:00:01Z",
        "2026-11-23T24:00:00.5Z",
        "2026-02-30T10:00:00.0Z",
        "9999-12-31T24:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
        "2026-11-23T10:00:00+15:00",
        "\u0662026-11-23T10:00:00Z",
        "2026-11-23T10:00:60Z",
        7,
        None,
    ],
)
def test_it_refuses_what_names_no_moment(text: object) -> None:
    with pytest.raises(Malformed, match=re.escape(repr(text))):
        parse_instant(text)


@pytest.fixture(params=["Etc/GMT+12", "Pacific/Auckland"])
def _elsewhere(request: pytest.FixtureRequest) -> Iterator[None]:
    """A machine whose own clock is not set to UTC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_elsewhere")
def test_where_the_machine_stands_changes_no_instant() -> None:
    assert write_instant(datetime(2026, 11, 23, 10, tzinfo=UTC)) == "2026-11-23T10:00:00Z"
    assert parse_instant("0001-01-01T00:00:00.0Z") == datetime(1, 1, 1, tzinfo=UTC)
    assert parse_instant("9999-12-31T23:59:59.0Z") == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_it_writes_utc_to_the_second() -> None:
    instant = datetime(2026, 11, 23, 11, 0, 0, 999, timezone(timedelta(hours=1)))

    assert write_instant(instant) == "2026-11-23T10:00:00Z"


def test_it_refuses_to_write_a_time_without_zone() -> None:
    with pytest.raises(Malformed):
        write_instant(datetime(2026, 11, 23))  # noqa: DTZ001 (the case under test)
