"""Through a pool that lends a connection for one transaction nothing is asked that outlives a transaction."""

import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import django_tasks_db
import pytest

from bench.faults.site import Site, free_port
from bench.rehearsal.pool import Pool
from bench.rehearsal.postgres import Machine, open_folder, pair
from mcx.core.environment import ROOT
from tests.installed import POSTGRESQL, require
from tests.postgres import QUICK

# PgBouncer's list of what does not work in transaction mode: a session's lock would stay with the connection.
SESSIONS = re.compile(
    r"pg_(try_)?advisory_(lock|unlock)|\b(UN)?LISTEN\b|WITH HOLD|\bPREPARE\b|CREATE TEMP|\bSET SESSION\b"
)
SOURCES = [
    *(ROOT / "src" / "mcx").rglob("*.py"),
    *Path(str(django_tasks_db.__file__)).parent.rglob("*.py"),
]
DJANGO = {"DJANGO_SETTINGS_MODULE": "mcx.settings"}
SETTINGS = {
    "MCX_DATABASE_POOL": "on",
    "MCX_MODE": "production",
    "MCX_SECRET_KEY": secrets.token_urlsafe(64),
    "MCX_KEY_ENCRYPTION_KEY": secrets.token_urlsafe(32),
}
# What a deployment is told of its pool, and what Django makes of it.
SHOW = """
from django.conf import settings
at = settings.DATABASES["default"]
print(at["DISABLE_SERVER_SIDE_CURSORS"], at["OPTIONS"].get("options"), at["OPTIONS"].get("prepare_threshold"))
"""
# A visitor and somebody with a token ask for the catalogue, where the replica was fresh a moment ago.
READ = """
import time
import django; django.setup()
from django.test import Client
from mcx.core import replica
visitor = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
replica.watch._as_of = replica.watch._next = float("inf")
print(visitor.get("/catalogue/", secure=True).status_code, replica.watch.is_fresh(time.monotonic()))
print(visitor.get("/catalogue/", secure=True, headers={"Authorization": "Bearer none"}).status_code)
"""


@pytest.fixture(scope="module")
def deployment() -> Iterator[tuple[Machine, Site]]:
    """A network that was set up through PgBouncer, and the database behind it."""
    require(POSTGRESQL)
    require("pgbouncer")
    with (
        open_folder("mcx-pooled-") as folder,
        pair(folder, QUICK) as (primary, replica),
        Pool(folder / "pool", primary, replica) as pool,
    ):
        site = Site(folder / "data", pool.url, extra=SETTINGS)
        site.run("manage.py", "prepare")
        yield primary, site


def test_a_network_is_set_up_through_a_pool_and_compiles_no_query(deployment: tuple[Machine, Site]) -> None:
    primary, _site = deployment

    assert primary.ask("SHOW jit") == "off"
    assert primary.ask("SELECT count(*) > 50 FROM django_migrations")


def test_what_holds_a_lock_and_what_reads_row_by_row_work_through_a_pool(
    deployment: tuple[Machine, Site],
) -> None:
    primary, site = deployment

    site.run("manage.py", "db_worker", "--batch", "--no-startup-delay")
    site.run("manage.py", "check_catalogue")

    assert primary.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0


def test_whoever_does_not_own_the_database_is_told_what_to_ask_for(deployment: tuple[Machine, Site]) -> None:
    primary, site = deployment
    primary.ask("CREATE ROLE guest LOGIN")
    primary.ask("GRANT ALL ON ALL TABLES IN SCHEMA public TO guest")
    primary.ask("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO guest")
    guest = Site(site.folder, primary.url.replace("mcx@", "guest@"), extra=site.extra)

    done = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=ROOT,
        env=guest.environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "ALTER DATABASE … SET jit = off" in done.stderr


@pytest.mark.parametrize("is_there", [True, False])
def test_a_page_that_the_replica_fails_is_read_from_the_database(
    deployment: tuple[Machine, Site], is_there: bool
) -> None:
    _primary, site = deployment
    replica = f"{site.database}_replica" if is_there else f"postgres://mcx@127.0.0.1:{free_port()}/mcx"
    asking = Site(site.folder, site.database, extra={**SETTINGS, "MCX_REPLICA_URL": replica, **DJANGO})

    assert asking.run("-c", READ).split() == ["200", str(is_there), "200"]


@pytest.mark.parametrize(("pool", "said"), [("off", "False -c jit=off None"), ("on", "True None None")])
def test_a_pool_is_asked_for_nothing_at_the_start(tmp_path: Path, pool: str, said: str) -> None:
    site = Site(tmp_path, "postgres://mcx@nowhere/mcx", extra={"MCX_DATABASE_POOL": pool, **DJANGO})

    assert site.run("-c", SHOW).strip() == said


def test_nothing_is_asked_that_outlives_a_transaction() -> None:
    asking = [file for file in SOURCES if SESSIONS.search(file.read_text(encoding="utf-8"))]

    assert len(SOURCES) > 100
    assert asking == []
