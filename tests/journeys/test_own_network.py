"""From the address that `make new-network` prints to the set-up checklist, also without JavaScript."""

from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from mcx.accounts.models import Person
from mcx.network.models import Institution, Network
from tests.governance.foundings import TYPED
from tests.journeys.walk import PHONE, Open, Walk, press


@pytest.fixture
def address(db: None) -> str:
    """The path of the one-time address, as the command prints it for `make new-network`."""
    printed = StringIO()
    call_command("new_network", if_needed=True, stdout=printed)
    [url] = [word for word in printed.getvalue().split() if "/network/found/" in word]
    return url[url.index("/network/") :]


def _fill(page: Page, **instead: str) -> None:
    for name, value in (TYPED | instead).items():
        field = page.locator(f'[name="{name}"]')
        if isinstance(value, list):
            for one in value:
                page.locator(f'[name="{name}"][value="{one}"]').check()
        elif field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(str(value))


def test_a_founder_comes_from_the_printed_address_to_the_checklist(walk: Walk, address: str) -> None:
    page = walk.as_visitor()
    walk.look(page, address, "Set up your network", "The first university")
    _fill(page, identifier_ror="not a ror")
    press(page, "Set up the network")
    walk.see(page, "This is not written as this scheme writes its identifiers.")
    assert page.locator('[name="institution_en"]').input_value() == "University of the Alps"

    _fill(page, identifier_ror="")
    press(page, "Set up the network")

    walk.see(
        page,
        "Your network is set up. You are its coordinator.",
        "Courses need one before they can be published.",
    )
    page.get_by_role("link", name="Only 1 university is a member").click()
    expect(page.locator("h1")).to_have_text("Admit an institution")
    walk.look(page, "/network/issuers/", "Legal identifier: ATU00000000.")
    walk.look(page, "/", "What your network still needs")
    late = walk.as_visitor()
    late.goto(address)
    expect(late.locator("main")).to_contain_text("Someone has already used this address")


def test_it_is_founded_without_javascript_on_a_phone(open_page: Open, address: str) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False, locale="de-AT")
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Ihr Netzwerk einrichten")
    for name, value in TYPED.items():
        field = page.locator(f'[name="{name}"]')
        if name == "languages":
            page.locator('[name="languages"][value="es"]').check()
        elif name in {"country", "language_cluster"}:
            field.select_option(str(value))
        else:
            field.fill(str(value))
    press(page, "Netzwerk einrichten")

    expect(page.locator("h1")).to_have_text("Checkliste für den Aufbau")
    assert Person.objects.get().language == "de"
    assert Network.objects.get().languages == ["de", "es"]
    assert Institution.objects.get().slug == "ua"
