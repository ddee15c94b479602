"""Processes begin only under the right key, and end with one sentence where something is in the way.

Real processes on a small database of their own; nothing is replaced in them.
"""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mcx.core.environment import ROOT

BEGIN = """
import django; django.setup()
from django.core.management import call_command
from mcx.core import encryption, tables
call_command("migrate", verbosity=0)
tables.write_down()
encryption.begin()
"""
SERVE = "import mcx.wsgi; print('serves')"
# A web process that began without its database, which is there from the second request on.
RETURN = """
import sys
from pathlib import Path
from mcx.wsgi import application
from django.test import Client
ADDRESSES = "/healthz", "/readyz", "/catalogue/", "/api/catalogue/editions"
def asks():
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    print(*(client.get(address).status_code for address in ADDRESSES))
asks()
database, elsewhere = map(Path, sys.argv[1:])
database.rmdir()
elsewhere.rename(database)
asks()
"""
WRONG = "mcx: The key-encryption key is not the one that encrypted the keys in this database."
MISSING = "mcx: The key-encryption key is missing. The database contains keys that only this key can open."
DAMAGED = "mcx: The database is damaged and cannot be read."


def _python(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    own = {
        "MCX_MODE": "demo",
        "MCX_DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "PYTHONPATH": str(ROOT / "src"),
    }
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mcx.settings", **own, **more}
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    done = _python(folder, "-c", BEGIN)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def folder(_made: Path, tmp_path: Path) -> Path:
    """The data folder of a demonstration that has begun, and of which nothing runs."""
    return Path(shutil.copytree(_made, tmp_path / "data"))


def _sentences(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stderr.splitlines()


@pytest.mark.parametrize(
    "command", ["worker", "db_worker --batch --no-startup-delay", "issue_pending", "prepare"]
)
def test_a_command_that_needs_the_key_refuses_a_wrong_one(folder: Path, command: str) -> None:
    (folder / "key-encryption-key").write_text(secrets.token_urlsafe(32))

    [said] = _sentences(_python(folder, "manage.py", *command.split()))

    assert said.startswith(WRONG)


def test_the_web_process_refuses_a_wrong_key_and_serves_with_the_right_one(folder: Path) -> None:
    right = _python(folder, "-c", SERVE)
    [said] = _sentences(_python(folder, "-c", SERVE, MCX_KEY_ENCRYPTION_KEY=secrets.token_urlsafe(32)))

    assert (right.returncode, right.stdout) == (0, "serves\n"), right.stderr
    assert said.startswith(WRONG)


def test_a_lost_key_stops_the_start_and_is_not_made_anew(folder: Path) -> None:
    (folder / "key-encryption-key").unlink()

    for words in (["manage.py", "prepare"], ["-c", SERVE]):
        [said] = _sentences(_python(folder, *words))
        assert said.startswith(MISSING)

    assert not (folder / "key-encryption-key").exists()


@pytest.mark.parametrize("words", [["manage.py", "prepare"], ["-c", SERVE]])
def test_production_without_a_key_is_one_sentence(folder: Path, words: list[str]) -> None:
    production = {"MCX_MODE": "production", "MCX_SECRET_KEY": secrets.token_urlsafe(64)}

    [said] = _sentences(_python(folder, *words, **production))

    assert said == "mcx: MCX_KEY_ENCRYPTION_KEY must be set in production."


def test_a_data_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for words in (["manage.py", "prepare"], ["-c", SERVE]):
        [said] = _sentences(_python(tmp_path / "file", *words))
        assert said.startswith(f"mcx: MCX_DATA_DIR={tmp_path / 'file'} cannot be used")


def test_what_needs_no_database_asks_it_for_no_key(folder: Path) -> None:
    (folder / "key-encryption-key").unlink()
    (folder / "mcx.sqlite3").write_bytes(b"\xab" * 8192)

    done = _python(folder, "manage.py", "compile_translations")

    assert done.returncode == 0, done.stderr


def test_a_damaged_database_is_one_sentence_and_keeps_no_page_from_saying_so(
    folder: Path,
) -> None:
    (folder / "mcx.sqlite3").write_bytes(b"\xab" * 8192)

    [said] = _sentences(_python(folder, "manage.py", "prepare"))
    served = _python(folder, "-c", SERVE)

    assert said.startswith(DAMAGED)
    assert (served.returncode, served.stdout) == (0, "serves\n")
    assert served.stderr.startswith(DAMAGED)


@pytest.mark.parametrize(
    ("is_right", "statuses"), [(True, "200 200 200 200"), (False, "200 503 503 503")], ids=["right", "wrong"]
)
def test_a_database_that_comes_later_is_served_under_its_own_key_alone(
    folder: Path, is_right: bool, statuses: str
) -> None:
    database, elsewhere = folder / "mcx.sqlite3", folder.parent / "elsewhere"
    database.rename(elsewhere)
    database.mkdir()  # there is something in its place that no database is

    if not is_right:
        (folder / "key-encryption-key").write_text(secrets.token_urlsafe(32))
    done = _python(folder, "-c", RETURN, str(database), str(elsewhere))

    assert (done.returncode, done.stdout) == (0, f"200 503 503 503\n{statuses}\n"), done.stderr


def test_an_open_data_folder_is_closed_by_the_next_start(folder: Path) -> None:
    folder.chmod(0o755)

    _python(folder, "manage.py", "compile_translations")

    assert folder.stat().st_mode & 0o777 == 0o700
