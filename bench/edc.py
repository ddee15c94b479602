"""How fast a European Digital Credential is written, checked, sealed, verified and read.

`python -m bench.edc [--quick] [--json FILE]`. Beside our strict check stands SHACL validation with pyshacl
of the same document, where the official shapes are at hand (MCX_SPEC_DIR); beside our seal the bare RSA
operation, which no software makes faster.
"""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.table import Table, finish, options, rate, versions
from microcred import elm, jades
from tests.microcred.elm.cast import SEAL_HOLDER, SEALABLE

AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
SPEC = Path(os.environ.get("MCX_SPEC_DIR") or Path(__file__).resolve().parents[2] / "shared" / "spec")
RSA, LINT, ISSUE = "bare RSA-3072 signature", "strict check", "write, check and seal"


def measure(table: Table, seconds: float) -> None:
    """Every step, and all of issuing together and without the RSA operation."""
    provider = jades.issue_test_seal(SEAL_HOLDER, at=AT, algorithm="RS256")
    document = elm.write(SEALABLE)[0]
    payload = jades.serialise(document)
    sealed = jades.seal(payload, provider, at=AT)
    anchors = provider.chain[-1:]

    def issue(_: object) -> bytes:
        written = elm.write(SEALABLE)[0]
        elm.lint(written)
        return jades.seal(jades.serialise(written), provider, at=AT)

    steps: dict[str, Callable[[Any], object]] = {
        "write a record": lambda _: elm.write(SEALABLE),
        LINT: lambda _: elm.lint(document),
        "seal (RS256, B-B, checked before release)": lambda _: jades.seal(payload, provider, at=AT),
        RSA: lambda _: provider.sign(payload.encode()),
        ISSUE: issue,
        "check a seal": lambda _: jades.check(sealed, at=AT, anchors=anchors),
        "read to a record": lambda _: elm.parse(jades.document(sealed)),
    }
    figures = {name: table.add(name, rate(work, (None,), seconds)) for name, work in steps.items()}
    apart = 1 / (1 / figures[ISSUE] - 1 / figures[RSA])
    table.add(f"{ISSUE}, apart from RSA", apart, "(aim: 100)")
    measure_peer(table, document, figures[LINT], seconds)


def measure_peer(table: Table, document: Mapping[str, Any], ours: float, seconds: float) -> None:
    """The same document validated with pyshacl against the official shapes, where these are at hand."""
    if not (SPEC / "elm" / "shapes").exists():
        table.remarks.append("pyshacl was not measured: the official shapes are not here (set MCX_SPEC_DIR)")
        return
    from tests.microcred.elm import oracle  # noqa: PLC0415

    peer = table.add("pyshacl validation", rate(lambda _: oracle.violations(document), (None,), seconds))
    table.compare("strict check against pyshacl", ours, peer)


def main() -> None:
    """Run, show and keep the figures."""
    chosen = options(__doc__)
    size = len(jades.serialise(elm.write(SEALABLE)[0]).encode())
    packages = versions(["cryptography", "orjson", "pyshacl"])
    named = ", ".join(f"{name} {version}" for name, version in packages.items())
    table = Table(f"European Digital Credentials of {size:,} bytes; {named}")
    measure(table, 1.2 if chosen.quick else 6.0)
    finish(table, chosen.json)


if __name__ == "__main__":
    main()
