"""Every trial with other implementations: `python -m bench.interop [--quick]`.

Signatures and canonical form with npm's libraries, SD-JWT, seals with openssl and `jose`, and seals with
the European Commission's DSS library where Maven is. `--quick` ends in about two minutes: it changes fewer
documents and leaves out DSS. What cannot be had here is named. Exits 1 at a difference.
"""

import argparse
import random
import sys
from collections.abc import Callable
from functools import partial

from bench.interop import canonical, dss, proofs, sdjwt, seals


def main() -> int:
    """Run all trials and say which of them found a difference."""
    parser = argparse.ArgumentParser("python -m bench.interop", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about two minutes, without DSS")
    quick = parser.parse_args().quick
    trials: dict[str, Callable[[], int]] = {
        "proofs": proofs.main,
        "canonical": partial(canonical.compare, 40 if quick else 1_000, random.randrange(1_000_000)),
        "sdjwt": sdjwt.main,
        "seals": seals.main,
    }
    if not quick:
        trials["dss"] = dss.main
    differing = []
    for name, trial in trials.items():
        print(f"\nbench.interop.{name}", flush=True)
        if trial():
            differing.append(name)
    print(f"\ndifferences in: {', '.join(differing)}" if differing else "\nno differences")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
