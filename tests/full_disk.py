"""A database that may not grow: what a full disk is to it. SQLite can be told so, PostgreSQL cannot."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

only_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite can be told how large it may be"
)


@contextmanager
def full_disk() -> Iterator[None]:
    """No page more than now, and none free: what earlier tests took back would still hold an upload.

    For tests with `transaction=True`: a full SQLite rolls back everything, a test's own frame too.
    """
    with connection.cursor() as cursor:
        limit = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA max_page_count={limit}")
