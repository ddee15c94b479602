"""Every fault, one after the other: `python -m bench.faults [--quick] [--seed NUMBER] [--times NUMBER]`.

`--quick` kills on SQLite until each deed was cut off; the whole run kills longer and on both databases.
Exits with 1 when anything acknowledged was lost or doubled, anything begun is stuck, or a deed was never hit.
"""

import argparse
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.faults import chaos, room
from bench.faults.chaos import Verdict
from bench.faults.site import Site
from tests.postgres import cluster

QUICK, LONG = 1, 8  # how many times each deed is cut off
LEAST, LEARNERS = 60, 30  # at least so many, and so many for each of these times
SHOWN = 5


def main() -> int:
    """Run, show, and say by the exit code whether the network kept its word."""
    parser = argparse.ArgumentParser("python -m bench.faults", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="SQLite only, about a minute")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="repeats a run's moments")
    parser.add_argument("--times", type=int, help="how often to cut each deed off, on each database")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that nobody is left running
    times = asked.times or (QUICK if asked.quick else LONG)
    verdicts = []
    for verdict in every(times, asked.seed, is_quick=asked.quick):
        verdicts.append(verdict)
        print("\n".join(lines(verdict)), flush=True)
    missed = [what for verdict in verdicts for what in verdict.missed]
    print("\nnot tried:", "; ".join([*missed, *not_tried(is_quick=asked.quick)]))
    print(total(verdicts))
    return 0 if all(verdict.is_clean for verdict in verdicts) else 1


def every(times: int, seed: int, *, is_quick: bool) -> Iterator[Verdict]:
    """Each fault on a network of its own."""
    learners = max(LEAST, times * LEARNERS)

    def killed(site: Site) -> Verdict:
        return chaos.kills(site, times, seed)

    with tempfile.TemporaryDirectory(prefix="mcx-faults-", ignore_cleanup_errors=True) as folder:
        fresh = Path(folder) / "fresh"
        fresh.mkdir()
        Site(fresh).prepare(learners)
        for number, fault in enumerate((killed, room.database_full, room.files_full, room.wrong_key)):
            place = Path(folder) / str(number)
            shutil.copytree(fresh, place)
            yield timed(fault, Site(place))
        if not is_quick and has_postgres():
            with cluster() as url:
                Path(folder, "postgres").mkdir()
                site = Site(Path(folder) / "postgres", url)
                site.prepare(learners)
                yield timed(killed, site)


def timed(fault: Callable[[Site], Verdict], site: Site) -> Verdict:
    """What came of a fault, and how long it took."""
    started = time.monotonic()
    verdict = fault(site)
    verdict.remarks.append(f"took {time.monotonic() - started:.0f} s")
    return verdict


def has_postgres() -> bool:
    """Whether a PostgreSQL server is installed."""
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def not_tried(*, is_quick: bool) -> list[str]:
    """What this run says nothing about."""
    left = [
        "a full disk under PostgreSQL, and for other deeds than bringing a badge along",
        "a wrong key under PostgreSQL; a missing one (tests/core/test_starting.py asks)",
        "a machine that loses power",
        "a disk that returns other bytes",
    ]
    if is_quick or not has_postgres():
        left.append("kill -9 on PostgreSQL (make faults, where its server is installed)")
    return left


def lines(verdict: Verdict) -> Iterator[str]:
    """A verdict in words: the figures, what was found, and how it went."""
    figures = f"lost {len(verdict.lost)}, doubled {len(verdict.doubled)}, stuck {len(verdict.stuck)}"
    yield f"\n{verdict.title}: {figures}"
    for name in ("lost", "doubled", "stuck"):
        yield from (f"  {name}: {one}" for one in getattr(verdict, name)[:SHOWN])
    yield from (f"  {remark}" for remark in verdict.remarks)


def total(verdicts: list[Verdict]) -> str:
    """The last line."""
    sums = [sum(len(getattr(one, name)) for one in verdicts) for name in ("lost", "doubled", "stuck")]
    return "acknowledged writes lost {}, doubled {}; stuck {}".format(*sums)


if __name__ == "__main__":
    sys.exit(main())
