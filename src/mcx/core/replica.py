"""The replica of the database: who is shown what it has, and how old that is at most (decision 0021).

Strangers read the catalogue there, where `MCX_REPLICA_URL` names one (`mcx.web.middleware.lagging`). Whatever
decides, writes or tells of an end (a revocation, a retired key) is read from the database itself, and so is
everything for somebody who may have written just now.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.models import Model

REPLICA = "replica"
EVERY = 1.0  # seconds between two looks at the replica
_reading: ContextVar[bool] = ContextVar("reading", default=False)

# A position in the log of changes; what was committed before it was asked for stands before it.
_POSITION = "SELECT pg_current_wal_lsn()::text"
# A replica that took the primary's place has everything.
_HAS = "SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= %s::pg_lsn"


@contextmanager
def reading() -> Iterator[None]:
    """Whatever is looked up inside is read from the replica."""
    before = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(before)


def in_use() -> str:
    """The name of the database that is read here."""
    return REPLICA if _reading.get() else DEFAULT_DB_ALIAS


class Router:
    """Which database Django asks: one for writing, always; for reading the replica where it may be asked."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """The replica inside `reading`, whichever of both a row at hand came from."""
        return in_use()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """The database itself."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """A replica gets its tables from the database."""
        return db != REPLICA


class Watch:
    """How old what the replica shows can be: one for each process, which looks once a second at most.

    It notes how far the database's log is and when, and asks later whether the replica is that far: then it
    shows everything up to that instant. No clocks are compared, and a replica that has lost its primary
    grows old although it lacks nothing that it knows of.
    """

    def __init__(self, most: float) -> None:
        self._most, self._lock = most, Lock()
        self._next = self._as_of = float("-inf")
        self._asking_since = float("inf")
        self._noted: tuple[float, str] | None = None

    def is_fresh(self, now: float) -> bool:
        """Whether it shows what was there `most` seconds ago or later; `now` is of a steady clock."""
        return self.behind(now) <= self._most

    def behind(self, now: float) -> float:
        """How many seconds ago it showed everything; infinite where it does not answer or never did."""
        if now >= self._next and self._lock.acquire(blocking=False):
            try:
                self._next, self._asking_since = now + EVERY, now
                self._look(now)
            finally:
                self._asking_since = float("inf")
                self._lock.release()
        if now - self._asking_since > EVERY:  # somebody else waits for it already: nobody follows
            return float("inf")
        return now - self._as_of

    def give_up(self) -> None:
        """The replica failed somebody: nobody is sent there before it was looked at again."""
        self._as_of = float("-inf")

    def _look(self, now: float) -> None:
        noted = self._noted or _noted(now)
        if noted is None:
            return  # the database is away: what was known of the replica grows old
        answer = _asked(REPLICA, _HAS, noted[1])
        if answer is None:
            self.give_up()
        elif answer:
            self._as_of = max(self._as_of, noted[0])
        self._noted = None if answer else noted


def _noted(now: float) -> tuple[float, str] | None:
    position = _asked(DEFAULT_DB_ALIAS, _POSITION)
    return None if position is None else (now, str(position))


def _asked(alias: str, question: str, *values: str) -> Any:
    """The answer of one database; none where it does not answer."""
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            cursor.execute(question, values)
            return cursor.fetchone()[0]
    except Error:
        connection.close()  # the next question opens it anew
        return None


watch = Watch(settings.REPLICA_SECONDS)
