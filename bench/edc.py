"""How fast a European Digital Credential is written, checked, sealed, verified and read.

`python -m bench.edc [--quick] [--json FILE]`. Seconds are of the processor time of this one process, so
that a busy machine measures alike. Beside our strict check stands SHACL validation with pyshacl of the
same document, where the official shapes are at hand (MCX_SPEC_DIR); beside our seal the bare RSA operation.
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from microcred import elm, jades
from tests.microcred.elm.cast import SEAL_HOLDER, SEALABLE

AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
SPEC = Path(os.environ.get("MCX_SPEC_DIR") or Path(__file__).resolve().parents[2] / "shared" / "spec")


def rate(work: Callable[[], object], seconds: float) -> float:
    """How often a second the work is done: the best of three shares of the processor time."""
    work()
    best = 0.0
    for _ in range(3):
        count, started = 0, time.process_time()
        while (passed := time.process_time() - started) < seconds / 3:
            work()
            count += 1
        best = max(best, count / passed)
    return best


def measure(seconds: float) -> dict[str, float]:
    """Every figure, in operations a second."""
    provider = jades.issue_test_seal(SEAL_HOLDER, at=AT, algorithm="RS256")
    document = elm.write(SEALABLE)[0]
    payload = jades.serialise(document)
    sealed = jades.seal(payload, provider, at=AT)
    anchors = provider.chain[-1:]

    def issue() -> bytes:
        written = elm.write(SEALABLE)[0]
        elm.lint(written)
        return jades.seal(jades.serialise(written), provider, at=AT)

    steps: dict[str, Callable[[], object]] = {
        "write": lambda: elm.write(SEALABLE),
        "lint": lambda: elm.lint(document),
        "seal (RS256, B-B, self-check)": lambda: jades.seal(payload, provider, at=AT),
        "bare RSA-3072 signature": lambda: provider.sign(payload.encode()),
        "write + lint + seal": issue,
        "check of the seal": lambda: jades.check(sealed, at=AT, anchors=anchors),
        "read to a record": lambda: elm.parse(jades.document(sealed)),
    }
    figures = {name: rate(work, seconds) for name, work in steps.items()}
    apart = 1 / figures["write + lint + seal"] - 1 / figures["bare RSA-3072 signature"]
    figures["write + lint + seal, apart from RSA"] = 1 / apart
    return figures | peers(document, seconds)


def peers(document: Mapping[str, Any], seconds: float) -> dict[str, float]:
    """The same document validated with pyshacl against the official shapes, where these are at hand."""
    if not (SPEC / "elm" / "shapes").exists():
        print("pyshacl: skipped, the official shapes are not here (set MCX_SPEC_DIR)")
        return {}
    from tests.microcred.elm import oracle  # noqa: PLC0415

    return {"pyshacl validation": rate(lambda: oracle.violations(document), seconds)}


def show(figures: Mapping[str, float]) -> None:
    """The figures as a table."""
    for name, value in figures.items():
        print(f"{name:40} {value:10,.0f} /s {1000 / value:9.2f} ms")
    if "pyshacl validation" in figures:
        print(f"{'lint against pyshacl':40} {figures['lint'] / figures['pyshacl validation']:10,.0f} x")


def main() -> None:
    """Run, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about ten seconds instead of a minute")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    figures = measure(0.9 if options.quick else 6)
    print(f"{platform.python_implementation()} {platform.python_version()} on {platform.machine()}")
    show(figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
