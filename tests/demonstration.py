"""The demonstration network as the cast of whole paths: loaded once by each test process, then copied in.

Loading takes seconds, copying the rows of every table a fraction of one; both databases take them in any
order, as their foreign keys are checked when the transaction ends.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

# The test database fills these itself whenever it is emptied.
KEPT = {"django_content_type", "auth_permission"}

Rows = list[tuple[Any, ...]] | bytes
"""A table's rows; in PostgreSQL as it writes and reads them itself."""


class Demonstration:
    """The rows of every table as they are after loading, and after what `more` does then."""

    def __init__(self, load: Callable[[], object], *more: Callable[[], object]) -> None:
        self.steps, self.tables = (load, *more), dict[str, Rows]()

    def set_up(self) -> None:
        """Fill the empty test database."""
        if self.tables:
            _write(self.tables)
            return
        for step in self.steps:
            step()
        self.tables = _read()


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
