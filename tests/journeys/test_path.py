"""From agreed rules to a recognised credential, in a browser, each step by another person.

The cast is the demonstration network. Whatever a person sees on the way is clean by axe (WCAG 2.2 AA).
"""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from mcx.accounts.models import Person
from mcx.core import clock
from mcx.credentials import services as credentials
from mcx.credentials.models import Award
from mcx.demo.load import load_demo
from mcx.learning.models import Enrolment
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


def test_a_teacher_designs_and_an_officer_publishes(walk: Walk) -> None:
    teacher = walk.as_person("leire.zabaleta@mu.example")
    walk.look(teacher, "/design/new", "Begin with a title")
    walk.look(teacher, "/design/", "Statistical Process Control on the Shop Floor")
    teacher.goto("/catalogue/mu-statistical-process-control")
    teacher.goto("/design/")
    row = teacher.locator("main li", has_text="Statistical Process Control on the Shop Floor")
    row.get_by_role("button").first.click()
    walk.check_axe(teacher)
    teacher.locator("main [name*=title]").first.fill("Statistical Process Control, second edition")
    _press(teacher, "Save and go on")
    expect(teacher.locator("main")).to_contain_text("Statistical Process Control, second edition")
    teacher.goto(teacher.url.rsplit("/", 1)[0] + "/check")
    walk.check_axe(teacher)
    _press(teacher, "Hand in")

    officer = walk.as_person("nerea.olabarria@mu.example")
    walk.look(officer, "/quality/", "Statistical Process Control, second edition")
    officer.get_by_role("link", name="Statistical Process Control, second edition").first.click()
    walk.check_axe(officer)
    _press(officer, "Approve and publish")

    visitor = walk.open_page(viewport=DESK)
    walk.look(visitor, "/catalogue/?q=second+edition", "Statistical Process Control, second edition")
    walk.look(visitor, "/catalogue/mu-statistical-process-control", "Critical information")


def _apply(walk: Walk, learner: Page) -> None:
    walk.look(learner, f"/catalogue/{COURSE}", "Industrial Organisation Engineering")
    learner.get_by_role("link", name="Apply").first.click()
    walk.check_axe(learner)
    _press(learner, "Apply")
    walk.look(learner, "/learning/mine", "Process Automation")


def _admit(walk: Walk, registrar: Page) -> Enrolment:
    walk.look(registrar, "/learning/admissions", LEARNER)
    registrar.locator("tr", has_text=LEARNER).get_by_role("button").click()
    registrar.wait_for_load_state()
    courses = Enrolment.objects.filter(offering__edition__micro_credential__code=COURSE)
    return courses.get(learner__email=EMAIL)


def _grade(walk: Walk, assessor: Page, enrolment: Enrolment) -> Award:
    walk.look(assessor, f"/learning/classes/{enrolment.offering.code}", LEARNER)
    row = assessor.locator("main li", has_text=LEARNER)
    row.get_by_label("Grade").select_option("1.3")
    row.get_by_role("button", name="Record").click()
    assessor.wait_for_load_state()
    return Award.objects.get(result__enrolment=enrolment)


def _claim(walk: Walk, learner: Page, award: Award) -> None:
    walk.look(learner, f"/wallet/claim/{award.pk}", "Process Automation")
    _press(learner, "Claim it")
    credentials.issue_pending(at=clock.now())
    walk.look(learner, "/wallet/", "Process Automation")
    learner.locator("main").get_by_role("link", name="Process Automation").first.click()
    expect(learner.locator("main")).to_contain_text("Download")
    walk.check_axe(learner)


def _share(walk: Walk, learner: Page) -> str:
    walk.look(learner, "/wallet/shares/new", "Process Automation")
    learner.locator("input[name=items]").first.check()
    learner.locator("input[name=audience]").fill("Iberotec, people department")
    _press(learner, "Make the link")
    walk.check_axe(learner)
    address = learner.locator("main input[value*='/wallet/s/']").first.get_attribute("value") or ""
    return "/wallet/s/" + address.split("/wallet/s/")[1]


def _recognise(walk: Walk, learner: Page, award: Award) -> None:
    walk.look(learner, f"/recognition/ask/{award.wallet_item.pk}", "Have it recognised")
    _press(learner, "Ask for recognition")
    expect(learner.locator("main")).to_contain_text("5 ECTS count in")
    expect(learner.locator("main")).to_contain_text("Every condition of agreement")
    walk.check_axe(learner)


def _revoke(walk: Walk, registrar: Page, award: Award) -> None:
    walk.look(registrar, f"/credentials/{award.pk}/revoke", "Say why")
    registrar.locator("[name=reason]").first.select_option("error")
    registrar.locator("[name=explanation]").fill("The wrong edition was named on the credential.")
    _press(registrar, "Continue")
    _press(registrar, "Revoke it")
    registrar.wait_for_load_state()


def test_from_seeing_what_counts_to_a_recognised_and_then_revoked_credential(
    walk: Walk, settings: Settings
) -> None:
    learner, registrar = walk.as_person(EMAIL), walk.as_person("sabine.maurer@dhbw.example")
    _apply(walk, learner)
    enrolment = _admit(walk, registrar)
    settings.FIXED_NOW = NOW + timedelta(days=200)
    award = _grade(walk, walk.as_person("matthias.ohnesorg@dhbw.example"), enrolment)
    _claim(walk, learner, award)
    link, employer = _share(walk, learner), walk.open_page(viewport=DESK)

    walk.look(employer, link, LEARNER)
    expect(employer.locator("main")).to_contain_text("Verified")
    _recognise(walk, learner, award)
    _revoke(walk, registrar, award)

    walk.look(employer, f"/verify/{award.pk}", "REVOKED")
    expect(employer.locator("main")).to_contain_text("The wrong edition was named")


def test_progress_says_ten_of_fifteen(walk: Walk) -> None:
    page = walk.as_person("ane.etxeberria@learner.example")

    walk.look(page, "/", "Ane")
    walk.look(page, "/pathways/", "10 of 15 ECTS")
    walk.look(page, "/pathways/clean-connected-manufacturing", "10 of 15 ECTS")
    walk.look(page, "/recognition/", "Recognised")
    walk.look(page, "/wallet/", "Process Automation")
