"""Counters that all processes share: so many within a window, and what was refused or good is not counted.

In the database and in Redis alike; what only one of them promises stands in a test of its own.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from mcx.core import limits
from mcx.core.counters import SWEPT
from mcx.core.environment import ROOT
from mcx.core.limits import Limit, TooMany
from mcx.core.models import Counter
from tests.cast import NOW
from tests.connections import Connect, connect, through
from tests.redis import Server, redis, use

__all__ = ["connect", "redis"]  # fixtures

pytestmark = pytest.mark.django_db
THREE = Limit("three", 3, 60)
WIDE = Limit("wide", 100, 600)
ANE = [(THREE, "ane")]


@pytest.fixture(params=["the database", "Redis"])
def anywhere(request: pytest.FixtureRequest, settings: Settings) -> Iterator[None]:
    """Counters in the one place, then in the other."""
    if request.param == "the database":
        yield
        return
    server: Server = request.getfixturevalue("redis")
    with use(server, settings):
        yield
        assert not Counter.objects.exists()


@pytest.mark.usefixtures("anywhere")
def test_so_many_are_taken_and_the_next_is_told_how_long_to_wait() -> None:
    for _each in range(3):
        limits.take(ANE, at=NOW)

    with pytest.raises(TooMany) as refused:
        limits.take(ANE, at=NOW + timedelta(seconds=20))

    assert refused.value.wait == 40
    assert "1 minute" in str(refused.value)
    limits.take([(THREE, "leire")], at=NOW)


@pytest.mark.usefixtures("anywhere")
def test_a_window_that_has_passed_begins_anew() -> None:
    for _each in range(3):
        limits.take(ANE, at=NOW)

    for _each in range(3):
        limits.take(ANE, at=NOW + timedelta(seconds=60))

    with pytest.raises(TooMany):
        limits.take(ANE, at=NOW + timedelta(seconds=60))


@pytest.mark.usefixtures("anywhere")
def test_whoever_is_refused_counts_against_nothing() -> None:
    """Asking on makes nobody wait longer, and one limit that is full does not fill another."""
    both = [*ANE, (WIDE, "everybody")]
    for _each in range(3):
        limits.take(both, at=NOW)

    for _each in range(10):
        with pytest.raises(TooMany):
            limits.take(both, at=NOW)

    for _each in range(WIDE.most - 3):
        limits.take([(WIDE, "everybody")], at=NOW)
    with pytest.raises(TooMany):
        limits.take([(WIDE, "everybody")], at=NOW)


@pytest.mark.usefixtures("anywhere")
def test_what_was_good_is_given_back() -> None:
    for _each in range(10):
        limits.take(ANE, at=NOW)
        limits.give_back(ANE, at=NOW)

    limits.give_back(ANE, at=NOW)  # nothing is left: no more than three can be taken after it
    for _each in range(3):
        limits.take(ANE, at=NOW)
    with pytest.raises(TooMany):
        limits.take(ANE, at=NOW)


@pytest.mark.usefixtures("anywhere")
def test_looking_counts_nothing() -> None:
    for _each in range(10):
        limits.check(ANE, at=NOW)
    for _each in range(3):
        limits.take(ANE, at=NOW)

    with pytest.raises(TooMany):
        limits.check(ANE, at=NOW)
    limits.check(ANE, at=NOW + timedelta(seconds=60))


@pytest.mark.usefixtures("anywhere")
def test_what_has_no_reason_any_more_is_forgotten() -> None:
    for _each in range(3):
        limits.take(ANE, at=NOW)

    limits.forget(ANE)

    limits.take(ANE, at=NOW)


@pytest.mark.parametrize(("factor", "taken"), [(2, 6), (0.5, 1), (0.01, 1)])
def test_the_operator_multiplies_limits(settings: Settings, factor: float, taken: int) -> None:
    settings.RATE_LIMITS = factor
    for _each in range(taken):
        limits.take(ANE, at=NOW)

    with pytest.raises(TooMany):
        limits.take(ANE, at=NOW)


def test_the_operator_lifts_limits(settings: Settings) -> None:
    settings.RATE_LIMITS = 0

    for _each in range(10):
        limits.take(ANE, at=NOW)

    assert not Counter.objects.exists()


def test_taking_is_one_statement_however_many_limits_there_are() -> None:
    claims = [*ANE, (WIDE, "ane"), (WIDE, "everybody")]
    limits.take(claims, at=NOW)

    with CaptureQueriesContext(connection) as queries:
        limits.take(claims, at=NOW)

    assert len(queries) == 1


def test_a_new_window_sweeps_some_of_the_old_ones() -> None:
    for number in range(60):
        limits.take([(THREE, str(number))], at=NOW)

    limits.take(ANE, at=NOW + timedelta(seconds=61))

    assert Counter.objects.count() == 60 - SWEPT + 1


def test_the_table_names_nobody() -> None:
    limits.take([(THREE, "ane@people.example 203.0.113.9")], at=NOW)

    key = Counter.objects.get().key
    assert len(key) == 64
    assert int(key, 16)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (limits.SIGN_IN, limits.SIGN_IN_ACCOUNT),
        (limits.SIGN_UP, limits.SIGN_UP_ACCOUNT),
        (limits.RESET, limits.RESET_ACCOUNT),
    ],
)
def test_one_network_alone_never_closes_an_account_for_everybody(narrow: Limit, wide: Limit) -> None:
    windows = wide.seconds // narrow.seconds + 1

    assert narrow.most < narrow.wider[0] < narrow.wider[1]
    assert windows * narrow.wider[1] < wide.most


def test_each_64_of_a_household_counts_against_the_household() -> None:
    wide = Limit("guesses", 3, 60, (5, 6))
    for number in range(6):
        networks = [f"2001:db8:0:{number:x}::/64", "2001:db8::/56", "2001:db8::/48"]
        if number == 5:
            with pytest.raises(TooMany):
                limits.take(wide.of(networks, "ane"), at=NOW)
        else:
            limits.take(wide.of(networks, "ane"), at=NOW)

    limits.take(wide.of(["2001:db8:0:100::/64", "2001:db8:0:100::/56", "2001:db8::/48"], "ane"), at=NOW)


def _take(reach: Connect, start: Barrier, seen: list[str]) -> None:
    with through(reach):
        start.wait(timeout=20)
        for _each in range(5):
            try:
                limits.take([(THREE, "ane"), (WIDE, "everybody")], at=NOW)
            except TooMany:
                seen.append("refused")
            else:
                seen.append("taken")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_never_more_than_allowed(connect: Callable[[], Connect]) -> None:
    reach, start, seen = connect(), Barrier(6), list[str]()

    threads = [Thread(target=_take, args=(reach, start, seen)) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(seen) == 30
    assert seen.count("taken") == 3
    with through(reach):
        assert sorted(Counter.objects.values_list("count", flat=True)) == [3, 3]


def test_each_limit_has_its_line_in_the_guide() -> None:
    guide = (ROOT / "docs" / "guide" / "operating.md").read_text(encoding="utf-8")
    known = {name: limit for name, limit in vars(limits).items() if isinstance(limit, Limit)}

    assert len({limit.name for limit in known.values()}) == len(known) > 10
    for limit in known.values():
        wider = " / ".join(map(str, limit.wider)) or "–"
        assert f"| `{limit.name}` | {limit.most} in {_length(limit.seconds)} | {wider} |" in guide


def _length(seconds: int) -> str:
    for unit, length in (("day", limits.DAY), ("hour", limits.HOUR), ("minute", limits.MINUTE)):
        if seconds >= length:
            count = seconds // length
            return f"{count} {unit}s" if count > 1 else f"a {unit}".replace("a hour", "an hour")
    return f"{seconds} seconds"
