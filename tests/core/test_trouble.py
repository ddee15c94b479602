"""Database and disk that give way are told in one sentence each; a mistake of ours is not."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from mcx.core import trouble
from mcx.core.errors import Unavailable
from mcx.core.trouble import trouble_of

MISTAKES = ["SELEKT", "INSERT INTO t VALUES (1, 2)", "INSERT INTO t VALUES (NULL)"]
ELSE = [None, ValueError("x"), OSError(errno.EPERM, "x"), sqlite3.OperationalError()]


@pytest.fixture
def opened(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[..., BaseDatabaseWrapper]]:
    """Opens SQLite files as Django does."""
    made: list[BaseDatabaseWrapper] = []

    def opening(name: str = "a.sqlite3", **options: Any) -> BaseDatabaseWrapper:
        named = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / name, "OPTIONS": options}
        made.append(ConnectionHandler({"default": named}).create_connection("default"))
        return made[-1]

    with django_db_blocker.unblock():
        yield opening
        for one in made:
            one.close()


def _trouble(does: Callable[[], object]) -> Unavailable | None:
    with pytest.raises(DatabaseError) as raised:
        does()
    return trouble_of(raised.value)


def _ask(connection: BaseDatabaseWrapper, *statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


Opened = Callable[..., BaseDatabaseWrapper]


def test_a_full_disk_is_told_and_nothing_half_is_kept(opened: Opened) -> None:
    connection = opened()
    _ask(connection, "CREATE TABLE t (x)", "PRAGMA max_page_count=4")

    found = _trouble(lambda: _ask(connection, "INSERT INTO t VALUES (zeroblob(100000))"))

    assert isinstance(found, trouble.StorageFull)
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_a_locked_database_is_told(opened: Opened) -> None:
    holds = opened()
    _ask(holds, "CREATE TABLE t (x)", "BEGIN EXCLUSIVE")

    found = _trouble(lambda: _ask(opened(timeout=0), "INSERT INTO t VALUES (1)"))

    assert isinstance(found, trouble.DatabaseBusy)


@pytest.mark.parametrize("damage", ["no database at all", "a page in the middle"])
def test_a_damaged_database_is_told(opened: Opened, tmp_path: Path, damage: str) -> None:
    before = opened()
    _ask(before, "CREATE TABLE t (x)", "INSERT INTO t VALUES (zeroblob(100000))")
    before.close()
    file = tmp_path / "a.sqlite3"
    data = bytearray(file.read_bytes())
    start, length = (0, 4096) if damage == "no database at all" else (4096, 4096)
    data[start : start + length] = b"\xab" * length
    file.write_bytes(data)

    found = _trouble(lambda: _ask(opened(), "SELECT * FROM t"))

    assert isinstance(found, trouble.DatabaseDamaged)


def test_a_database_that_cannot_be_opened_is_told(opened: Opened) -> None:
    found = _trouble(lambda: _ask(opened("no/such/folder.sqlite3"), "SELECT 1"))

    assert isinstance(found, trouble.DatabaseAway)


def test_tables_that_are_not_there_are_told(opened: Opened) -> None:
    assert isinstance(_trouble(lambda: _ask(opened(), "SELECT * FROM t")), trouble.NotPrepared)


@pytest.mark.parametrize("statement", MISTAKES)
def test_a_mistake_of_ours_is_no_trouble_of_the_database(opened: Opened, statement: str) -> None:
    connection = opened()
    _ask(connection, "CREATE TABLE t (x NOT NULL)")

    assert _trouble(lambda: _ask(connection, statement)) is None


class FromServer(Exception):
    """An error as the driver of PostgreSQL raises it."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("connection to the server failed")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("53100", trouble.StorageFull),
        ("53300", trouble.DatabaseAway),
        ("57P03", trouble.DatabaseAway),
        ("08006", trouble.DatabaseAway),
        ("28P01", trouble.DatabaseAway),
        ("57014", trouble.DatabaseBusy),
        ("55P03", trouble.DatabaseBusy),
        ("40P01", trouble.DatabaseBusy),
        ("XX001", trouble.DatabaseDamaged),
        ("42P01", trouble.NotPrepared),
        (None, trouble.DatabaseAway),
        ("23505", type(None)),
        ("42601", type(None)),
    ],
)
def test_what_postgresql_says_is_told_in_the_same_words(state: str | None, kind: type) -> None:
    error = OperationalError("connection to the server failed")
    error.__cause__ = FromServer(state)

    assert type(trouble_of(error)) is kind


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_files_that_cannot_be_written_are_told_whatever_is_raised_about_them(number: int) -> None:
    def write() -> None:
        try:
            raise OSError(number, "no room")
        except OSError as error:
            raise RuntimeError("mail could not be written") from error

    with pytest.raises(RuntimeError) as raised:
        write()

    assert isinstance(trouble_of(raised.value), trouble.StorageFull)


@pytest.mark.parametrize("error", ELSE)
def test_everything_else_is_a_fault(error: Exception | None) -> None:
    assert trouble_of(error) is None
