"""The demonstration network as the cast of whole paths: loaded once by each test process, then copied in.

Loading takes seconds, copying the rows of every table a fraction of one; both databases take them in any
order, as their foreign keys are checked when the transaction ends.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

# The test database fills these itself whenever it is emptied.
KEPT = {"django_content_type", "auth_permission"}

Rows = list[tuple[Any, ...]]


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
    tables = {}
    with connection.cursor() as cursor:
        for name in sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            tables[name] = cursor.fetchall()
    return {name: rows for name, rows in tables.items() if rows}


def _insert(cursor: Any, table: str, rows: Rows) -> None:
    places = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def _copy(cursor: Any, table: str, rows: Rows) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as lines:
        for row in rows:
            lines.write_row(row)


@transaction.atomic
def _write(tables: dict[str, Rows]) -> None:
    with connection.cursor() as cursor:
        fill = _copy if connection.vendor == "postgresql" else _insert
        for name, rows in tables.items():
            fill(cursor, connection.ops.quote_name(name), rows)
        models = apps.get_models(include_auto_created=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
