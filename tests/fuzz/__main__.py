"""`python -m tests.fuzz [SECONDS] [--target NAME]`: fuzz long, with ever new random numbers."""

import argparse
import sys
import time

from tests.fuzz.engine import Defect, explore
from tests.fuzz.targets import TARGETS

ROUNDS = 200


def main() -> int:
    """Fuzz each target in turn until the time is over; 1 at the first defect, with the input to repeat it."""
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=600.0)
    parser.add_argument("--target", action="append", choices=list(TARGETS), help="only this one (repeatable)")
    chosen = parser.parse_args()
    until, number = time.monotonic() + chosen.seconds, 0
    while time.monotonic() < until:
        number += 1
        for name in chosen.target or TARGETS:
            fuzzed = TARGETS[name]
            try:
                run = explore(fuzzed.target, fuzzed.seeds(), rounds=ROUNDS, number=number)
            except Defect as defect:
                sys.stderr.write(f"{name}, number {number}: {defect}\n")
                return 1
            sys.stdout.write(f"{name}: {run.rounds} inputs, {len(run.lines)} lines, {len(run.seeds)} seeds\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
