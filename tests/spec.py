"""Official samples, schemas and contexts: read as an oracle, never part of the product."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("MCX_SPEC_DIR") or Path(__file__).resolve().parents[2] / "shared" / "spec")


def spec(name: str) -> Path:
    """The official file or folder of that name; without the folder tests fail in CI and skip elsewhere."""
    path = ROOT / name
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"official file {name} is missing: set MCX_SPEC_DIR")
        pytest.skip(f"official file {name} is not here (set MCX_SPEC_DIR)")
    return path
