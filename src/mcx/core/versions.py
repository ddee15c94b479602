"""What is made from many rows and asked for often is kept by each process, by the version of these rows.

Whatever is written is recorded in the audit log in the same transaction (`core.audit`), and there the version
of everything that is made from such a subject changes: no service can forget it. A version is a random name,
never a number: two transactions of which one is taken back never give two states the same version.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

from mcx.core.models import Version

REGISTER = "register"
# What is made from which subjects of the audit log.
MADE_FROM = {
    REGISTER: frozenset(
        {
            "network.network",
            "network.institution",
            "network.institutionname",
            "network.membership",
            "network.accreditation",
            "network.charter",
            "keys.signingkey",
            "keys.seal",
        }
    ),
}
Made = TypeVar("Made")
_PRESENT = "SELECT version FROM core_version WHERE name = %s"
_kept: dict[str, tuple[str, Any]] = {}


def note(subject_type: str) -> None:
    """Something was written about such a subject: what is made from it is not what it was."""
    for name, subjects in MADE_FROM.items():
        if subject_type in subjects:
            Version.objects.update_or_create(name=name, defaults={"version": secrets.token_hex(16)})


def _version(name: str) -> str | None:
    """The present version; written out, as it is asked at every verification."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT, [name])
        found = cursor.fetchone()
    return found[0] if found else None


def kept(name: str, make: Callable[[], Made]) -> Made:
    """What this process made of the present version, else made now (one query where it is kept).

    Whoever gets it must not change it: others get the same. Nothing is kept before the first deed.
    """
    version = _version(name)
    found = _kept.get(name)
    if found and found[0] == version:
        made: Made = found[1]
        return made
    made = make()
    if version is not None:
        _kept[name] = version, made
    return made
