"""Another key-encryption key takes over: whole or not at all, once, and nothing is left under the old one."""

import secrets
from base64 import urlsafe_b64decode
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from mcx.core import encryption
from mcx.core.encryption import WrongKeyEncryptionKey, key_encryption_key
from mcx.core.models import AuditEntry, Deployment
from mcx.credentials.services.starting import start_signing
from mcx.keys import signing
from mcx.keys.models import Seal, SigningKey
from mcx.keys.services import Rotation, retire_key, rotate_key_encryption_key
from tests.cast import NOW
from tests.credentials import cast

pytestmark = pytest.mark.django_db

NEW = "bmV3IG5ldyBuZXcgbmV3IG5ldyBuZXcgbmV3IG5ldy0"
NEW_BYTES = urlsafe_b64decode(NEW + "=")
AFTER_ROTATION = {"core.Deployment.sentinel", "keys.SigningKey.wrapped", "keys.Seal.wrapped"}


@transaction.atomic
def _interrupted() -> None:
    _rotate()
    raise KeyboardInterrupt


@pytest.fixture
def rows() -> list[SigningKey | Seal]:
    """What is encrypted: keys in use and a seal; of a key that was retired nothing is left."""
    old = cast.key()
    start_signing(old.institution, by=cast.registrar(), at=NOW)
    retire_key(old, by=cast.registrar(), at=NOW)
    cast.key("fhj")
    cast.seal()
    return [*SigningKey.objects.filter(retired_at=None), *Seal.objects.all()]


def _fresh(rows: list[SigningKey | Seal]) -> list[SigningKey | Seal]:
    return [type(row).objects.get(pk=row.pk) for row in rows]


def _rotate() -> Rotation:
    return rotate_key_encryption_key(key_encryption_key(), new=NEW_BYTES, by=None, at=NOW)


def test_everything_opens_under_the_new_key_and_nothing_under_the_old(
    rows: list[SigningKey | Seal], settings: Settings
) -> None:
    done = _rotate()

    assert done == Rotation(len(rows))
    assert not [row for row in _fresh(rows) if signing.can_sign(row)]
    with pytest.raises(WrongKeyEncryptionKey):
        encryption.require()
    settings.KEY_ENCRYPTION_KEY = NEW
    encryption.require()
    assert [row for row in _fresh(rows) if signing.can_sign(row)] == rows
    assert cast.issued().status == "issued"


def test_it_is_written_down(rows: list[SigningKey | Seal]) -> None:
    _rotate()

    entry = AuditEntry.objects.get(action="core.key-encryption-key-rotated")
    assert entry.details == {"keys": len(rows), "left": 0}
    assert NEW not in str(entry.__dict__)


def test_again_changes_nothing(rows: list[SigningKey | Seal]) -> None:
    _rotate()
    kept = [bytes(row.wrapped) for row in _fresh(rows)]

    assert _rotate() == Rotation(0)

    assert [bytes(row.wrapped) for row in _fresh(rows)] == kept
    assert AuditEntry.objects.filter(action="core.key-encryption-key-rotated").count() == 1


def test_what_is_interrupted_before_its_end_did_not_happen(rows: list[SigningKey | Seal]) -> None:
    with pytest.raises(KeyboardInterrupt):
        _interrupted()

    encryption.require()
    assert all(signing.can_sign(row) for row in _fresh(rows))
    assert not AuditEntry.objects.filter(action="core.key-encryption-key-rotated").exists()


def test_a_wrong_old_key_rotates_nothing(rows: list[SigningKey | Seal]) -> None:
    with pytest.raises(WrongKeyEncryptionKey):
        rotate_key_encryption_key(secrets.token_bytes(32), new=NEW_BYTES, by=None, at=NOW)

    assert all(signing.can_sign(row) for row in _fresh(rows))


def test_a_key_that_did_not_open_before_is_left_and_named(rows: list[SigningKey | Seal]) -> None:
    SigningKey.objects.filter(pk=rows[0].pk).update(wrapped=b"damaged")

    done = _rotate()

    assert done == Rotation(len(rows) - 1, (str(rows[0]),))
    assert bytes(SigningKey.objects.get(pk=rows[0].pk).wrapped) == b"damaged"


def test_every_table_that_keeps_something_under_the_key_is_known_here() -> None:
    kept = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name in {"wrapped", "sentinel"}
    }

    assert kept == AFTER_ROTATION


def _command() -> str:
    said = StringIO()
    call_command("rotate_key_encryption_key", stdout=said, stderr=said)
    return said.getvalue()


def test_the_command_asks_for_the_new_key_and_says_what_to_do_next(settings: Settings) -> None:
    settings.KEY_ENCRYPTION_KEY = secrets.token_urlsafe(32)
    row = cast.key()

    with pytest.raises(CommandError, match="MCX_NEW_KEY_ENCRYPTION_KEY"):
        _command()
    settings.NEW_KEY_ENCRYPTION_KEY = NEW
    said = _command()

    assert "Encrypted 1 key(s)" in said
    assert "set MCX_KEY_ENCRYPTION_KEY to the new key" in said
    assert NEW not in said
    settings.KEY_ENCRYPTION_KEY = NEW
    assert signing.can_sign(SigningKey.objects.get(pk=row.pk))


@pytest.mark.parametrize("given", ["", NEW])
def test_a_demonstration_puts_the_new_key_in_its_place(
    settings: Settings, tmp_path: Path, given: str
) -> None:
    settings.DATA_DIR, settings.KEY_ENCRYPTION_KEY, settings.NEW_KEY_ENCRYPTION_KEY = tmp_path, "", given
    row = cast.key()
    old = encryption.key_file().read_text()

    _command()

    assert encryption.key_file().read_text() == given or (
        not given and encryption.key_file().read_text() != old
    )
    assert encryption.key_file().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [encryption.FILE]
    assert signing.can_sign(SigningKey.objects.get(pk=row.pk))


def test_killed_between_database_and_file_the_same_command_goes_on(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR, settings.KEY_ENCRYPTION_KEY = tmp_path, ""
    row = cast.key()
    draft = tmp_path / f"{encryption.FILE}.new"
    draft.write_text(NEW)
    _rotate()
    with pytest.raises(WrongKeyEncryptionKey):
        encryption.require()

    said = _command()

    assert "Everything is encrypted under the new key" in said
    assert not draft.exists()
    encryption.require()
    assert signing.can_sign(SigningKey.objects.get(pk=row.pk))
    assert bytes(Deployment.objects.get().sentinel)
