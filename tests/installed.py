"""Programs of the system that some tests need: without one these skip here, and fail in CI."""

import os
import shutil
from pathlib import Path

import pytest

POSTGRESQL = "postgresql"


def require(program: str, package: str = "") -> None:
    """Go on only where the program is installed; PostgreSQL's server stands in a folder of its own."""
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb") if program == POSTGRESQL else ()
    if any(folders) or shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        return
    said = f"{program} is not installed (Debian: apt-get install {package or program})"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)
