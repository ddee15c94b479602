"""Strangers read the catalogue from a replica that is not too far behind; all others from the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import ConnectionHandler
from django.test import RequestFactory
from pytest_django import DjangoDbBlocker

from bench.rehearsal.deployed import HOST
from bench.rehearsal.postgres import Machine, open_folder, pair
from mcx.accounts.models import Person
from mcx.core import readiness, replica
from mcx.core.replica import EVERY, REPLICA, Router, Watch
from mcx.web import middleware
from microcred.report import Check, Outcome
from tests.cast import NOW
from tests.installed import POSTGRESQL, require
from tests.postgres import QUICK

MOST = 10


def _alias(machine: Machine) -> dict[str, Any]:
    engine = "django.db.backends.postgresql"
    return {"ENGINE": engine, "NAME": "mcx", "USER": "mcx", "HOST": HOST, "PORT": str(machine.port)}


@contextmanager
def _instead(primary: Machine, copy: Machine) -> Iterator[None]:
    """This thread's databases are these two."""
    made = ConnectionHandler({DEFAULT_DB_ALIAS: _alias(primary), REPLICA: _alias(copy)})
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS], connections[REPLICA] = made[DEFAULT_DB_ALIAS], made[REPLICA]
    try:
        yield
    finally:
        made.close_all()
        connections[DEFAULT_DB_ALIAS] = before
        del connections[REPLICA]


@pytest.fixture(scope="module")
def machines(django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Machine, Machine]]:
    """A primary and its replica."""
    require(POSTGRESQL)
    with (
        django_db_blocker.unblock(),
        open_folder("mcx-pair-") as folder,
        pair(folder, QUICK) as (primary, copy),
    ):
        primary.ask("CREATE TABLE deed (number int)")
        yield primary, copy


@pytest.fixture
def deployment(machines: tuple[Machine, Machine]) -> Iterator[tuple[Machine, Machine]]:
    """Both, as this thread's databases."""
    with _instead(*machines):
        yield machines


@pytest.fixture
def lagging(deployment: tuple[Machine, Machine]) -> Iterator[Machine]:
    """A primary whose replica hears of everything and shows nothing of it, for as long as the test."""
    primary, copy = deployment
    copy.ask("SELECT pg_wal_replay_pause()")
    yield primary
    copy.ask("SELECT pg_wal_replay_resume()")


def test_a_replica_that_follows_is_fresh(deployment: tuple[Machine, Machine]) -> None:
    watch, now = Watch(MOST), 100.0

    while not watch.is_fresh(now):
        now += EVERY

    assert now < 200


def test_a_replica_is_stale_once_it_is_so_many_seconds_behind(lagging: Machine) -> None:
    watch = Watch(MOST)
    assert watch.is_fresh(0)  # nothing has happened since it stood still
    lagging.ask("INSERT INTO deed VALUES (1)")

    fresh = [second for second in range(1, 30) if watch.is_fresh(second)]

    assert fresh == list(range(1, MOST + 1))


def test_a_replica_that_catches_up_is_read_again(deployment: tuple[Machine, Machine]) -> None:
    primary, copy = deployment
    watch = Watch(MOST)
    copy.ask("SELECT pg_wal_replay_pause()")
    primary.ask("INSERT INTO deed VALUES (2)")
    assert not watch.is_fresh(0)

    copy.ask("SELECT pg_wal_replay_resume()")
    second = 1
    while not watch.is_fresh(second):
        second += 1
    assert second < 100


def test_it_is_looked_at_once_a_second_whoever_asks(deployment: tuple[Machine, Machine]) -> None:
    watch = Watch(MOST)
    watch.is_fresh(0)
    watch.give_up()

    assert not watch.is_fresh(EVERY / 2)
    assert watch.is_fresh(EVERY)


def test_nobody_follows_while_somebody_waits_for_an_answer(deployment: tuple[Machine, Machine]) -> None:
    watch = Watch(MOST)
    assert watch.is_fresh(0)
    watch._asking_since = EVERY  # another thread asked and has no answer yet
    watch._lock.acquire()

    assert watch.is_fresh(2 * EVERY)
    assert not watch.is_fresh(3 * EVERY)


