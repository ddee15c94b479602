"""Every list on a page is turned to its end, and an address that names no page of it says so."""

import inspect
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import resolve

from mcx.accounts.models import Person
from tests.api.offices import with_every_office
from tests.web.addresses import PAGES, address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("busy_demonstration")]
NAME = re.compile(r'name="(\w+)"')
NEXT = re.compile(r'<a href="([^"]*)" rel="next"')


def _lists(at: str) -> list[str]:
    """What the lists on the page are called in its address."""
    source = inspect.getsource(inspect.unwrap(resolve(at).func))
    calls = source.split("list_page(")[1:]
    return [found[1] if (found := NAME.search(call.split("\n")[0])) else "page" for call in calls]


@pytest.fixture
def client() -> Client:
    """A browser of somebody to whom every list is shown."""
    client = Client()
    client.force_login(Person.objects.get(email=with_every_office()))
    return client


def test_an_address_that_names_no_page_is_refused_with_what_helps(client: Client) -> None:
    refused = 0
    for page in sorted(PAGES):
        at = address(page, PAGES[page])
        for name in _lists(at):
            answer = client.get(at, {name: "x"})
            assert answer.status_code == 422, (at, name)
            assert "does not lead to a page of the list" in answer.content.decode(), (at, name)
            refused += 1

    assert refused >= 20


def test_every_list_is_turned(client: Client) -> None:
    turned = 0
    for page in sorted(PAGES):
        at = address(page, PAGES[page])
        for link in NEXT.findall(client.get(at).content.decode()) if _lists(at) else ():
            second = client.get(f"{at}{unescape(link)}")
            assert second.status_code == 200, at
            assert 'rel="prev"' in second.content.decode(), at
            turned += 1

    assert turned
