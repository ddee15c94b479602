"""`make` on a machine where something is in the way: one clear line, and nothing is left half done."""

import fcntl
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

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


def test_two_that_begin_at_the_same_port_at_once_do_not_share_it(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = Path(tempfile.gettempdir()) / f"mcx-{os.getuid()}-port-{port}"
    with place.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # as the first one does before it serves anything

        said = _make("run", PORT=str(port), MCX_DATA_DIR=str(tmp_path))

    place.unlink()
    assert said == [
        f"mcx: another MCX is being served on port {port}; choose another: make run PORT={port + 1}"
    ]


@pytest.mark.parametrize(
    "row",
    [
        "INSERT INTO network_network (is_demonstration) VALUES (0)",
        "INSERT INTO network_foundingaddress DEFAULT VALUES",
    ],
)
def test_a_network_of_ones_own_is_never_started_over(tmp_path: Path, row: str) -> None:
    with closing(sqlite3.connect(tmp_path / "mcx.sqlite3")) as database:
        database.execute("CREATE TABLE network_network (is_demonstration)")
        database.execute("CREATE TABLE network_foundingaddress (id INTEGER PRIMARY KEY)")
        database.execute(row)
        database.commit()

    said = _make("demo-reset", MCX_DATA_DIR=str(tmp_path), MCX_MODE="demo", DATABASE_URL="")

    assert said == [f"mcx: {tmp_path} contains a network of your own, which demo-reset never deletes."]
    assert (tmp_path / "mcx.sqlite3").exists()


def test_a_network_of_an_earlier_version_is_never_started_over(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "mcx.sqlite3")) as database:
        database.execute("CREATE TABLE network_network (is_demonstration)")
        database.execute("INSERT INTO network_network (is_demonstration) VALUES (0)")
        database.commit()

    said = _make("demo-reset", MCX_DATA_DIR=str(tmp_path), MCX_MODE="demo", DATABASE_URL="")

    assert said == [f"mcx: {tmp_path} contains a network of your own, which demo-reset never deletes."]
    assert (tmp_path / "mcx.sqlite3").exists()


def test_what_cannot_be_read_is_not_deleted(tmp_path: Path) -> None:
    file = tmp_path / "mcx.sqlite3"
    file.write_bytes(b"no database at all, and longer than a header of one " * 40)

    said = _make("demo-reset", MCX_DATA_DIR=str(tmp_path), MCX_MODE="demo", DATABASE_URL="")

    assert said == [f"mcx: {file} cannot be read (file is not a database), so nothing was deleted."]
    assert file.exists()
