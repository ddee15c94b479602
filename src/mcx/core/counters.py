"""Where counters are kept: rows of the database, which all processes share, or Redis where it is set.

A counter has a key, a count, and the second in which its window ends. Both places keep the same promises:
raising several is one atomic step, a window that has passed begins anew, and nothing waits for a request.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol

from django.db import connection

from mcx.core.models import Counter

SWEPT = 50  # rows of passed windows that one request removes


class Counted(NamedTuple):
    """A counter as it stands; `until` is the second, counted from 1970, in which its window ends."""

    key: str
    number: int
    until: int


class Counters(Protocol):
    """A place where counters are kept."""

    def raised(self, seconds: Mapping[str, int], now: int) -> list[Counted]:
        """Each counter raised by one; a new window is that many seconds long."""

    def lower(self, keys: Collection[str], now: int) -> None:
        """Take one off each counter whose window is open."""

    def standing(self, keys: Collection[str], now: int) -> list[Counted]:
        """The counters whose window is open."""

    def forget(self, keys: Collection[str]) -> None:
        """Remove the counters."""


_RAISE = """
INSERT INTO core_counter (key, count, until) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN core_counter.until <= %s THEN 1 ELSE core_counter.count + 1 END,
  until = CASE WHEN core_counter.until <= %s THEN excluded.until ELSE core_counter.until END
RETURNING key, count, until
"""
# Rows are held in the order of their keys, as raising holds them: no two statements wait for each other.
_HELD = "SELECT key FROM core_counter WHERE {which} ORDER BY key{lock}"
_LOWER = "UPDATE core_counter SET count = count - 1 WHERE key IN ({held})"
_DELETE = "DELETE FROM core_counter WHERE key IN ({held})"


class Rows:
    """Counters in the database: one row each, raised by one statement, so that no request waits."""

    def raised(self, seconds: Mapping[str, int], now: int) -> list[Counted]:
        """Raised in the order of the keys, so that two requests never wait for each other."""
        values = [value for key in sorted(seconds) for value in (key, now + seconds[key])]
        with connection.cursor() as cursor:
            cursor.execute(_RAISE.format(rows=", ".join(["(%s, 1, %s)"] * len(seconds))), [*values, now, now])
            counted = [Counted(*row) for row in cursor.fetchall()]
            if any(each.number == 1 for each in counted):
                cursor.execute(
                    _DELETE.format(held=_held("until <= %s", " LIMIT %s", " SKIP LOCKED")), [now, SWEPT]
                )
        return counted

    def lower(self, keys: Collection[str], now: int) -> None:
        """One statement."""
        with connection.cursor() as cursor:
            which = f"key IN ({_slots(keys)}) AND count > 0 AND until > %s"
            cursor.execute(_LOWER.format(held=_held(which)), [*keys, now])

    def standing(self, keys: Collection[str], now: int) -> list[Counted]:
        """One query."""
        found = Counter.objects.filter(key__in=keys, until__gt=now)
        return [Counted(*row) for row in found.values_list("key", "count", "until")]

    def forget(self, keys: Collection[str]) -> None:
        """One statement."""
        with connection.cursor() as cursor:
            cursor.execute(_DELETE.format(held=_held(f"key IN ({_slots(keys)})")), list(keys))


def _held(which: str, most: str = "", passing: str = "") -> str:
    """The keys of rows that are held; SQLite has one writer at a time and holds everything."""
    lock = f" FOR UPDATE{passing}" if connection.features.has_select_for_update else ""
    return _HELD.format(which=which, lock=most + lock)


def _slots(keys: Collection[str]) -> str:
    return ", ".join(["%s"] * len(keys))
