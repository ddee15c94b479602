"""The key-encryption key, and the sentinel by which every start knows that it is the right one.

The sentinel is a few bytes kept in the database, encrypted under the key before anything else is. Whoever
cannot open it must not go on: nothing else would open either, and whatever was encrypted under another
key would be lost with it. So a key is made in one place only, where nothing is encrypted yet. Should the
sentinel be lost, the newest of everything that is kept under the key stands for it (`keeps`).
"""

import os
from base64 import urlsafe_b64decode
from collections.abc import Callable
from pathlib import Path
from threading import Event

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.core import folder
from mcx.core.errors import Unavailable
from mcx.core.models import Deployment

FILE = "key-encryption-key"
BYTES, NONCE = 32, 12
SAYS, PURPOSE = b"This is the key.", b"mcx sentinel 1"

Lock = Callable[[bytes], bool]  # whether a key opens it
_KEEPERS: list[Callable[[], Lock | None]] = []
_OWED = Event()  # set in a process that began without the database, which alone can prove the key


def keeps(newest: Callable[[], Lock | None]) -> None:
    """Let a domain say what it keeps under the key: the lock of the newest, None where nothing is."""
    if newest not in _KEEPERS:
        _KEEPERS.append(newest)


class KeyEncryptionKeyMissing(Unavailable):
    """The database holds what only the key-encryption key opens, and there is none."""

    code = "key-encryption-key-missing"
    message = _("The key-encryption key is missing. The database contains keys that only this key can open.")
    fix = _("Put back MCX_KEY_ENCRYPTION_KEY, or in a demonstration the file key-encryption-key.")


class WrongKeyEncryptionKey(Unavailable):
    """The key-encryption key is not the one under which this database's keys are encrypted."""

    code = "wrong-key-encryption-key"
    message = _("The key-encryption key is not the one that encrypted the keys in this database.")
    fix = _("Put back the key that belongs to this database (MCX_KEY_ENCRYPTION_KEY) and start again.")


def key_encryption_key() -> bytes:
    """The 32 bytes under which everything secret is encrypted at rest.

    :raises KeyEncryptionKeyMissing: where there is none
    """
    text = settings.KEY_ENCRYPTION_KEY or (folder.kept_text(key_file()) if settings.DEMO else "")
    if not text:
        raise KeyEncryptionKeyMissing()
    return decoded(text)


def key_file() -> Path:
    """Where a demonstration keeps its key."""
    return Path(settings.DATA_DIR) / FILE


def decoded(text: str) -> bytes:
    """The bytes of a key in base64; WrongKeyEncryptionKey for a text that is no key."""
    try:
        key = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise WrongKeyEncryptionKey() from error
    if len(key) != BYTES:
        raise WrongKeyEncryptionKey()
    return key


def require() -> bool:
    """Go on only with the right key; False where nothing is encrypted yet, which needs none (one query).

    :raises KeyEncryptionKeyMissing: where there is none
    :raises WrongKeyEncryptionKey: where it does not open what is encrypted
    """
    row = Deployment.objects.filter(pk=Deployment.ONLY).first()
    locked = is_locked(row)
    if locked and not fits(row, key_encryption_key()):
        raise WrongKeyEncryptionKey()
    return locked


def owe() -> None:
    """Let this process begin unproven; it serves nobody before `settle` has gone through once."""
    _OWED.set()


def settle() -> None:
    """Prove the key where this process still owes it (one query, once); see `require` for what is raised."""
    if _OWED.is_set():
        require()
        _OWED.clear()


@transaction.atomic
def begin() -> Deployment:
    """Before anything is encrypted: prove the key, or bind this database to it by its sentinel.

    The row stays locked to the end of the transaction, so that no key is rotated away meanwhile. A
    demonstration makes its key here, where none can be needed yet.

    :raises KeyEncryptionKeyMissing: in production without one, and where an old one is needed
    :raises WrongKeyEncryptionKey: where it does not open what is encrypted
    """
    row = only()
    if is_locked(row):
        if not fits(row, key_encryption_key()):
            raise WrongKeyEncryptionKey()
    elif settings.DEMO and not settings.KEY_ENCRYPTION_KEY:
        folder.kept_or_made(key_file())
    if not row.sentinel:
        row.sentinel = sentinel(key_encryption_key())
        row.save(update_fields=["sentinel"])
    return row


def is_locked(row: Deployment | None) -> bool:
    """Whether anything is encrypted: the sentinel, or what it should have told of."""
    return bool(_locks(row))


def fits(row: Deployment | None, key: bytes) -> bool:
    """Whether the key opens the sentinel or, where that is lost, the newest of everything that is kept."""
    return all(opens_it(key) for opens_it in _locks(row))


def _locks(row: Deployment | None) -> list[Lock]:
    kept = row.sentinel if row is not None else b""
    if kept:
        return [lambda key: opens(kept, key)]
    return [lock for newest in _KEEPERS if (lock := newest()) is not None]


def only() -> Deployment:
    """The deployment's row, made if it is not there, and locked."""
    Deployment.objects.get_or_create(pk=Deployment.ONLY)
    return Deployment.objects.select_for_update().get(pk=Deployment.ONLY)


def sentinel(key: bytes) -> bytes:
    """A new sentinel under the key."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, SAYS, PURPOSE)


def opens(kept: bytes | memoryview, key: bytes) -> bool:
    """Whether the key is the one under which the sentinel was made."""
    nonce, sealed = bytes(kept[:NONCE]), bytes(kept[NONCE:])
    try:
        return AESGCM(key).decrypt(nonce, sealed, PURPOSE) == SAYS
    except (InvalidTag, ValueError):
        return False
