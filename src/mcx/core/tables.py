"""Whether the tables are those of this version: which migrations made them, and what these said.

Until 1.0 each domain has one initial migration that changes in place, so its name alone says nothing: a
digest of what it does is kept with the database that it made.
"""

import tokenize
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

from mcx.core.encryption import only
from mcx.core.errors import Unavailable
from mcx.core.models import Deployment

SAYING = {tokenize.NAME, tokenize.NUMBER, tokenize.STRING, tokenize.OP}
LAYOUT = {",", "(", ")"}


class EarlierDatabase(Unavailable):
    """The tables were made by other migrations than those of this version."""

    code = "earlier-database"
    message = _("This database was created by an earlier development version, whose tables were different.")
    fix = _(
        "To reset a demonstration, run: make demo-reset. Other networks must go back to their earlier "
        "version."
    )


@cache
def _ours() -> Mapping[str, str]:
    """The digest of each of our migrations by its name."""
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("mcx.")}
    return {
        f"{label}.{name}": _digest(Path(str(import_module(one.__module__).__file__)))
        for (label, name), one in _loader().disk_migrations.items()
        if label in labels
    }


def _digest(path: Path) -> str:
    """Of what the file says, not of its comments and layout: the date it was made, another line length."""
    with path.open("rb") as source:
        signs = [one.string for one in tokenize.tokenize(source.readline) if one.type in SAYING]
    return sha256("\n".join(sign for sign in signs if sign not in LAYOUT).encode()).hexdigest()


@cache
def _loader() -> MigrationLoader:
    return MigrationLoader(None)


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def are_complete() -> bool:
    """Whether every migration of this version has been applied (two queries)."""
    return set(_loader().disk_migrations) <= _applied()


def require_same() -> None:
    """Go on only where the tables that are there were made as this version makes them.

    Tables of which nothing was written down are believed.

    :raises EarlierDatabase: when they were not
    """
    applied = {f"{label}.{name}" for label, name in _applied()} & set(_ours())
    if not applied:
        return
    if Deployment._meta.db_table not in connection.introspection.table_names():
        raise EarlierDatabase()
    row = Deployment.objects.filter(pk=Deployment.ONLY).first()
    kept: Mapping[str, str] = row.migrations if row else {}
    if any(kept.get(name, _ours()[name]) != _ours()[name] for name in applied):
        raise EarlierDatabase()


def write_down() -> None:
    """Keep how the tables were made; in the caller's transaction."""
    row = only()
    row.migrations = dict(_ours())
    row.save(update_fields=["migrations"])
