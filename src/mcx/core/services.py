"""Care of the storage of files: moving there what is in the database, and comparing the two.

Every table with the columns of a file (`core.files.Row`) is one of files, whichever room it belongs to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db import transaction

from mcx.core import audit, files
from mcx.core.encryption import only
from mcx.core.errors import Unavailable

COLUMNS = {"content", "place", "sha256"}
AT_ONCE = 50
# What is younger may belong to a transaction that is not written yet.
LEFT_ALONE = timedelta(days=1)


def _tables() -> list[Any]:
    return [one for one in apps.get_models() if {field.name for field in one._meta.fields} >= COLUMNS]


def move_files(*, at: datetime) -> int:
    """Move every file of the database into the storage, some at a time: how many. It may be interrupted.

    :raises FilesAway: when the storage does not take one; those before it are moved
    """
    return sum(_move_some(table, some, at) for table in _tables() for some in _some(table))


def _some(table: Any) -> Iterator[list[Any]]:
    last: Any = None
    while True:
        rows = table.objects.filter(place="").exclude(content=b"").order_by("pk")
        found = list((rows if last is None else rows.filter(pk__gt=last))[:AT_ONCE])
        if not found:
            return
        yield found
        last = found[-1].pk


def _move_some(table: Any, rows: list[Any], at: datetime) -> int:
    """The bytes are in the storage before any row says so; of two who move at once the first is believed."""
    kept = [(row.pk, files.keep(bytes(row.content))) for row in rows]
    with transaction.atomic():
        moved = 0
        for key, one in kept:
            there = table.objects.filter(pk=key, place="")
            moved += there.update(content=one.content, place=one.place)
        if moved:
            audit.record("core.files-moved", only(), by=None, at=at, number=moved)
    return moved


@dataclass(frozen=True, slots=True)
class Found:
    """What differs between the storage and the database."""

    missing: list[str]
    damaged: list[str]
    removed: int


def check_files(*, at: datetime, reads: bool) -> Found:
    """Compare names, and bytes where asked; remove what belongs to no row and is not new.

    The storage is listed first: what is written meanwhile is in no list and is left alone.
    """
    there = files.storage()
    listed = set(there.listdir("")[1]) if there else set()
    named, damaged = set[str](), []
    for table in _tables():
        for row in table.objects.exclude(place="").only("pk", "place", "sha256").iterator():
            named.add(row.place)
            if reads and not _is_whole(row):
                damaged.append(f"{table._meta.label} {row.pk}")
    missing = sorted(named - {*listed, *(name for name in named - listed if there and there.exists(name))})
    return Found(missing, damaged, _sweep(there, listed - named, at) if there else 0)


def _is_whole(row: Any) -> bool:
    try:
        files.read(row)
    except Unavailable:
        return False
    return True


def _sweep(there: Storage, names: set[str], at: datetime) -> int:
    old = [name for name in names if at - there.get_modified_time(name) > LEFT_ALONE]
    for name in old:
        there.delete(name)
    return len(old)
