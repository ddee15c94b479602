"""Tells a disk that takes no more from every other fault, whichever layer ran into it."""

import errno
import sqlite3
from collections.abc import Iterator

# What the system says of a full disk, a used-up quota, a file that may not grow, a disk mounted read-only.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
# What SQLite says: no room, not writable, and that the system refused to write or to lengthen a file.
SQLITE_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
# And PostgreSQL: disk_full (SQLSTATE, PostgreSQL Appendix A).
POSTGRES_FULL = {"53100"}


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or one that it came from, says that nothing more can be written."""
    return any(_says_full(each) for each in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _says_full(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in SQLITE_FULL
    if isinstance(error, OSError):
        return error.errno in FULL
    return getattr(error, "sqlstate", None) in POSTGRES_FULL
