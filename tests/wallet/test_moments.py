"""How long a link shows what it shows, to the moment; without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from mcx.wallet.rules import is_share_open, share_end

START = datetime(2026, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("days", "end"),
    [
        (0, None),
        (1, START + timedelta(days=1)),
        (365, START + timedelta(days=365)),
        (366, None),
        (-1, None),
    ],
)
def test_a_link_lasts_a_day_at_least_and_a_year_at_most(days: int, end: datetime | None) -> None:
    assert share_end(START, days) == end


def test_a_link_is_closed_from_the_moment_of_its_end() -> None:
    end = START + timedelta(days=1)

    assert is_share_open(end, None, at=end - TICK)
    assert not is_share_open(end, None, at=end)
    assert is_share_open(end, START, at=START - TICK)
    assert not is_share_open(end, START, at=START)
