"""The key-encryption key: proven by a sentinel, never made anew beside what needs the old one."""

import secrets
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from mcx.core import encryption, folder
from mcx.core.encryption import KeyEncryptionKeyMissing, WrongKeyEncryptionKey
from mcx.core.models import Deployment

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty(settings: Settings, tmp_path: Path) -> Path:
    """A demonstration that keeps its key in a folder with nothing in it yet."""
    settings.DEMO, settings.DATA_DIR, settings.KEY_ENCRYPTION_KEY = True, tmp_path, ""
    return tmp_path / encryption.FILE


def _another() -> str:
    return secrets.token_urlsafe(32)


def test_a_demonstration_makes_its_key_once_and_only_its_owner_reads_it(empty: Path) -> None:
    encryption.begin()
    made = empty.read_text()
    encryption.begin()

    assert empty.read_text() == made
    assert len(encryption.key_encryption_key()) == 32
    assert empty.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in empty.parent.iterdir()] == [encryption.FILE]


def test_nothing_is_needed_before_anything_is_encrypted(empty: Path) -> None:
    assert not encryption.require()
    assert not empty.exists()


def test_a_lost_key_is_not_made_anew_beside_what_needs_it(empty: Path) -> None:
    encryption.begin()
    empty.unlink()

    for go_on in (encryption.require, encryption.begin, encryption.key_encryption_key):
        with pytest.raises(KeyEncryptionKeyMissing):
            go_on()

    assert not empty.exists()


@pytest.mark.parametrize("wrong", ["another", "no base64 ☹", "c2hvcnQ"])
def test_a_wrong_key_is_refused_and_changes_nothing(empty: Path, wrong: str) -> None:
    kept = bytes(encryption.begin().sentinel)
    empty.write_text(_another() if wrong == "another" else wrong, encoding="utf-8")

    for go_on in (encryption.require, encryption.begin):
        with pytest.raises(WrongKeyEncryptionKey):
            go_on()

    assert bytes(Deployment.objects.get().sentinel) == kept


def test_production_makes_no_key(empty: Path, settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(KeyEncryptionKeyMissing):
        encryption.begin()

    assert not empty.exists()
    assert not encryption.require()


def test_the_setting_goes_before_the_file(empty: Path, settings: Settings) -> None:
    settings.KEY_ENCRYPTION_KEY = _another()

    encryption.begin()

    assert not empty.exists()
    settings.KEY_ENCRYPTION_KEY = _another()
    with pytest.raises(WrongKeyEncryptionKey):
        encryption.require()


def test_a_sentinel_shows_neither_key_nor_words() -> None:
    key = secrets.token_bytes(32)
    kept = encryption.sentinel(key)

    assert encryption.opens(kept, key)
    assert kept != encryption.sentinel(key)
    assert key not in kept
    assert encryption.SAYS not in kept
    assert not any(encryption.opens(kept[:end], key) for end in range(len(kept)))


def test_an_empty_file_left_by_a_full_disk_is_no_key(empty: Path) -> None:
    empty.touch()

    assert folder.kept_or_made(empty) != ""
