"""How fast a European Digital Credential is written, checked, sealed, verified and read.

`python -m bench.edc [--quick] [--json FILE]`. Beside our strict check stands SHACL validation with pyshacl
of the same document, where the official shapes are at hand (MCX_SPEC_DIR); beside our seal the bare RSA
operation, which no software makes faster.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.table import Table, Work, run, versions
from microcred import elm, jades
from tests.microcred.elm.cast import SEAL_HOLDER, SEALABLE

AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
SPEC = Path(os.environ.get("MCX_SPEC_DIR") or Path(__file__).resolve().parents[2] / "shared" / "spec")
ONE = (None,)
RSA, LINT, ISSUE = "bare RSA-3072 signature", "strict check", "write, check and seal"


def measure(quick: bool) -> Table:
    """Every step, and all of issuing together and without the RSA operation."""
    document = elm.write(SEALABLE)[0]
    size, packages = len(jades.serialise(document).encode()), versions("cryptography", "orjson", "pyshacl")
    table = Table("European Digital Credentials", f"One credential of {size:,} bytes; {packages}.")
    figures = table.measure(steps(document), 0.6 if quick else 6.0)
    apart = 1 / (1 / figures[ISSUE] - 1 / figures[RSA])
    table.add(f"{ISSUE}, apart from RSA", apart, aim=100)
    measure_peer(table, document, figures[LINT], 0.6 if quick else 6.0)
    return table


def steps(document: Mapping[str, Any]) -> dict[str, Work]:
    """Each step of issuing and reading, with the same credential."""
    provider = jades.issue_test_seal(SEAL_HOLDER, at=AT, algorithm="RS256")
    payload = jades.serialise(document)
    sealed = jades.seal(payload, provider, at=AT)
    anchors = provider.chain[-1:]

    def issue(_: object) -> bytes:
        written = elm.write(SEALABLE)[0]
        elm.lint(written)
        return jades.seal(jades.serialise(written), provider, at=AT)

    return {
        "write a record": (lambda _: elm.write(SEALABLE), ONE),
        LINT: (lambda _: elm.lint(document), ONE),
        "seal (RS256, B-B, checked before release)": (lambda _: jades.seal(payload, provider, at=AT), ONE),
        RSA: (lambda _: provider.sign(payload.encode()), ONE),
        ISSUE: (issue, ONE),
        "check a seal": (lambda _: jades.check(sealed, at=AT, anchors=anchors), ONE),
        "read to a record": (lambda _: elm.parse(jades.document(sealed)), ONE),
    }


def measure_peer(table: Table, document: Mapping[str, Any], ours: float, seconds: float) -> None:
    """The same document validated with pyshacl against the official shapes, where these are at hand."""
    if not (SPEC / "elm" / "shapes").exists():
        table.remarks.append("pyshacl was not measured: the official shapes are not here (set MCX_SPEC_DIR).")
        return
    from tests.microcred.elm import oracle  # noqa: PLC0415 - reads the shapes

    work: Work = (lambda _: oracle.violations(document), ONE)
    peer = table.measure({"pyshacl validation": work}, seconds)
    table.compare("strict check against pyshacl", ours, peer["pyshacl validation"])


if __name__ == "__main__":
    run(measure, __doc__)
