"""The rehearsal: `python -m bench.rehearsal [--seed NUMBER] [--times NUMBER]`.

Exits with 1 when anything acknowledged was lost or doubled, anything begun is stuck, or writing did not go on.
"""

import argparse
import random
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.faults.__main__ import has_postgres, lines
from bench.faults.chaos import Run, Verdict, judged
from bench.faults.site import serving
from bench.rehearsal import full
from bench.rehearsal.blows import Felt, Scene, in_order
from bench.rehearsal.postgres import open_folder
from bench.rehearsal.site import WEBS, WORKERS, Deployment, around
from bench.rehearsal.visitors import Visitors

LEARNERS = 400  # for each round; each makes six or seven writes
PROGRAMS = {"pgbouncer": "pgbouncer", "redis-server": "redis-server", "nginx": "nginx"}
NOT_TRIED = (
    "machines of their own: one processor serves all of it here, and no cable is cut",
    "how long people need to see that the primary is gone: the replica is promoted at once",
    "a disk that returns other bytes; a clock that is wrong on one machine",
)


def main() -> int:
    """Run, show, and say by the exit code whether the network kept its word."""
    parser = argparse.ArgumentParser("python -m bench.rehearsal", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="repeats a run's moments")
    parser.add_argument("--times", type=int, default=1, help="how often everything happens")
    asked = parser.parse_args()
    if lacking := missing():
        print(f"The rehearsal needs {', '.join(lacking)} (Debian: apt-get install {' '.join(lacking)}).")
        return 1
    print(f"seed {asked.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that nobody is left running
    with open_folder("mcx-rehearsal-") as folder:
        verdicts = [rehearsed(folder, asked.seed, asked.times), full.tried(folder / "full")]
    for verdict in verdicts:
        print("\n".join(lines(verdict)), flush=True)
    print("\nnot tried:", "; ".join([*NOT_TRIED, *(each for one in verdicts for each in one.missed)]))
    return 0 if all(not (one.lost or one.doubled or one.stuck) for one in verdicts) else 1


def missing() -> list[str]:
    """The Debian packages that are not installed."""
    there = [] if has_postgres() else ["postgresql"]
    return there + [package for program, package in PROGRAMS.items() if shutil.which(program) is None]


def rehearsed(folder: Path, seed: int, times: int) -> Verdict:
    """Everything that can happen, one after the other, while people write and read."""
    dice = random.Random(seed)
    with around(folder) as servers:
        site = Deployment(folder / "data", servers)
        begun = time.monotonic()
        site.set_up(LEARNERS * times)
        print(f"set up through PgBouncer in {time.monotonic() - begun:.0f} s", flush=True)
        with serving(site, *WEBS, *WORKERS):
            if not site.wait():
                return Verdict("rehearsal", stuck=["nobody ever answered"])
            scene = Scene(site, Run(site, site.cast), Visitors(site.address, site.trust), dice)
            felt = list(struck(scene, times))
        verdict = judged(site, scene.run, "beyond one machine")
    verdict.stuck += [each for one in felt for each in one.wrong]
    verdict.remarks += figures(scene)
    return verdict


def struck(scene: Scene, times: int) -> Iterator[Felt]:
    """People set out, everything happens, and they come to an end."""
    scene.learners, visitors = scene.run.set_out(), scene.visitors.set_out()
    scene.site.wait(lambda: "revoke" in {deed for deed, _who in scene.run.ledger.acknowledged})
    for name, blow in in_order(scene.dice, times):
        felt = scene.strike(name, blow)
        print(
            f"{felt.writes:6.1f} s without writes, {felt.pages:5.1f} s without pages, {felt.failed:3} pages failed: "
            f"{name}; {felt.remark}",
            flush=True,
        )
        yield felt
    scene.run.is_over = scene.visitors.is_over = True
    for each in (*scene.learners, *visitors):
        each.join()


def figures(scene: Scene) -> list[str]:
    """How much was written and read."""
    ledger, visitors = scene.run.ledger, scene.visitors
    failed = ", ".join(f"{number} × {what}" for what, number in sorted(visitors.failed.items()))
    return [
        f"{scene.run.arrived} learners arrived, {len(ledger.acknowledged)} writes acknowledged; "
        f"{ledger.counts['answers of 5xx']} answers of 5xx to them, each sent again",
        f"{len(visitors.moments)} pages read, not answered: {failed or 'none'}",
    ]


if __name__ == "__main__":
    sys.exit(main())
