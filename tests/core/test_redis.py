"""Limits counted in Redis: shared by all, atomic, naming nobody; and what happens while Redis is away."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from redis import Redis
from structlog.testing import capture_logs

from mcx.core import limits
from mcx.core import redis as counters
from mcx.core.limits import Limit, TooMany
from mcx.core.models import Counter
from tests.cast import NOW
from tests.redis import Server, redis, use

__all__ = ["redis"]  # a fixture

pytestmark = pytest.mark.django_db
THREE, WIDE = Limit("three", 3, 60), Limit("wide", 100, 600)
ANE = [(THREE, "ane")]
LATER = NOW + timedelta(seconds=counters.PAUSE)


@pytest.fixture
def server(redis: Server, settings: Settings) -> Iterator[Server]:
    """A Redis in which limits are counted."""
    with use(redis, settings):
        yield redis


def _kept(server: Server) -> dict[str, dict[str, Any]]:
    client: Any = Redis.from_url(server.url, decode_responses=True)
    found = {key: client.hgetall(key) | {"lives": client.ttl(key)} for key in client.scan_iter()}
    client.close()
    return found


def test_redis_counts_and_the_database_does_not(server: Server) -> None:
    limits.take([*ANE, (WIDE, "everybody")], at=NOW)

    assert sorted(one["count"] for one in _kept(server).values()) == ["1", "1"]
    assert not Counter.objects.exists()


def test_what_has_passed_is_removed_by_redis_itself(server: Server) -> None:
    limits.take([*ANE, (WIDE, "everybody")], at=NOW)

    assert sorted(one["lives"] for one in _kept(server).values()) == [60, 600]


def test_redis_is_told_nobody(server: Server) -> None:
    limits.take([(THREE, "ane@people.example 203.0.113.9")], at=NOW)

    (key,) = _kept(server)
    assert len(key.removeprefix(counters.PREFIX)) == 64
    assert int(key.removeprefix(counters.PREFIX), 16)


def _take(start: Barrier, seen: list[str]) -> None:
    start.wait(timeout=20)
    for _each in range(5):
        try:
            limits.take([*ANE, (WIDE, "everybody")], at=NOW)
        except TooMany:
            seen.append("refused")
        else:
            seen.append("taken")


def test_many_at_once_are_never_more_than_allowed(server: Server) -> None:
    start, seen = Barrier(6), list[str]()

    threads = [Thread(target=_take, args=(start, seen)) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert (len(seen), seen.count("taken")) == (30, 3)
    assert [one["count"] for one in _kept(server).values()] == ["3", "3"]


def test_while_redis_is_away_the_database_counts(server: Server) -> None:
    server.stop()

    with capture_logs() as logs:
        for _each in range(3):
            limits.take(ANE, at=NOW)
        with pytest.raises(TooMany):
            limits.take(ANE, at=NOW)
        with pytest.raises(TooMany):
            limits.check(ANE, at=NOW)

    assert [(one["log_level"], one["event"]) for one in logs] == [
        ("warning", "Redis does not answer: the database counts")
    ]
    assert Counter.objects.get().count == 3


def test_redis_counts_again_when_it_is_back(server: Server) -> None:
    server.stop()
    limits.take(ANE, at=NOW)
    server.start()

    with capture_logs() as logs:
        limits.take(ANE, at=LATER - timedelta(seconds=1))
        assert not _kept(server)
        limits.take(ANE, at=LATER)

    assert [one["event"] for one in logs] == ["Redis answers again and counts"]
    assert [one["count"] for one in _kept(server).values()] == ["1"]


def test_a_long_outage_is_said_once(server: Server) -> None:
    server.stop()

    with capture_logs() as logs:
        for pauses in range(5):
            limits.take([(WIDE, "ane")], at=NOW + pauses * timedelta(seconds=counters.PAUSE))

    assert len(logs) == 1


def test_what_has_no_reason_any_more_is_forgotten_in_both_places(server: Server) -> None:
    limits.take(ANE, at=NOW)
    server.stop()
    limits.take(ANE, at=NOW)
    server.start()

    limits.forget(ANE)

    assert not Counter.objects.exists()


def test_a_redis_that_refuses_to_write_lets_the_database_count(server: Server) -> None:
    client: Any = Redis.from_url(server.url)
    client.config_set("maxmemory", "1")
    client.close()

    limits.take(ANE, at=NOW)

    assert Counter.objects.get().count == 1


def test_nobody_who_signs_in_meets_an_error_while_redis_is_away(server: Server, client: Client) -> None:
    server.stop()

    answers = [
        client.post("/accounts/login/", {"login": "ane@people.example", "password": "wrong"}).status_code
        for _each in range(limits.SIGN_IN.most + 1)
    ]

    assert answers == [200] * limits.SIGN_IN.most + [429]
