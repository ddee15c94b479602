"""Another key-encryption key takes over: all that the old one opens is encrypted anew, or nothing is."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from mcx.accounts.models import Person
from mcx.accounts.services import rewrap_second_factors
from mcx.core import audit, encryption
from mcx.core.encryption import WrongKeyEncryptionKey
from mcx.credentials.models import Seal, SigningKey
from mcx.credentials.signing import rewrapped
from microcred import KeyProblem


class Rotation(NamedTuple):
    """How many keys, seals and second factors were encrypted anew, and which did not open."""

    done: int
    left: tuple[str, ...] = ()


@transaction.atomic
def rotate_key_encryption_key(old: bytes, new: bytes, *, by: Person | None, at: datetime) -> Rotation:
    """Encrypt everything under the new key, in one transaction; under the new one already, nothing is done.

    A key that did not open before is left: no key opens it, and it stops no other.

    :raises WrongKeyEncryptionKey: when neither key is the one under which this database is encrypted
    """
    row = encryption.only()
    if encryption.is_locked(row) and encryption.fits(row, new):
        return Rotation(0)
    if not encryption.fits(row, old):
        raise WrongKeyEncryptionKey()
    rotation = _rewrap(old, new)  # everything that is encrypted under the key, before the sentinel says so
    row.sentinel = encryption.sentinel(new)
    row.save(update_fields=["sentinel"])
    audit.record(
        "core.key-encryption-key-rotated", row, by=by, at=at, keys=rotation.done, left=len(rotation.left)
    )
    return rotation


def _rewrap(old: bytes, new: bytes) -> Rotation:
    done, left = rewrap_second_factors(old=old, new=new)
    kept = SigningKey.objects, Seal.objects.exclude(wrapped=b"")
    for key in (each for rows in kept for each in rows.select_for_update().order_by("pk")):
        try:
            key.wrapped = rewrapped(key, old, new)
        except KeyProblem:
            left.append(str(key))
        else:
            key.save(update_fields=["wrapped"])
            done += 1
    return Rotation(done, tuple(left))
