"""The data folder is its owner's alone: what is made, and what was made before."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mcx.core import folder


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_folder_and_what_is_made_from_now_on_is_private(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"

    folder.make_private(data)
    (data / "mcx.sqlite3").touch()
    (data / "mail").mkdir()

    assert [_mode(path) for path in (data, data / "mcx.sqlite3", data / "mail")] == [0o700, 0o600, 0o700]


def test_a_folder_that_others_could_read_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    folder.make_private(tmp_path)

    assert _mode(tmp_path) == 0o700


def test_old_files_are_closed_and_counted_but_for_what_is_public(tmp_path: Path) -> None:
    for name in ("mcx.sqlite3", "mcx.sqlite3-wal", "mail/letter.log", "static/page.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "elsewhere").symlink_to("/etc/hostname")
    tmp_path.chmod(0o700)

    assert folder.tighten(tmp_path) == len(["mcx.sqlite3", "mcx.sqlite3-wal", "mail", "mail/letter.log"])
    assert folder.tighten(tmp_path) == 0
    assert _mode(tmp_path / "mail" / "letter.log") == 0o600
    assert _mode(tmp_path / "static" / "page.css") == 0o644


def test_of_many_who_need_a_secret_at_once_one_makes_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(folder.kept_or_made, [tmp_path / "secret-key"] * 64))

    assert len(found) == 1
    assert len(found.pop()) > 40
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert _mode(tmp_path / "secret-key") == 0o600
