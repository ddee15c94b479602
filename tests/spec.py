"""Official samples, schemas and contexts: read as an oracle, never part of the product."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

SUITES = os.environ.get("MCX_SUITES_DIR", "")
ROOT = Path(os.environ.get("MCX_SPEC_DIR") or Path(__file__).resolve().parents[2] / "shared" / "spec")


def of_suite(name: str, cases: Iterable[Any]) -> list[Any]:
    """The cases of a test suite of W3C in the folder `MCX_SUITES_DIR`; without them one that says so."""
    reason = f"MCX_SUITES_DIR names no folder with {name}"
    return list(cases) or [pytest.param(None, marks=pytest.mark.skip(reason=reason))]


def spec(name: str) -> Path:
    """The official file or folder of that name; without the folder tests fail in CI and skip elsewhere."""
    path = ROOT / name
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"official file {name} is missing: set MCX_SPEC_DIR")
        pytest.skip(f"official file {name} is not here (set MCX_SPEC_DIR)")
    return path
