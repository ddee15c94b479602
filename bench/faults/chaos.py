"""Kills the web server and the workers in the middle of what learners do, and judges what is there afterwards."""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from bench.faults.client import Ledger
from bench.faults.journey import Journey
from bench.faults.killer import DEEDS, WORKERS, Killer
from bench.faults.site import THREADS, Site, serving

LONGEST = 1200  # seconds after which a learner who did not arrive is stuck
OTHERS = ("before it was kept", "after it was kept", "there without an answer", "answers of 5xx")


@dataclass
class Verdict:
    """What a run came to; `missed` is what it set out to try and did not."""

    title: str
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether all was tried, and nothing was lost, doubled or stuck."""
        return not (self.lost or self.doubled or self.stuck or self.missed)


@dataclass
class Run:
    """Learners who set out one after the other until it is over, and who did not arrive."""

    site: Site
    cast: dict[str, Any]
    ledger: Ledger = field(default_factory=Ledger)
    unfinished: list[str] = field(default_factory=list)
    arrived: int = 0
    is_over: bool = False

    def set_out(self) -> list[Thread]:
        """So many at a time, each learner once; they end with this process, however it ends."""
        places = iter(range(len(self.cast["learners"])))
        threads = [Thread(target=self._walk, args=(places,), daemon=True) for _each in range(THREADS)]
        for thread in threads:
            thread.start()
        return threads

    def _walk(self, places: Iterator[int]) -> None:
        while not self.is_over and (place := next(places, None)) is not None:
            client = self.site.client(self.ledger, time.monotonic() + LONGEST)
            try:
                Journey(client, self.cast, place).walk()
            except Exception as stopped:
                self.unfinished.append(f"learner {place}: {stopped!r}")
            else:
                self.arrived += 1


def kills(site: Site, times: int, seed: int) -> Verdict:
    """Kill until each deed was cut off so many times, then compare what is there with what was acknowledged."""
    title = f"kill -9 on {'PostgreSQL' if site.database else 'SQLite'}"
    run = Run(site, site.cast)
    killer = Killer(site, run.ledger, random.Random(seed), times)
    with serving(site, "web", *WORKERS):
        if not site.wait():
            return Verdict(title, stuck=["the web server never answered"])
        learners = run.set_out()
        killer.work(lambda: any(learner.is_alive() for learner in learners))
        run.is_over = True
        for learner in learners:
            learner.join()
    killer.count_jobs()
    verdict = judged(site, run, title)
    verdict.missed += [f"{title} in the middle of {deed}" for deed in DEEDS if not run.ledger.cut[deed]]
    verdict.remarks += figures(run, killer)
    return verdict


def figures(run: Run, killer: Killer) -> list[str]:
    """How often whom it hit, in the middle of what, and what became of that."""
    died = ", ".join(f"{name} {number} times" for name, number in sorted(killer.killed.items()))
    cut = ", ".join(f"{deed} {run.ledger.cut[deed]}" for deed in DEEDS)
    counts = ", ".join(f"{run.ledger.counts[what]} {what}" for what in OTHERS)
    return [
        f"killed: {died or 'nobody'}",
        f"cut off in the middle: {cut}",
        f"{run.arrived} learners arrived, {len(run.ledger.acknowledged)} writes acknowledged; {counts}",
    ]


def judged(site: Site, run: Run, title: str) -> Verdict:
    """What the judge finds in the site's database."""
    people = [each["id"] for each in run.cast["learners"]]
    notes = {"acknowledged": run.ledger.acknowledged, "people": people, "unfinished": run.unfinished}
    paper = site.folder / "ledger.json"
    paper.write_text(json.dumps(notes), "utf-8")
    return Verdict(title, **json.loads(site.run("-m", "bench.faults.judge", paper)))
