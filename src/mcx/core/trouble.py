"""What to say when the database or the disk gives way: one clear sentence instead of a fault.

Nothing is lost then: a service is one transaction, so what could not be written whole was not written.
"""

import errno
import sqlite3
from collections.abc import Iterator

from django.db import DatabaseError, IntegrityError, InterfaceError
from django.utils.translation import gettext_lazy as _

from mcx.core.errors import Unavailable


class StorageFull(Unavailable):
    """The disk, or the place that the database has on it, is full."""

    code = "storage-full"
    message = _("There is no space left on the disk. Nothing you sent was saved.")
    fix = _("The people who run this network need to free some disk space. Then send it again.")


class DatabaseBusy(Unavailable):
    """Somebody else has held the database for too long."""

    code = "database-busy"
    message = _("Another process has locked the database. Nothing you sent was saved.")
    fix = _(
        "Try again in a few minutes. If it remains locked, the people who run this network need to end the "
        "process that has locked it."
    )


class DatabaseDamaged(Unavailable):
    """The database file or a part of it cannot be read."""

    code = "database-damaged"
    message = _("The database is damaged and cannot be read.")
    fix = _(
        "The people who run this network need to restore it from the last backup. Nothing is saved until "
        "then."
    )


class DatabaseAway(Unavailable):
    """The database does not answer, or cannot be opened or written."""

    code = "database-away"
    message = _("The database cannot be reached.")
    fix = _(
        "The people who run this network need to check that the database is running and can be opened. Then "
        "try again."
    )


class NotPrepared(Unavailable):
    """The database answers, but the tables of this version are not there."""

    code = "not-prepared"
    message = _("The database has not been prepared for this version.")
    fix = _("The people who run this network need to prepare it with: manage.py prepare.")


_OF_SQLITE: dict[int, type[Unavailable]] = {
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
    sqlite3.SQLITE_CANTOPEN: DatabaseAway,
    sqlite3.SQLITE_READONLY: DatabaseAway,
    sqlite3.SQLITE_IOERR: DatabaseAway,
    # Finer codes: the system refused to write or to lengthen a file.
    sqlite3.SQLITE_IOERR_WRITE: StorageFull,
    sqlite3.SQLITE_IOERR_TRUNCATE: StorageFull,
    sqlite3.SQLITE_IOERR_SHMSIZE: StorageFull,
}
# PostgreSQL, Appendix A: the longest beginning decides.
_OF_POSTGRESQL: dict[str, type[Unavailable]] = {
    "531": StorageFull,
    "55P03": DatabaseBusy,
    "57014": DatabaseBusy,
    "40": DatabaseBusy,
    "XX001": DatabaseDamaged,
    "XX002": DatabaseDamaged,
    "08": DatabaseAway,
    "53": DatabaseAway,
    "57P": DatabaseAway,
    "28": DatabaseAway,
    "3D000": DatabaseAway,
    "25006": DatabaseAway,
    "42P01": NotPrepared,
    "42703": NotPrepared,
}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def trouble_of(error: BaseException | None) -> Unavailable | None:
    """The refusal to show instead of this error, if it comes from the database or the disk giving way."""
    for one in _behind(error):
        found = _kind(one)
        if found is not None:
            return found()
    return None


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what caused it, and so on; no ring is walked twice."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: BaseException) -> type[Unavailable] | None:
    if isinstance(error, OSError):
        return StorageFull if error.errno in _FULL else None
    if isinstance(error, IntegrityError) or not isinstance(error, DatabaseError | InterfaceError):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    return _of_state(getattr(cause, "sqlstate", None), str(error))


def _of_sqlite(cause: sqlite3.Error) -> type[Unavailable] | None:
    code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code == sqlite3.SQLITE_ERROR and str(cause).startswith(("no such table", "no such column")):
        return NotPrepared
    return _OF_SQLITE.get(code, _OF_SQLITE.get(code & 0xFF))


def _of_state(state: str | None, words: str) -> type[Unavailable] | None:
    if state is None:  # the connection itself failed; a mistake of ours in a query has a state
        return DatabaseAway if "connect" in words else None
    begins = [start for start in _OF_POSTGRESQL if state.startswith(start)]
    return _OF_POSTGRESQL[max(begins, key=len)] if begins else None
