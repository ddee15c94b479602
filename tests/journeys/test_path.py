"""From agreed rules to a recognised credential, in a browser, each step by another person.

The cast is the demonstration network. Whatever a person sees on the way is clean by axe (WCAG 2.2 AA).
"""

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from mcx.accounts.models import Person
from mcx.demo.load import load_demo
from tests.cast import NOW
from tests.journeys.conftest import CheckAxe, Open, SignIn

pytestmark = pytest.mark.django_db(transaction=True)

COURSE = "dhbw-process-automation"
LEARNER, EMAIL = "Mikel Goikoetxea", "mikel.goikoetxea@learner.example"
DESK = {"width": 1280, "height": 860}


@pytest.fixture
def network(settings: Settings) -> None:
    settings.FIXED_NOW = NOW
    load_demo(at=NOW)


class Walk:
    """Opens a page of its own for everybody who takes part, and checks each page that is shown."""

    def __init__(self, open_page: Open, sign_in: SignIn, check_axe: CheckAxe) -> None:
        self.open_page, self.sign_in, self.check_axe = open_page, sign_in, check_axe

    def as_person(self, email: str) -> Page:
        """A browser in which this person has signed in."""
        page = self.open_page(viewport=DESK)
        self.sign_in(page, Person.objects.get(email=email))
        return page

    def look(self, page: Page, address: str, words: str) -> None:
        """Go there, find the words, and find the page clean."""
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        self.check_axe(page)


@pytest.fixture
def walk(network: None, open_page: Open, sign_in: SignIn, check_axe: CheckAxe) -> Walk:
    return Walk(open_page, sign_in, check_axe)


def _press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_the_coordinator_sees_the_charter_and_the_state_of_every_step(walk: Walk) -> None:
    page = walk.as_person("ines.albrecht@microcredx.example")

    walk.look(page, "/", "Ines")
    walk.look(page, "/network/", "Tampere University")
    walk.look(page, "/network/charter/", "2–5")
    walk.look(page, "/network/steps/", "27")
    walk.look(page, "/network/audit/", "recognition.decided")


def test_progress_says_ten_of_fifteen(walk: Walk) -> None:
    page = walk.as_person("ane.etxeberria@learner.example")

    walk.look(page, "/", "Ane")
    walk.look(page, "/pathways/", "10 of 15 ECTS")
    walk.look(page, "/pathways/clean-connected-manufacturing", "10 of 15 ECTS")
    walk.look(page, "/recognition/", "Recognised")
    walk.look(page, "/wallet/", "Process Automation")
