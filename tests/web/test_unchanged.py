"""A public page that has not changed is not drawn again, and one that has changed always is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from mcx.accounts.models import Person
from mcx.catalogue.models import Offering
from mcx.catalogue.services import cancel_offering
from mcx.core import versions
from mcx.network.models import Institution
from mcx.network.services.members import rename
from tests.cast import NOW
from tests.walk.answers import Answer, answer_to

BY_REGISTER = ("/network/", "/network/?on=2025-05-01", "/guide/", "/guide/wallet", "/guide/words")
BY_CATALOGUE = ("/", "/catalogue/", "/catalogue/?q=data&open=1", "/catalogue/?languages=en")
PAGES = (*BY_REGISTER, *BY_CATALOGUE)
READ = re.compile(r'(?:FROM|JOIN) "(\w+)"')
OF_THE_CATALOGUE = {"catalogue_listing", "catalogue_listingchange"}
FROZEN = {"catalogue_edition", "catalogue_microcredential"}  # what a listing leads to never changes

pytestmark = pytest.mark.usefixtures("demonstration")


def _tag(address: str, **headers: str) -> str:
    answer = Client(headers=headers).get(address)
    assert answer.status_code == 200
    return str(answer["ETag"])


def _again(address: str, tag: str) -> Answer:
    return answer_to(address, Client(headers={"if-none-match": tag}).get)


@pytest.mark.parametrize("address", PAGES)
def test_what_has_not_changed_is_not_looked_up_again(address: str) -> None:
    tag = _tag(address)

    answer = _again(address, tag)

    assert (answer.status, answer.size) == (304, 0)
    assert answer.queries == (2 if address in BY_CATALOGUE else 1)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_made_from_nothing_but_what_its_version_is_of(address: str) -> None:
    labels = versions.MADE_FROM[versions.REGISTER]
    known = {apps.get_model(label)._meta.db_table for label in labels} | {"core_version"}
    if address in BY_CATALOGUE:
        known |= OF_THE_CATALOGUE | FROZEN

    with CaptureQueriesContext(connection) as asked:
        Client().get(address)

    read = {table for each in asked for table in READ.findall(each["sql"])}
    assert read <= known, read - known


def _a_new_name() -> None:
    by = Person.objects.get(appointments__role="coordinator")
    found = Institution.objects.get(slug="mu")
    rename(found, name={"en": "Another Name"}, valid_from=NOW.date(), by=by, at=NOW + timedelta(minutes=1))


def _a_run_that_is_cancelled() -> None:
    by = Person.objects.filter(appointments__role="registrar").first()
    assert by
    own = Offering.objects.filter(edition__micro_credential__institution__appointments__person=by)
    cancel_offering(own.filter(cancelled_at=None).latest("ends_on"), by=by, at=NOW + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("deed", "addresses"), [(_a_new_name, PAGES), (_a_run_that_is_cancelled, BY_CATALOGUE)]
)
def test_what_has_changed_is_shown_anew(deed: Callable[[], None], addresses: tuple[str, ...]) -> None:
    tags = {address: _tag(address) for address in addresses}

    deed()

    assert {_again(address, tag).status for address, tag in tags.items()} == {200}


@pytest.mark.parametrize("address", ["/", "/network/"])
def test_another_day_is_another_page(address: str, settings: Settings) -> None:
    tag = _tag(address)
    settings.FIXED_NOW = NOW + timedelta(days=1)

    assert _again(address, tag).status == 200


@pytest.mark.parametrize("address", PAGES)
def test_each_language_colour_and_address_has_its_own(address: str) -> None:
    dark = Client()
    dark.cookies["theme"] = "dark"

    tags = [_tag(address), _tag(address, accept_language="de"), dark.get(address)["ETag"]]
    tags.append(_tag(f"{address}{'&' if '?' in address else '?'}x=1"))

    assert len({*tags}) == len(tags)


@pytest.mark.parametrize("address", PAGES)
def test_whoever_is_signed_in_gets_their_own_page(address: str, client: Client) -> None:
    tag = _tag(address)
    client.force_login(Person.objects.get(email="ane.etxeberria@learner.example"))

    answer = client.get(address, headers={"if-none-match": tag})

    assert answer.status_code == 200
    assert answer["ETag"] != tag
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("address", PAGES)
def test_what_somebody_is_to_be_told_makes_a_page_their_own(address: str) -> None:
    told = Client()
    told.cookies["messages"] = "anything"

    assert told.get(address, headers={"if-none-match": _tag(address)}).status_code == 200