def test_without_a_replica_nothing_is_fresh(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    with _instead(machines[0], Machine(tmp_path, "replica.conf")):
        assert not Watch(MOST).is_fresh(0)


def test_where_the_database_is_away_the_replica_serves_for_as_long_as_it_may(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    watch = Watch(MOST)
    with _instead(*machines):
        assert watch.is_fresh(0)
    with _instead(Machine(tmp_path, "primary.conf"), machines[1]):
        assert [watch.is_fresh(second) for second in (1, MOST, MOST + 1)] == [True, True, False]


def test_how_far_the_replica_is_behind_is_known(lagging: Machine) -> None:
    watch = Watch(MOST)
    assert watch.behind(0) == 0
    lagging.ask("INSERT INTO deed VALUES (3)")

    assert [watch.behind(second) for second in (1, MOST, MOST + 1)] == [1, MOST, MOST + 1]


def _said() -> Check:
    """What a process that begins to look at the replica says of it."""
    checks = readiness.check_process(at=NOW).checks
    return next(each for each in checks if each.code == "ready.replica")


@pytest.fixture
def _watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "watch", Watch(MOST))
    monkeypatch.setitem(settings.DATABASES, REPLICA, settings.DATABASES[DEFAULT_DB_ALIAS])


@pytest.mark.usefixtures("_watched")
def test_that_the_replica_follows_is_said(deployment: tuple[Machine, Machine]) -> None:
    assert (_said().outcome, _said().values["seconds"]) == (Outcome.PASSED, "1")


@pytest.mark.usefixtures("_watched")
def test_a_replica_that_does_not_answer_is_a_warning(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    with _instead(machines[0], Machine(tmp_path, "replica.conf")):
        said = _said()

    assert (said.outcome, "does not answer" in said.message) == (Outcome.WARNING, True)


def test_a_replica_that_is_too_far_behind_is_a_warning() -> None:
    most = settings.REPLICA_SECONDS

    assert [readiness._replica(each).outcome for each in (most, most + 1)] == [
        Outcome.PASSED,
        Outcome.WARNING,
    ]


def test_inside_reading_the_replica_is_read_and_never_written() -> None:
    router = Router()

    with replica.reading():
        inside = router.db_for_read(Person), router.db_for_write(Person)

    assert inside == (REPLICA, DEFAULT_DB_ALIAS)
    assert (router.db_for_read(Person), router.db_for_write(Person)) == (DEFAULT_DB_ALIAS, DEFAULT_DB_ALIAS)
    assert not router.allow_migrate(REPLICA, "core")


MAY_LAG = ("/", "/catalogue/", "/catalogue/water-data", "/api/catalogue/editions")
MAY_NOT = (
    *("/trust.json", "/institutions/mu/did.json", "/institutions/mu/status/revocation/1", "/readyz"),
    *("/verify/", "/verify/x/y", "/wallet/s/secret/", "/api/wallet/shared/secret", "/api/credentials/verify"),
)


@pytest.fixture
def _with_a_replica(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES, REPLICA, settings.DATABASES[DEFAULT_DB_ALIAS])


@pytest.mark.usefixtures("_with_a_replica")
@pytest.mark.parametrize("address", MAY_LAG)
def test_strangers_read_the_catalogue_from_the_replica(address: str, rf: RequestFactory) -> None:
    assert middleware._may_lag(rf.get(address))


@pytest.mark.usefixtures("_with_a_replica")
@pytest.mark.parametrize("address", MAY_NOT)
def test_what_says_that_something_ended_is_never_read_from_the_replica(
    address: str, rf: RequestFactory
) -> None:
    assert not middleware._may_lag(rf.get(address))


@pytest.mark.usefixtures("_with_a_replica")
def test_whoever_may_have_written_just_now_reads_the_database_itself(rf: RequestFactory) -> None:
    signed_in, by_token = rf.get("/catalogue/"), rf.get("/catalogue/", headers={"Authorization": "Bearer x"})
    signed_in.COOKIES[settings.SESSION_COOKIE_NAME] = "anything"

    assert not middleware._may_lag(signed_in)
    assert not middleware._may_lag(by_token)
    assert not middleware._may_lag(rf.post("/catalogue/"))


def test_without_a_replica_nobody_is_sent_there(rf: RequestFactory) -> None:
    assert not any(middleware._may_lag(rf.get(address)) for address in MAY_LAG)
