"""`make` on a machine where something is in the way: one clear line, and nothing is left half done."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLD = """#!{python}
import sys
sys.version_info = (3, 8, 18, "final", 0)
exec(sys.argv[2] if sys.argv[1] == "-c" else "raise SystemExit('launched')")
"""


def _make(*words: str, **environment: str) -> list[str]:
    """What a failing `make` says, without its own lines."""
    told = {**os.environ, "MAKEFLAGS": "", "MAKELEVEL": "", **environment}
    done = subprocess.run(["make", *words], cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert done.returncode != 0, done.stdout
    return [line for line in done.stderr.splitlines() if not line.startswith("make")]


def test_a_port_in_use_is_named_with_another_to_try() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        said = _make("run", PORT=str(port))

    assert len(said) == 1
    assert said[0].startswith(f"mcx: port {port} cannot be used")
    assert said[0].endswith(f"make run PORT={port + 1}")


def test_a_port_that_is_none_is_named() -> None:
    assert _make("run", PORT="web") == ["mcx: PORT=web is not a port; choose a number from 1 to 65535."]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    said = _make("setup", MCX_DATA_DIR=str(file / "data"))

    assert len(said) == 1
    assert said[0].startswith(f"mcx: cannot write to {file / 'data'}")
    assert "MCX_DATA_DIR" in said[0]


def test_a_python_that_is_too_old_is_named_before_anything_else(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text(OLD.format(python=sys.executable))
    old.chmod(0o755)

    said = _make("setup", f"PYTHON={old}")

    assert said == ["mcx: Python 3.11 or newer is needed, this is 3.8; try: make run PYTHON=python3.12"]
