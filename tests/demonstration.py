"""The demonstration network as the cast of whole paths: a run loads it once, each test process copies it into
a database of its own beside the empty one, and tests that ask for it run in it under their own transaction.

Loading takes seconds, copying its rows hundredths, changing the database nothing. A test with
`transaction=True` empties its database at the end: then the rows are copied again. SQLite and PostgreSQL take
them in any order, as their foreign keys are checked when the transaction ends.
"""

import fcntl
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from mcx.network.models import Network

# The test database fills these itself whenever it is emptied.
KEPT = {"django_content_type", "auth_permission"}

Rows = list[tuple[Any, ...]] | bytes
"""A table's rows; in PostgreSQL as it writes and reads them itself."""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """No other process of this run is here meanwhile."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Demonstration:
    """A database with the rows of every table as they are after these steps.

    The first process of a run that needs it takes the steps and leaves the rows in the run's folder.
    """

    def __init__(self, name: str, folder: Path, *steps: Callable[[], object]) -> None:
        self.name, self.steps, self.tables = name, steps, dict[str, Rows]()
        self.database, self.connection = "", None
        self.kept, self.lock = folder / f"rows of {name}", folder / f"lock of {name}"

    @contextmanager
    def instead(self) -> Iterator[None]:
        """Everything talks to this database, not to the empty one."""
        self.database = self.database or _beside(self.name)
        connection.ensure_connection()
        empty, name = connection.connection, connection.settings_dict["NAME"]
        connection.connection, connection.settings_dict["NAME"] = self.connection, self.database
        try:
            self._fill(empty)
            yield
        finally:
            self.connection = connection.connection
            connection.connection, connection.settings_dict["NAME"] = empty, name

    def write(self) -> None:
        """Write the rows into a database with empty tables."""
        _write(self.tables)

    def remove(self) -> None:
        """Leave nothing of it."""
        if self.connection is not None:
            self.connection.close()
        if self.database and connection.vendor == "postgresql":
            connection.creation.destroy_test_db(suffix=self.name, verbosity=0)

    def _fill(self, empty: Any) -> None:
        if not self.tables:
            self._begin(empty)
        elif not Network.objects.exists():
            self.write()

    @transaction.atomic
    def _load(self) -> None:
        for step in self.steps:
            step()

    def _begin(self, empty: Any) -> None:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            empty.backup(connection.connection)
        with alone(self.lock):
            if self.kept.exists():
                self.tables = pickle.loads(self.kept.read_bytes())
                self.write()
            else:
                self._load()
                self.tables = _read()
                self.kept.write_bytes(pickle.dumps(self.tables))


def _beside(name: str) -> str:
    """The name of a database beside the empty one: a copy in PostgreSQL; SQLite makes it when asked for."""
    if connection.vendor == "sqlite":
        return f"file:{name}?mode=memory&cache=shared"
    connection.creation.clone_test_db(name, verbosity=0)
    return str(connection.creation.get_test_db_clone_settings(name)["NAME"])


def _read() -> dict[str, Rows]:
    with connection.cursor() as cursor:
        names = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT)
        tables = {name: _take(cursor, connection.ops.quote_name(name)) for name in names}
    return {name: rows for name, rows in tables.items() if rows}


def _take(cursor: Any, table: str) -> Rows:
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} TO STDOUT BINARY") as lines:
            return b"".join(lines)
    cursor.execute(f"SELECT * FROM {table}")
    return list(cursor.fetchall())


def _fill(cursor: Any, table: str, rows: Rows) -> None:
    if isinstance(rows, bytes):
        with cursor.copy(f"COPY {table} FROM STDIN BINARY") as lines:
            lines.write(rows)
    else:
        places = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


@transaction.atomic
def _write(tables: dict[str, Rows]) -> None:
    with connection.cursor() as cursor, _unasked(cursor):
        for name, rows in tables.items():
            _fill(cursor, connection.ops.quote_name(name), rows)
        models = apps.get_models(include_auto_created=True)
        if statements := connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute("\n".join(statements))


@contextmanager
def _unasked(cursor: Any) -> Iterator[None]:
    """PostgreSQL does not look up again the thousands of keys that the demonstration was loaded with."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
    yield
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = origin")
