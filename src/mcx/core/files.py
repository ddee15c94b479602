"""Where the bytes of files are: in the row that describes them, or in the storage that `MCX_FILES_URL` names.

A row has `content`, `place` and `sha256`: either the bytes, or their name in the storage. Both may be in one
table, so that a network moves from one to the other while it is in use (`manage.py move_files`). A file is
never changed, and what is read is what was written: other bytes than the row's digest are refused.

A name is used once. What a transaction that was taken back left in the storage belongs to no row and is
removed by `manage.py check_files`, never by a request.
"""

from hashlib import sha256
from typing import NamedTuple, Protocol
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.core.errors import Unavailable

log = structlog.get_logger("mcx.files")
ALIAS = "files"
# The same storage, asked with little patience: whether it answers is asked by those who cannot wait.
ASKED = "files-asked"


class FilesAway(Unavailable):
    """The storage of files does not answer, or refuses us."""

    code = "files-away"
    message = _("The storage of files cannot be reached. Nothing you sent was saved.")
    fix = _(
        "Try again in a few minutes. If it happens again, the people who run this network need to check the "
        "storage and MCX_FILES_URL."
    )


class FileDamaged(Unavailable):
    """The storage has no such file, or other bytes than were written."""

    code = "file-damaged"
    message = _("This file is missing from the storage, or was changed there. It is not shown.")
    fix = _("The people who run this network need to restore it from their backup of the storage.")


class Row(Protocol):
    """A row that describes a file."""

    @property
    def content(self) -> bytes | memoryview: ...

    @property
    def place(self) -> str: ...

    @property
    def sha256(self) -> str: ...


class Kept(NamedTuple):
    """Where new bytes are: the values of a row's columns."""

    content: bytes
    place: str
    sha256: str


def storage() -> Storage | None:
    """The storage that is set; none where files are in the database."""
    return storages[ALIAS] if ALIAS in settings.STORAGES else None


def answers() -> bool:
    """Whether the storage that is set tells us, within two seconds, if it has a file."""
    try:
        storages[ASKED].exists("readiness")
    except Exception:  # each storage has its own kinds
        log.warning("the storage of files does not answer", exc_info=True)
        return False
    return True


def keep(data: bytes) -> Kept:
    """Keep these bytes; the row is for the caller to write.

    :raises FilesAway: when the storage does not take them
    """
    digest, there = sha256(data).hexdigest(), storage()
    if there is None:
        return Kept(data, "", digest)
    try:
        return Kept(b"", there.save(str(uuid4()), ContentFile(data)), digest)
    except Exception as error:  # each storage has its own kinds
        log.exception("a file could not be kept")
        raise FilesAway() from error


def read(row: Row) -> bytes:
    """The bytes of a file, as they were written.

    :raises FilesAway: when the storage does not answer
    :raises FileDamaged: when it has no such file or another one
    """
    if not row.place:
        return bytes(row.content)
    data = _fetched(row.place)
    if sha256(data).hexdigest() != row.sha256:
        log.error("a file is not what was written", place=row.place)
        raise FileDamaged()
    return data


def _fetched(place: str) -> bytes:
    there = storage()
    if there is None:
        log.error("a file is in a storage, and MCX_FILES_URL names none", place=place)
        raise FilesAway()
    try:
        with there.open(place) as file:
            found: bytes = file.read()
    except FileNotFoundError as error:
        log.exception("a file is missing", place=place)
        raise FileDamaged() from error
    except Exception as error:  # each storage has its own kinds
        log.exception("a file could not be read", place=place)
        raise FilesAway() from error
    return found


def forget(row: Row) -> None:
    """Remove a file once the transaction that removes its row is written."""
    place, there = row.place, storage()
    if place and there is not None:
        transaction.on_commit(lambda: _remove(there, place))


def _remove(there: Storage, place: str) -> None:
    try:
        there.delete(place)
    except Exception:
        log.exception("a file could not be removed; check_files will do it", place=place)
