"""What is made from many rows and asked for often is kept by each process, by the version of these rows.

Whatever is written is recorded in the audit log in the same transaction (`core.audit`), and there the version
of everything that is made from such a subject changes: no service can forget it. A version is a set of random
names, mostly of one. Each change adds a name of its own and removes those that it finds and nobody else is
just removing: so nobody waits for another, whatever else both hold, and no two states have the same set, in
whichever order transactions commit or are taken back.
"""

import secrets
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, TypeVar

from django.db import connections, transaction

from mcx.core.models import Version
from mcx.core.replica import in_use

REGISTER = "register"
# What is made from which subjects of the audit log.
MADE_FROM = {
    REGISTER: frozenset(
        {
            "network.network",
            "network.institution",
            "network.institutionname",
            "network.institutionidentifier",
            "network.membership",
            "network.accreditation",
            "network.charter",
            "keys.signingkey",
            "keys.seal",
        }
    ),
}
Made = TypeVar("Made")
# By database and name: what a replica that is behind shows is never taken for what the database has.
_kept: dict[tuple[str, str], tuple[frozenset[str], dict[Hashable, Any]]] = {}


@transaction.atomic(savepoint=False)
def note(subject_type: str) -> None:
    """Something was written about such a subject: what is made from it is not what it was."""
    for name, subjects in MADE_FROM.items():
        if subject_type in subjects:
            found = Version.objects.filter(name=name).select_for_update(skip_locked=True)
            Version.objects.filter(pk__in=list(found.values_list("pk", flat=True))).delete()
            Version.objects.create(name=name, version=secrets.token_hex(16))


@cache
def _question(name: str) -> tuple[str, tuple[Any, ...]]:
    """The query for the names of a version. It is asked at every step, and Django takes ten times as long to
    write it as the database to answer it: so it is written once.
    """
    return Version.objects.filter(name=name).values_list("version").query.sql_with_params()


def of(name: str) -> frozenset[str]:
    """The present version; empty before the first deed (one query)."""
    with connections[in_use()].cursor() as cursor:
        cursor.execute(*_question(name))
        return frozenset(row[0] for row in cursor.fetchall())


def kept(name: str, make: Callable[[], Made], *, part: Hashable = None) -> Made:
    """What this process made of the present version, or a part of it, else made now (one query if kept).

    Whoever gets it must not change it: others get the same. Nothing is kept before the first deed.
    """
    place, version = (in_use(), name), of(name)
    if not version:
        return make()
    found = _kept.get(place)
    if found is None or found[0] != version:
        found = _kept[place] = version, {}
    parts = found[1]
    if part not in parts:
        parts[part] = make()
    made: Made = parts[part]
    return made
