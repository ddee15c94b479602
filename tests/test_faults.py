"""The fault run says in words what it found, and its client acknowledges only what was answered."""

import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench.faults.__main__ import lines, not_tried, total
from bench.faults.chaos import Verdict
from bench.faults.client import Client, Ledger, OutOfTime, Refused
from bench.faults.killer import DEEDS, JOBS, Killer, begun
from bench.faults.site import Site, free_port

FOUND = Verdict("kill -9", lost=["apply of 1"], stuck=["award 2", "award 3"], remarks=["killed: web 4 times"])


def test_a_verdict_names_what_it_counts() -> None:
    assert not FOUND.is_clean
    assert Verdict("kill -9").is_clean
    assert not Verdict("kill -9", missed=["kill -9 in the middle of revoke"]).is_clean
    assert list(lines(FOUND)) == [
        "\nkill -9: lost 1, doubled 0, stuck 2",
        "  lost: apply of 1",
        "  stuck: award 2",
        "  stuck: award 3",
        "  killed: web 4 times",
    ]
    assert total([FOUND, Verdict("x", doubled=["y"])]) == "acknowledged writes lost 1, doubled 1; stuck 2"


def test_what_was_not_tried_is_named() -> None:
    assert any(each.startswith("a full disk under PostgreSQL") for each in not_tried(is_quick=False))
    assert any(each.startswith("a wrong key under PostgreSQL") for each in not_tried(is_quick=False))
    assert any("kill -9 on PostgreSQL" in each for each in not_tried(is_quick=True))


def test_a_site_runs_on_its_own_folder_whatever_this_process_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCX_FIXED_NOW", "2020-01-01T00:00:00Z")
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")

    found = Site(tmp_path, port=1).environment

    assert found["MCX_DATA_DIR"] == str(tmp_path)
    assert not found["DATABASE_URL"]
    assert "MCX_FIXED_NOW" not in found


def test_a_site_keeps_its_port_while_nobody_listens_at_it() -> None:
    first_of_outgoing = 32_768  # on Linux, unless told otherwise

    assert all(1024 < free_port() < first_of_outgoing for _each in range(50))


ANSWERS = [(None, ""), (503, ""), (409, "1"), (201, "")]


class Moody(BaseHTTPRequestHandler):
    """Breaks off, is busy, is still at work, and then does it: the keys it was sent."""

    keys: list[str]

    def do_POST(self) -> None:
        """The next of the answers."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.keys.append(self.headers["Idempotency-Key"])
        status, wait = ANSWERS[min(len(self.keys), len(ANSWERS)) - 1]
        if "refused" in self.path:
            status, wait = 422, ""
        if status is None:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if wait:
            self.send_header("Retry-After", wait)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_words: object) -> None:
        """Quiet."""


@pytest.fixture
def moody() -> Iterator[int]:
    """The port of a server that breaks off, is busy, is at work, and then answers."""
    Moody.keys = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Moody) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_what_is_not_answered_is_sent_again_under_one_key_and_acknowledged_once(moody: int) -> None:
    ledger = Ledger()

    answer = Client(moody, ledger, time.monotonic() + 30).deed("apply", 7, "token", "/anything")

    assert answer == {}
    assert (len(Moody.keys), len(set(Moody.keys))) == (4, 1)
    assert ledger.acknowledged == [("apply", 7)]
    assert (ledger.cut["apply"], ledger.under_way["apply"]) == (1, 0)


def test_a_refusal_and_an_end_are_told_apart_and_acknowledge_nothing(moody: int) -> None:
    ledger = Ledger()

    with pytest.raises(Refused):
        Client(moody, ledger, time.monotonic() + 30).deed("apply", 7, "token", "/refused")
    with pytest.raises(OutOfTime):
        Client(moody, ledger, time.monotonic()).deed("apply", 7, "token", "/anything")

    assert not ledger.acknowledged


@pytest.fixture
def quiet(tmp_path: Path) -> Site:
    """Two jobs were begun and not ended, one was done, one waits."""
    rows = [(status,) for status in ("RUNNING", "RUNNING", "SUCCESSFUL", "READY")]
    with closing(sqlite3.connect(tmp_path / "mcx.sqlite3")) as file:
        file.execute("create table django_tasks_database_dbtaskresult (status text)")
        file.executemany("insert into django_tasks_database_dbtaskresult values (?)", rows)
        file.commit()
    return Site(tmp_path, port=1)


def test_a_job_is_cut_off_when_no_worker_can_be_at_it_any_more(quiet: Site) -> None:
    killer = Killer(quiet, Ledger(), random.Random(1), times=2)

    killer.count_jobs(alive=1)
    spared = killer.ledger.cut["issue"]
    killer.count_jobs()

    assert begun(quiet, JOBS) == 2
    assert (spared, killer.ledger.cut["issue"]) == (1, 2)


def test_killing_goes_on_until_each_deed_was_cut_off_as_often_as_asked(quiet: Site) -> None:
    killer = Killer(quiet, Ledger(), random.Random(1), times=2)
    killer.ledger.cut.update(dict.fromkeys(DEEDS, 2))
    killer.ledger.cut["revoke"] = 1

    assert killer.wanted() == {"revoke"}
    killer.work(lambda: False)
    assert not killer.killed, "nobody is left who revokes"
    killer.ledger.cut["revoke"] = 2
    killer.work(lambda: True)
    assert not killer.killed, "nothing is left to be hit"
