"""Every fault, one after the other: `python -m bench.faults [--quick] [--seed NUMBER] [--seconds NUMBER]`.

`--quick` kills on SQLite for half a minute; the whole run kills for minutes on both databases. Exits with 1
when anything acknowledged was lost or doubled, or anything begun is stuck.
"""

import argparse
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.faults import chaos, room
from bench.faults.chaos import Verdict
from bench.faults.site import Site
from tests.postgres import cluster

QUICK, LONG = 20, 240  # seconds of killing
LEARNERS_A_SECOND = 3
SHOWN = 5


def main() -> int:
    """Run, show, and say by the exit code whether the network kept its word."""
    parser = argparse.ArgumentParser("python -m bench.faults", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="SQLite only, about a minute")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="repeats a run's moments")
    parser.add_argument("--seconds", type=int, help="how long to kill on each database")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    seconds = asked.seconds or (QUICK if asked.quick else LONG)
    verdicts = []
    for verdict in every(seconds, asked.seed, is_quick=asked.quick):
        verdicts.append(verdict)
        print("\n".join(lines(verdict)), flush=True)
    print("\nnot tried:", "; ".join(not_tried(is_quick=asked.quick)))
    print(total(verdicts))
    return 0 if all(verdict.is_clean for verdict in verdicts) else 1


def every(seconds: int, seed: int, *, is_quick: bool) -> Iterator[Verdict]:
    """Each fault on a network of its own."""
    learners = max(20, seconds * LEARNERS_A_SECOND)
    yield on_site(lambda site: chaos.kills(site, seconds, seed, learners))
    yield on_site(room.database_full)
    yield on_site(room.files_full)
    yield on_site(room.wrong_key)
    if not is_quick and has_postgres():
        with cluster() as url:
            yield on_site(lambda site: chaos.kills(site, seconds, seed, learners), url)


def on_site(fault: Callable[[Site], Verdict], url: str = "") -> Verdict:
    """A fault on a new site, which is removed again."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mcx-faults-")))
        started = time.monotonic()
        verdict = fault(Site(folder, url))
        verdict.remarks.append(f"took {time.monotonic() - started:.0f} s")
        return verdict


def has_postgres() -> bool:
    """Whether a PostgreSQL server is installed."""
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def not_tried(*, is_quick: bool) -> list[str]:
    """What this run says nothing about."""
    left = ["a full disk under PostgreSQL", "a machine that loses power", "a disk that returns other bytes"]
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
