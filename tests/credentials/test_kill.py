"""A worker that is killed while it signs: whatever it had done, each credential is issued exactly once.

Real processes on a database of their own, of the kind that the tests run on; nothing is replaced in them.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from microcred.status_list import StatusList
from tests.cast import NOW
from tests.credentials.deployment import LEARNERS

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds for what a quiet machine does in five
FORMATS = 3


class Deployment:
    """A network of its own in a folder, whose commands run as processes."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.file = folder / "mcx.sqlite3"
        # A minute after the awards were claimed, whatever the machine's own clock says.
        later = (NOW + timedelta(minutes=1)).isoformat()
        own = {
            "MCX_FIXED_NOW": later,
            "MCX_DATA_DIR": str(folder),
            "DATABASE_URL": url,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        self.environment = {**os.environ, **own}
        self.url = url

    def run(self, what: str) -> None:
        """Run `tests/credentials/deployment.py` to its end."""
        command = [sys.executable, "-m", "tests.credentials.deployment", what]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=False, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()

    @contextmanager
    def worker(self, patience: str = "60") -> Iterator[subprocess.Popen[bytes]]:
        """A worker that does what is queued; ended for good at the latest when the test ends."""
        command = [sys.executable, "manage.py", "worker", "--interval", "0.05", "--patience", patience]
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """What the database answers to a query."""
        if self.url:
            with psycopg.connect(self.url) as server:
                return server.execute(question).fetchall()
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=20)) as connection:
            return connection.execute(question).fetchall()


@contextmanager
def _database() -> Iterator[str]:
    """The address of an empty database beside that of the tests; empty for SQLite, which is a file."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield ""
        return
    name = f"kill_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    """A network in which four awards were claimed and wait to be signed."""
    with _database() as url:
        made = Deployment(tmp_path, url)
        made.run("queue")
        yield made


CREDENTIALS = "select award_id, format, sha256 from credentials_issuedcredential order by award_id, format"
STATES = "select status, count(*) from credentials_award group by status"
ISSUED = "select count(*) from core_auditentry where action = 'credentials.issued'"
RUNNING = "select count(*) from django_tasks_database_dbtaskresult where status = 'RUNNING'"


ANEW = "select award_id, format from credentials_issuedcredential where replaces_id is not null"
# Of each copy that names a list its place there, and whether another replaced it.
PLACES = """select entry."index", newer.id is not null from credentials_statusentry entry
    left join credentials_issuedcredential newer on newer.replaces_id = entry.credential_id"""


def _kill_while_it_signs(deployment: Deployment, until: str = RUNNING) -> None:
    """Kill a worker as soon as the database answers to this with something else than none."""
    with deployment.worker() as worker:
        deadline = time.monotonic() + PATIENCE
        while deployment.ask(until) in ([(0,)], []):
            assert time.monotonic() < deadline, "no worker began"
            time.sleep(0.002)
        os.kill(worker.pid, signal.SIGKILL)


def test_a_killed_worker_leaves_nothing_half_done_and_nothing_twice(deployment: Deployment) -> None:
    _kill_while_it_signs(deployment)
    left, begun = dict(deployment.ask(STATES)), deployment.ask(CREDENTIALS)

    deployment.run("restart")

    issued = deployment.ask(CREDENTIALS)
    assert left["claimed"] > 0, "it was killed before it was done"
    assert len(begun) == FORMATS * left.get("issued", 0), "no award was issued in some of its formats only"
    assert dict(deployment.ask(STATES)) == {"issued": len(LEARNERS)}
    assert len({row[:2] for row in issued}) == len(issued) == FORMATS * len(LEARNERS)
    assert set(begun) <= set(issued), "what was issued before it was killed stays as it is"


def test_other_workers_finish_what_it_left_without_any_command(deployment: Deployment) -> None:
    _kill_while_it_signs(deployment)

    with deployment.worker("1"), deployment.worker("1"):
        deadline = time.monotonic() + PATIENCE
        while dict(deployment.ask(STATES)) != {"issued": len(LEARNERS)}:
            assert time.monotonic() < deadline, deployment.ask(STATES)
            time.sleep(0.1)

    issued = deployment.ask(CREDENTIALS)
    assert len({row[:2] for row in issued}) == len(issued) == FORMATS * len(LEARNERS)
    assert deployment.ask(ISSUED) == [(len(LEARNERS),)], "each was issued once, says the log"


def _ended(deployment: Deployment) -> list[tuple[bool, bool]]:
    """Of each copy in the status list whether its bit is set, and whether another replaced it."""
    bits = StatusList(bytes(deployment.ask("select bits from credentials_statuslist")[0][0]))
    return [(bits[index], bool(is_replaced)) for index, is_replaced in deployment.ask(PLACES)]


def test_another_worker_goes_on_where_one_was_killed_while_it_signed_anew(deployment: Deployment) -> None:
    """No command is needed: its job is gone, what is lacking is not."""
    deployment.run("restart")
    deployment.run("lose")
    _kill_while_it_signs(deployment, until=ANEW)
    begun = deployment.ask(ANEW)

    with deployment.worker():
        deadline = time.monotonic() + PATIENCE
        while len(done := deployment.ask(ANEW)) < FORMATS * len(LEARNERS):
            assert time.monotonic() < deadline, done
            time.sleep(0.1)

    assert 0 < len(begun) < len(done), "it was killed in the middle"
    assert set(begun) <= set(done)
    assert len(set(done)) == len(done) == FORMATS * len(LEARNERS)


def test_a_worker_killed_while_it_signs_anew_leaves_no_copy_by_halves(deployment: Deployment) -> None:
    """The key was lost: the old copies end when the new ones are there, neither before nor after."""
    deployment.run("restart")
    deployment.run("lose")
    _kill_while_it_signs(deployment, until=ANEW)
    begun, ended = deployment.ask(ANEW), _ended(deployment)

    deployment.run("restart")

    assert 0 < len(begun) < FORMATS * len(LEARNERS), "it was killed in the middle"
    assert len(begun) % FORMATS == 0, "no award was signed anew in some of its formats only"
    assert all(is_set is is_replaced for is_set, is_replaced in ended)
    done, places = deployment.ask(ANEW), _ended(deployment)
    assert len(set(done)) == len(done) == FORMATS * len(LEARNERS)
    assert len(deployment.ask(CREDENTIALS)) == 2 * len(done)
    assert sorted(places) == sorted([(True, True), (False, False)] * 2 * len(LEARNERS))
