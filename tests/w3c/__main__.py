"""`python -m tests.w3c [SUITE …] [--json]`: run W3C's suites against the library and say what came of it.

Exit code 0 if every suite that is here passes all its required tests, 1 if one does not, 2 if none is here.
"""

import argparse
import json
import sys
from dataclasses import asdict

from tests.w3c.suites import SUITES, Result, missing, run


def main() -> int:
    """Run the suites that are here; name those that are not."""
    parser = argparse.ArgumentParser("python -m tests.w3c", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(SUITES))
    parser.add_argument("--json", action="store_true", help="write the results as JSON")
    chosen = parser.parse_args()
    results: list[Result] = []
    for name in chosen.suites or SUITES:
        reason = missing(SUITES[name])
        if reason:
            sys.stderr.write(f"{name}: skipped, {reason}\n")
            continue
        results.append(run(SUITES[name]))
        if not chosen.json:
            sys.stdout.write("\n".join(_lines(results[-1])) + "\n")
    if chosen.json:
        sys.stdout.write(json.dumps([asdict(result) for result in results], indent=2) + "\n")
    if not results:
        return 2
    return 0 if all(result.is_met for result in results) else 1


def _lines(result: Result) -> list[str]:
    counted = f"{len(result.passed)} of {result.required} required tests passed"
    control = f"{len(result.without_server)} of them would without a server"
    first = f"{result.suite}: {counted} ({control}), {len(result.skipped)} skipped by the suite itself"
    refused = (f"  refused {title}: {why}" for title, why in result.refused.items())
    return [first, *(f"  FAILED {title}" for title in result.failed), *refused]


if __name__ == "__main__":
    raise SystemExit(main())
