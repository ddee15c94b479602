"""Kills the web server and the workers at random moments while learners go their ways."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from bench.faults.client import Client, Ledger, OutOfTime, Refused
from bench.faults.journey import Journey
from bench.faults.site import Site, serving

CLIENTS = 4
WORKERS = ("worker 1", "worker 2")
SETTLES_WITHIN = 120  # seconds for everything begun to end once nobody is killed any more
SHORTEST, MEAN = 0.05, 0.9  # seconds that a process lives, from when it answers


@dataclass
class Verdict:
    """What a run came to."""

    title: str
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, doubled or stuck."""
        return not (self.lost or self.doubled or self.stuck)


@dataclass
class Run:
    """Learners who set out one after the other until the time is over, and who did not arrive."""

    site: Site
    cast: dict[str, Any]
    ends_at: float
    ledger: Ledger = field(default_factory=Ledger)
    unfinished: list[str] = field(default_factory=list)
    arrived: int = 0

    def walk(self, place: int) -> None:
        """One learner's way, unless the time is over before it begins."""
        if time.monotonic() >= self.ends_at:
            return
        client = Client(self.site.port, self.ledger, self.ends_at + SETTLES_WITHIN)
        try:
            Journey(client, self.cast, place).walk()
        except (Refused, OutOfTime) as stopped:
            self.unfinished.append(f"learner {place}: {stopped}")
        else:
            self.arrived += 1


def kills(site: Site, seconds: float, seed: int) -> Verdict:
    """So many seconds of killing, then what is there compared with what was acknowledged."""
    cast = site.cast
    with serving(site, "web", *WORKERS):
        if not site.wait():
            return Verdict("kill -9", stuck=["the web server never answered"])
        run = Run(site, cast, time.monotonic() + seconds)
        with ThreadPoolExecutor(CLIENTS) as pool:
            walks = [pool.submit(run.walk, place) for place in range(len(cast["learners"]))]
            killed = _kill(site, random.Random(seed), run.ends_at)
            for walk in walks:
                walk.result()
    verdict = judged(site, run, f"kill -9 on {'PostgreSQL' if site.database else 'SQLite'}")
    died = ", ".join(f"{name} {number} times" for name, number in sorted(killed.items()))
    counts = ", ".join(f"{number} {what}" for what, number in sorted(run.ledger.counts.items()))
    verdict.remarks += [
        f"killed: {died or 'nobody'}",
        f"{run.arrived} learners arrived, {len(run.ledger.acknowledged)} writes acknowledged; {counts}",
    ]
    return verdict


def _kill(site: Site, dice: random.Random, until: float) -> dict[str, int]:
    """Kill one of them or all at once, start them again, wait until they serve, and so on."""
    killed: dict[str, int] = {}
    while time.monotonic() < until:
        time.sleep(min(SHORTEST + dice.expovariate(1 / MEAN), max(0.0, until - time.monotonic())))
        names = dice.choice([["web"], [WORKERS[0]], [WORKERS[1]], [*WORKERS], ["web", *WORKERS]])
        for name in names:
            site.kill(name)
            killed[name] = killed.get(name, 0) + 1
        for name in names:
            site.start(name)
        site.wait()
    return killed


def judged(site: Site, run: Run, title: str) -> Verdict:
    """What the judge finds in the site's database."""
    people = [each["id"] for each in run.cast["learners"]]
    told = {"acknowledged": run.ledger.acknowledged, "people": people, "unfinished": run.unfinished}
    paper = site.folder / "ledger.json"
    paper.write_text(json.dumps(told), "utf-8")
    return Verdict(title, **json.loads(site.run("-m", "bench.faults.judge", paper)))
