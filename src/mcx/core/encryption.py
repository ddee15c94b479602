"""The key-encryption key, and the sentinel by which every start knows that it is the right one.

The sentinel is a few bytes kept in the database, encrypted under the key before anything else is. Whoever
cannot open it must not go on: nothing else would open either, and whatever was encrypted under another
key would be lost with it. So a key is made in one place only, where no sentinel is.
"""

import os
from base64 import urlsafe_b64decode
from pathlib import Path

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


class KeyEncryptionKeyMissing(Unavailable):
    """The database holds what only the key-encryption key opens, and there is none."""

    code = "key-encryption-key-missing"
    message = _("The key-encryption key is missing, and the database holds keys that only it opens.")
    fix = _("Put back MCX_KEY_ENCRYPTION_KEY, or in a demonstration the file key-encryption-key.")


class WrongKeyEncryptionKey(Unavailable):
    """The key-encryption key is not the one under which this database's keys are encrypted."""

    code = "wrong-key-encryption-key"
    message = _("The key-encryption key is not the one under which this database's keys are encrypted.")
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


def require() -> None:
    """Go on only with the right key; a database in which nothing is encrypted yet needs none (one query).

    :raises KeyEncryptionKeyMissing: where there is none
    :raises WrongKeyEncryptionKey: where it does not open the sentinel
    """
    row = Deployment.objects.filter(pk=Deployment.ONLY).first()
    if row is not None and row.sentinel and not opens(row.sentinel, key_encryption_key()):
        raise WrongKeyEncryptionKey()


def has_begun() -> bool:
    """Whether something may be encrypted already (one query)."""
    return Deployment.objects.filter(pk=Deployment.ONLY).exclude(sentinel=b"").exists()


@transaction.atomic
def begin() -> Deployment:
    """Before anything is encrypted: prove the key, or bind this database to it by its sentinel.

    The row stays locked to the end of the transaction, so that no key is rotated away meanwhile. A
    demonstration makes its key here, where none can be needed yet.

    :raises KeyEncryptionKeyMissing: in production without one, and where an old one is needed
    :raises WrongKeyEncryptionKey: where it does not open the sentinel
    """
    row = only()
    if not row.sentinel:
        if settings.DEMO and not settings.KEY_ENCRYPTION_KEY:
            folder.kept_or_made(key_file())
        row.sentinel = sentinel(key_encryption_key())
        row.save(update_fields=["sentinel"])
    elif not opens(row.sentinel, key_encryption_key()):
        raise WrongKeyEncryptionKey()
    return row


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
