"""What is sent: bounded as a whole, held in memory, and on a full disk refused in one clear sentence."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from mcx.core.models import AuditEntry, Version
from mcx.wallet import services
from mcx.wallet.models import Item
from tests.cast import NOW, person
from tests.credentials.cast import signed_in
from tests.full_disk import full_disk, only_sqlite
from tests.wallet import cast

MEGABYTE = 1024 * 1024


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("/verify", 413), ("/api/credentials/verify", 413)])
def test_a_request_is_bounded_with_all_its_files(client: Client, address: str, status: int) -> None:
    files = {f"file{number}": io.BytesIO(b"x" * MEGABYTE) for number in range(13)}

    answer = client.post(address, files)

    assert answer.status_code == status
    assert "12 MB" in answer.content.decode()


@pytest.mark.django_db
def test_no_upload_is_written_to_a_disk_before_it_is_taken(client: Client) -> None:
    file = SimpleUploadedFile("a.json", b"x" * (7 * MEGABYTE))

    answer = client.post("/verify", {"file": file})

    assert answer.status_code == 200
    assert type(answer.wsgi_request.FILES["file"]).__name__ == "InMemoryUploadedFile"


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_on_a_full_disk_an_upload_is_refused_in_a_sentence_and_nothing_is_kept() -> None:
    owner = person()
    client, data = signed_in(owner), cast.foreign() + b" " * MEGABYTE
    client.raise_request_exception = False

    with full_disk():
        page = client.post("/wallet/import", {"file": SimpleUploadedFile("a.json", data)})
        answer = client.post("/api/wallet/items", {"file": io.BytesIO(data)})

    assert (page.status_code, answer.status_code) == (503, 503)
    assert "There is no space left" in page.content.decode()
    assert answer.json()["title"] == "storage-full"
    assert "Nothing you sent was saved" in answer.json()["detail"]
    assert not Item.objects.exists()
    assert not AuditEntry.objects.filter(action="wallet.imported").exists()


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_on_a_full_disk_a_shared_link_still_opens() -> None:
    item = cast.item()
    _made, secret = services.share([item], audience="An employer", days=7, by=item.owner, at=NOW)

    with full_disk():
        _fill()
        page = Client().get(f"/wallet/s/{secret}/")
        answer = Client().get(f"/api/wallet/shared/{secret}")

    assert (page.status_code, answer.status_code) == (200, 200)


def _fill() -> None:
    """Write until not even the smallest row can be written."""
    try:
        while True:
            Version.objects.create(name="filler", version=uuid4().hex)
    except OperationalError:
        pass
