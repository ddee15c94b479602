"""A full or unprepared database is one clear sentence on pages and in the API, and nothing half is kept."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries as Count
from pytest_django.fixtures import Settings

from mcx.catalogue.models import ListingChange
from mcx.core.models import AuditEntry
from mcx.core.trouble import DatabaseAway
from mcx.wallet.models import Item
from mcx.web import errors
from tests.cast import person
from tests.full_disk import full_disk, only_sqlite
from tests.microcred.cast import RECORD
from tests.wallet import cast

LONG = replace(RECORD.specification, description={"en": "A long description. " * 20_000})


def _main(content: bytes) -> str:
    [found] = re.findall(r"<main.*?</main>", content.decode(), re.DOTALL)
    return unescape(found)


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_said_and_nothing_half_is_kept() -> None:
    who, client = person(), Client(raise_request_exception=False)
    client.force_login(who)
    badge = cast.foreign(who.name, specification=LONG)
    entries = AuditEntry.objects.count()

    with full_disk():
        page = client.post("/wallet/import", {"file": SimpleUploadedFile("badge.json", badge)})
        told = client.post("/api/wallet/items", {"file": SimpleUploadedFile("badge.json", badge)})

    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert "There is no space left on the disk. Nothing you sent was saved." in _main(page.content)
    assert (told.status_code, told["Content-Type"]) == (503, "application/problem+json")
    assert (told.json()["title"], told["Retry-After"]) == ("storage-full", "30")
    assert (Item.objects.count(), AuditEntry.objects.count()) == (0, entries)
    again = client.post("/api/wallet/items", {"file": SimpleUploadedFile("badge.json", badge)})
    assert (again.status_code, Item.objects.count()) == (201, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/catalogue/", "/api/catalogue/editions"])
def test_tables_that_are_missing_are_said_by_pages_and_by_the_api(address: str) -> None:
    client = Client(raise_request_exception=False)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {ListingChange._meta.db_table} RENAME TO elsewhere")

    answer = client.get(address)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "has not been prepared for this version" in answer.content.decode()


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_the_page_needs_no_database(
    rf: RequestFactory, settings: Settings, django_assert_num_queries: Count, db: None, is_demonstration: bool
) -> None:
    settings.DEMO = is_demonstration

    with django_assert_num_queries(0):
        answer = errors.unavailable(rf.get("/"), DatabaseAway())

    assert answer.status_code == 503
    assert "The database cannot be reached." in _main(answer.content)
    assert ("Fictional demonstration." in unescape(answer.content.decode())) is is_demonstration
