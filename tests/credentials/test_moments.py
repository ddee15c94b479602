"""When seals, awards and lists change their state, to the microsecond; without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from mcx.credentials.rules import (
    LIST_IS_GOOD_FOR,
    PATIENCE,
    Standing,
    is_full,
    is_left,
    is_valid,
    list_period,
    standing_of,
)
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
    assert standing_of("issued", None, is_revoked=False, is_overtaken=False, at=at) is Standing.ISSUED


@pytest.mark.parametrize(
    ("status", "is_revoked", "is_overtaken", "standing"),
    [
        ("issued", True, True, Standing.REVOKED),
        ("issued", False, True, Standing.OVERTAKEN),
        ("offered", False, True, Standing.OFFERED),
        ("offered", False, False, Standing.OFFERED),
    ],
)
def test_what_is_worst_about_an_issued_award_is_said(
    status: str, is_revoked: bool, is_overtaken: bool, standing: Standing
) -> None:
    said = standing_of(status, UNTIL, is_revoked=is_revoked, is_overtaken=is_overtaken, at=UNTIL + TICK)

    assert said is standing


@pytest.mark.parametrize("status", ["offered", "claimed", "issued", "withdrawn"])
@pytest.mark.parametrize(
    ("until", "is_revoked", "is_good"),
    [
        (None, False, True),
        (UNTIL, False, True),
        (UNTIL - TICK, False, False),
        (None, True, False),
        (UNTIL - TICK, True, False),
    ],
)
def test_others_rely_on_what_is_issued_and_neither_revoked_nor_expired(
    status: str, until: datetime | None, is_revoked: bool, is_good: bool
) -> None:
    assert is_valid(status, until, is_revoked=is_revoked, at=UNTIL) is (is_good and status == "issued")


def test_a_job_that_waits_a_minute_was_left_by_its_worker() -> None:
    assert not is_left(FROM, at=FROM + PATIENCE - TICK)
    assert is_left(FROM, at=FROM + PATIENCE)
    assert not is_left(None, at=UNTIL)


def test_a_list_closes_at_three_quarters() -> None:
    assert [is_full(taken, 100) for taken in (74, 75, 76)] == [False, True, True]
    assert [is_full(taken, 101) for taken in (74, 75)] == [False, True]


HALF = LIST_IS_GOOD_FOR / 2


@pytest.mark.parametrize(
    ("at", "since"),
    [
        (FROM - TICK, FROM),  # changed by somebody whose clock goes before
        (FROM, FROM),
        (FROM + HALF - TICK, FROM),
        (FROM + HALF, FROM + HALF),
        (FROM + 3 * HALF, FROM + 3 * HALF),
    ],
)
def test_a_list_is_signed_anew_when_half_of_its_time_has_passed(at: datetime, since: datetime) -> None:
    assert list_period(FROM, at=at) == (since, since + timedelta(hours=24))
