"""Files in the database or in S3-compatible storage: the same bytes, moved while in use, and never others."""

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from bench.faults.site import free_port
from mcx import settings as product
from mcx.core import files, services
from mcx.core.models import AuditEntry
from mcx.credentials.models import IssuedCredential
from mcx.wallet import selectors
from mcx.wallet import services as wallets
from mcx.wallet.models import Item
from tests.cast import NOW, person
from tests.credentials import cast
from tests.wallet import cast as wallet

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)
BUCKET = "mcx-files"


class Bucket:
    """A server of S3 on this machine alone, with one bucket."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"s3+http://key:secret@127.0.0.1:{self.port}/{BUCKET}"
        words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()
        login = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
        self.s3: Any = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{self.port}", **login)
        self.s3.create_bucket(Bucket=BUCKET)

    def _wait(self) -> None:
        for _each in range(600):
            with socket.socket() as caller:
                if caller.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail("the S3 server did not start within half a minute")

    @property
    def names(self) -> set[str]:
        """What is in it."""
        return {each["Key"] for each in self.s3.list_objects_v2(Bucket=BUCKET).get("Contents", ())}

    def empty(self) -> None:
        """Take everything out of it."""
        for name in self.names:
            self.s3.delete_object(Bucket=BUCKET, Key=name)

    def end(self) -> None:
        """It is gone."""
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="module")
def server() -> Iterator[Bucket]:
    made = Bucket()
    yield made
    made.end()


def _set(settings: Settings, url: str) -> None:
    one = product._files(url)
    settings.STORAGES = {**settings.STORAGES, files.ALIAS: one, files.ASKED: one}


@pytest.fixture
def bucket(server: Bucket, settings: Settings) -> Bucket:
    """An empty bucket in which new files are kept."""
    server.empty()
    _set(settings, server.url)
    return server


@pytest.fixture
def nobody(settings: Settings) -> None:
    """A storage that does not answer."""
    logging.getLogger("mcx.files").disabled = True
    _set(settings, f"s3+http://key:secret@127.0.0.1:{free_port()}/{BUCKET}")


def _brought(data: bytes = b"") -> Item:
    return wallet.imported(person(), data or wallet.foreign())


def test_what_is_issued_is_in_the_bucket_and_not_in_the_database(bucket: Bucket) -> None:
    award = cast.issued()

    rows = list(award.credentials.all())
    assert {row.place for row in rows} == bucket.names
    assert {bytes(row.content) for row in rows} == {b""}
    assert all(files.read(row) for row in rows)


def test_what_is_brought_along_comes_back_byte_by_byte(bucket: Bucket) -> None:
    data = wallet.foreign()
    item = _brought(data)

    assert bucket.names == {item.place}
    assert selectors.file_of(item, selectors.ORIGINAL).content == data


def test_what_is_taken_away_leaves_the_bucket_once_that_is_written(
    bucket: Bucket, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    item = _brought()

    with django_capture_on_commit_callbacks(execute=True):
        wallets.remove(item, by=person(), at=LATER)
        assert bucket.names

    assert not bucket.names


def test_without_an_answer_nothing_is_saved_and_it_is_said(nobody: None) -> None:
    with pytest.raises(files.FilesAway, match="Nothing you sent was saved"):
        _brought()

    assert not Item.objects.exists()


def test_a_page_says_that_the_storage_is_away(bucket: Bucket, settings: Settings, client: Client) -> None:
    item = _brought()
    client.force_login(item.owner)
    address = f"/wallet/{item.pk}/files/{selectors.ORIGINAL}"
    assert client.get(address).status_code == 200

    _set(settings, f"s3+http://key:secret@127.0.0.1:{free_port()}/{BUCKET}")
    answer = client.get(address)

    assert answer.status_code == 503
    assert "storage of files cannot be reached" in answer.content.decode()


def _ready(client: Client) -> tuple[int, str | None]:
    """The status of this process, and what it says of the storage."""
    answer = client.get("/readyz")
    said = {check["code"]: check["outcome"] for check in answer.json()["checks"]}
    return answer.status_code, said.get("ready.files")


def test_whether_the_storage_answers_is_said_and_decides_nothing(
    bucket: Bucket, settings: Settings, client: Client
) -> None:
    assert _ready(client) == (200, "passed")

    logging.getLogger("mcx.files").disabled = True
    _set(settings, f"s3+http://key:secret@127.0.0.1:{free_port()}/{BUCKET}")
    answer = client.get("/readyz")

    assert _ready(client) == (200, "warning")
    assert "secret" not in answer.content.decode()
    assert BUCKET not in answer.content.decode()


def test_where_files_are_in_the_database_no_storage_is_asked(client: Client) -> None:
    assert _ready(client) == (200, None)


@pytest.mark.parametrize("is_there", [True, False])
def test_other_bytes_than_were_written_are_never_shown(bucket: Bucket, is_there: bool) -> None:
    item = _brought()
    bucket.empty()
    if is_there:
        bucket.s3.put_object(Bucket=BUCKET, Key=item.place, Body=b"something else")

    with pytest.raises(files.FileDamaged):
        selectors.file_of(item, selectors.ORIGINAL)


def test_what_was_in_the_database_stays_readable_and_is_moved(server: Bucket, settings: Settings) -> None:
    award = cast.issued()
    before = {row.pk: bytes(row.content) for row in award.credentials.all()}
    server.empty()
    _set(settings, server.url)
    assert {row.pk: files.read(row) for row in award.credentials.all()} == before

    said = StringIO()
    call_command("move_files", stdout=said)
    call_command("move_files", stdout=said)

    assert said.getvalue().splitlines() == [
        f"Moved {len(before)} file(s) into the storage.",
        "Moved 0 file(s) into the storage.",
    ]
    assert {row.pk: files.read(row) for row in award.credentials.all()} == before
    assert not IssuedCredential.objects.exclude(content=b"").exists()
    assert AuditEntry.objects.filter(action="core.files-moved").count() == 1


def test_without_a_storage_nothing_is_moved() -> None:
    with pytest.raises(CommandError, match="MCX_FILES_URL names no storage"):
        call_command("move_files")


def test_what_no_row_names_is_removed_after_a_day_and_twice_at_once_does_no_harm(bucket: Bucket) -> None:
    item = _brought()
    storage = files.storage()
    assert storage
    storage.save("left-over", ContentFile(b"of a transaction that was taken back"))
    written = storage.get_modified_time("left-over")

    young = services.check_files(at=written + timedelta(hours=23), reads=False)
    there = set(bucket.names)
    old = services.check_files(at=written + timedelta(hours=25), reads=False)
    again = services.check_files(at=written + timedelta(hours=25), reads=True)

    assert (young.removed, there) == (0, {"left-over", item.place})
    assert (old.removed, again.removed) == (1, 0)
    assert bucket.names == {item.place}
    assert again == services.Found([], [], 0)


def test_a_missing_and_a_changed_file_are_named(bucket: Bucket) -> None:
    first, second = _brought(), _brought()
    bucket.s3.delete_object(Bucket=BUCKET, Key=first.place)
    bucket.s3.put_object(Bucket=BUCKET, Key=second.place, Body=b"something else")

    assert services.check_files(at=NOW, reads=False).missing == [first.place]
    said = StringIO()
    with pytest.raises(CommandError, match="Restore these files"):
        call_command("check_files", "--read", stderr=said, stdout=StringIO())

    assert f"missing: {first.place}" in said.getvalue()
    assert f"missing or changed: wallet.Item {second.pk}" in said.getvalue()
