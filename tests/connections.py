"""How other threads and processes reach what a test has written so far."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Connect = Callable[[], BaseDatabaseWrapper]


@pytest.fixture
def connect(tmp_path: Path, transactional_db: None) -> Callable[[], Connect]:
    """How other threads reach what the test has written so far: on SQLite through a file, as the product.

    The test database of SQLite lives in memory, where two connections cannot wait for each other.
    """
    path = tmp_path / "mcx.sqlite3"

    def share() -> Connect:
        if connection.vendor == "sqlite":
            with sqlite3.connect(path) as copy:
                connection.connection.backup(copy)
                # As the product's is by then: two who turn it on at once do not wait for each other.
                copy.execute("PRAGMA journal_mode=WAL")
        return reach

    def reach() -> BaseDatabaseWrapper:
        made = connections.create_connection(DEFAULT_DB_ALIAS)
        if connection.vendor == "sqlite":
            made.settings_dict = made.settings_dict | {"NAME": path}
        return made

    return share


@contextmanager
def through(reach: Connect) -> Iterator[None]:
    """Everything in this thread talks to the database by this connection."""
    before, made = connections[DEFAULT_DB_ALIAS], reach()
    connections[DEFAULT_DB_ALIAS] = made
    try:
        yield
    finally:
        made.close()
        connections[DEFAULT_DB_ALIAS] = before


def url() -> str:
    """The DATABASE_URL with which another process reaches the test's PostgreSQL; empty on SQLite."""
    if connection.vendor == "sqlite":
        return ""
    at = connection.settings_dict
    port = f":{at['PORT']}" if at["PORT"] else ""
    login = f"{at['USER']}:{quote(at['PASSWORD'])}@" if at["PASSWORD"] else f"{at['USER']}@"
    return f"postgres://{login}{quote(at['HOST'], safe='')}{port}/{at['NAME']}"
