"""Threads of a test that reach one database by connections of their own."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Connect = Callable[[], BaseDatabaseWrapper]


def sharing(path: Path) -> Connect:
    """How other threads reach what the test has written so far: on SQLite through a file, as the product.

    The test database of SQLite lives in memory, where two connections cannot wait for each other.
    """

    def reach() -> BaseDatabaseWrapper:
        made = connections.create_connection(DEFAULT_DB_ALIAS)
        if connection.vendor == "sqlite":
            made.settings_dict = made.settings_dict | {"NAME": path}
        return made

    if connection.vendor == "sqlite":
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
    return reach


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
