"""When seals, awards and lists change their state, to the microsecond; without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from mcx.credentials.rules import Standing, is_full, standing_of
from mcx.keys.rules import EXPIRES_SOON, SealState, seal_state

FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (FROM - TICK, SealState.NOT_YET),
        (FROM, SealState.IN_USE),
        (UNTIL - EXPIRES_SOON - TICK, SealState.IN_USE),
        (UNTIL - EXPIRES_SOON, SealState.EXPIRING),
        (UNTIL, SealState.EXPIRING),
        (UNTIL + TICK, SealState.EXPIRED),
    ],
)
def test_the_first_and_the_last_moment_of_a_seal_count(at: datetime, state: SealState) -> None:
    assert seal_state(FROM, UNTIL, None, at=at) is state
    assert seal_state(FROM, UNTIL, FROM, at=at) is SealState.ENDED


@pytest.mark.parametrize(("at", "standing"), [(UNTIL, Standing.ISSUED), (UNTIL + TICK, Standing.EXPIRED)])
def test_the_last_moment_of_an_award_still_counts(at: datetime, standing: Standing) -> None:
    said = standing_of("issued", UNTIL, is_revoked=False, is_overtaken=False, at=at)

    assert said is standing


def test_a_list_closes_at_three_quarters() -> None:
    assert [is_full(taken, 100) for taken in (74, 75, 76)] == [False, True, True]
