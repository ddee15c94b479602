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
AT_FIRST = 0.1  # seconds that a deed is thought to take before one was answered
LOOKS_EVERY = 0.01
AT_WORK = "select count(*) from django_tasks_database_dbtaskresult where status = 'RUNNING'"


def jobs_at_work(site: Site) -> int:
    """How many jobs were begun and not ended: those under way, and those whose worker was killed."""
    if site.database:
        with psycopg.connect(site.database) as server:
            return int((server.execute(AT_WORK).fetchone() or [0])[0])
    with closing(sqlite3.connect(site.folder / "mcx.sqlite3", timeout=60)) as file:
        return int(file.execute(AT_WORK).fetchone()[0])


@dataclass
class Killer:
    """Goes on until every deed was cut off so many times, or until nobody is left who does anything."""

    site: Site
    ledger: Ledger
    dice: random.Random
    times: int
    killed: Counter[str] = field(default_factory=Counter)
    jobs_left: int = 0
    answers: int = 0

    def work(self, is_anybody_left: Callable[[], bool]) -> None:
        """Wait until one of the deeds that were cut off too seldom is under way, then kill."""
        while deed := self._caught(is_anybody_left):
            time.sleep(self.dice.random() * self.ledger.typical(deed, AT_FIRST))
            self.kill(self.dice.choice(IN_A_WORKER if deed == "issue" else IN_THE_WEB))

    def kill(self, names: list[str]) -> None:
        """Kill these at once and start them again, the web server first: it finds what they left."""
        for name in names:
            self.site.kill(name)
            self.killed[name] += 1
        if "web" in names:
            self.site.start("web")
            self.site.wait()
        if dead := set(names) & set(WORKERS):
            self.count_jobs(alive=len(WORKERS) - len(dead))
        for name in names:
            if name != "web":
                self.site.start(name)
        self.answers = self.ledger.answers

    def count_jobs(self, alive: int = 0) -> None:
        """What was begun and not ended was cut off, but for the one job that each worker alive may be at."""
        self.jobs_left = jobs_at_work(self.site)
        self.ledger.cut["issue"] = max(self.ledger.cut["issue"], self.jobs_left - alive)

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
        found = {deed for deed, number in self.ledger.under_way.items() if number and deed != "issue"}
        if self.ledger.under_way["issue"]:
            now = jobs_at_work(self.site)
            self.jobs_left = min(self.jobs_left, now)  # a worker that was spared has ended its job since
            found |= {"issue"} if now > self.jobs_left else set()
        return found
