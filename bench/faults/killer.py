"""Kills web server and workers in the middle of each deed, at a moment of it that the dice choose."""

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

import psycopg

from bench.faults.client import Ledger
from bench.faults.site import Site

WORKERS = ("worker 1", "worker 2")
DEEDS = ("import", "apply", "admit", "grade", "claim", "issue", "revoke")
IN_THE_WEB = (["web"], ["web"], ["web", WORKERS[0]], ["web", *WORKERS])
IN_A_WORKER = ([WORKERS[0]], [WORKERS[1]], [*WORKERS], ["web", *WORKERS])
AT_FIRST = 0.3  # seconds that a deed is thought to take before one was timed; signing is not
LOOKS_EVERY = 0.01
JOBS = "select count(*) from django_tasks_database_dbtaskresult where status = 'RUNNING'"
SENDINGS = "select count(*) from core_submission where status = 0"


def begun(site: Site, what: str) -> int:
    """How many jobs or sendings were begun and not ended: those at work, and those that a kill left."""
    if site.database:
        with psycopg.connect(site.database) as server:
            return int((server.execute(what).fetchone() or [0])[0])
    with closing(sqlite3.connect(site.folder / "mcx.sqlite3", timeout=60)) as file:
        return int(file.execute(what).fetchone()[0])


@dataclass
class Killer:
    """Goes on until every deed was cut off so many times, or until nobody is left who does anything."""

    site: Site
    ledger: Ledger
    dice: random.Random
    times: int
    killed: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    answers: int = 0

    def work(self, is_anybody_left: Callable[[], bool]) -> None:
        """Wait until one of the deeds that were cut off too seldom is under way, then kill."""
        while deed := self._caught(is_anybody_left):
            time.sleep(self.dice.random() * self.ledger.typical(deed, AT_FIRST) / 2)
            self.kill(self.dice.choice(IN_A_WORKER if deed == "issue" else IN_THE_WEB))

    def kill(self, names: list[str]) -> None:
        """Kill these at once and start them again, the web server first: it finds what they left."""
        for name in names:
            self.site.kill(name)
            self.killed[name] += 1
        if "web" in names:
            self.site.start("web")
            self.site.wait()
            self.left[SENDINGS] = begun(self.site, SENDINGS)
        if dead := set(names) & set(WORKERS):
            self.count_jobs(alive=len(WORKERS) - len(dead))
        for name in names:
            if name != "web":
                self.site.start(name)
        self.answers = self.ledger.answers

    def count_jobs(self, alive: int = 0) -> None:
        """What was begun and not ended was cut off, but for the one job that each worker alive may be at."""
        self.left[JOBS] = begun(self.site, JOBS)
        self.ledger.cut["issue"] = max(self.ledger.cut["issue"], self.left[JOBS] - alive)

    def wanted(self) -> set[str]:
        """The deeds that were not yet cut off often enough."""
        return {deed for deed in DEEDS if self.ledger.cut[deed] < self.times}

    def _caught(self, is_anybody_left: Callable[[], bool]) -> str:
        """One of the deeds wanted that is under way; empty when there is none to wait for.

        Something is answered between any two kills: what has only just started is not yet in the middle.
        """
        while (wanted := self.wanted()) and is_anybody_left():
            if self.ledger.answers > self.answers and (found := sorted(wanted & self._under_way())):
                return self.dice.choice(found)
            time.sleep(LOOKS_EVERY)
        return ""

    def _under_way(self) -> set[str]:
        """The deeds that were sent while something is in the middle: in the web server, or in a worker."""
        found = {deed for deed, number in self.ledger.under_way.items() if number}
        if not self._is_begun(SENDINGS):
            found &= {"issue"}
        if "issue" in found and not self._is_begun(JOBS):
            found -= {"issue"}
        return found

    def _is_begun(self, what: str) -> bool:
        """Whether more is begun than what kills left; that only becomes less by itself."""
        now = begun(self.site, what)
        self.left[what] = min(self.left[what], now)
        return now > self.left[what]
