"""The pages of catalogue and learning in a real browser: clean for everybody, quick where scripts run."""

import pytest
from playwright.sync_api import Page, expect

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from tests import cast
from tests.catalogue import cast as catalogue
from tests.journeys.conftest import CheckAxe, Open, SignIn
from tests.learning import cast as learning

KINDS = [(360, "light"), (1280, "dark")]
LEARNERS_PAGES = (
    "/catalogue/",
    "/catalogue/?q=water&language=fi&open=1",
    "/catalogue/?q=nonsense",
    "/catalogue/tuni-water-data",
    "/catalogue/tuni-water-data?language=fi",
    "/catalogue/tuni-water-data/1",
    "/learning/apply/tuni-water-data-1",
    "/learning/mine",
)
STAFF_PAGES = (
    "/catalogue/tuni-water-data",
    "/catalogue/tuni-water-data/offer",
    "/catalogue/offerings/tuni-water-data-1/cancel",
    "/learning/admissions",
    "/learning/classes",
    "/learning/classes/tuni-water-data-1",
)


@pytest.fixture
def waiting(transactional_db: None) -> int:
    """A network in which each page has something to show; the key of an application that waits."""
    cast.network()
    catalogue.edition("mu-lean", cast.university("mu"), title={"en": "Lean water use"})
    offering = catalogue.offering(catalogue.edition())
    learning.result(learning.enrolment(offering, learning.learner("Gina Graded")))
    learning.enrolment(offering, learning.learner("Pia Placed"))
    learning.enrolment(catalogue.offering(code="tuni-water-data-2"))
    learning.application(catalogue.offering(code="tuni-water-data-3"))
    key = learning.application(offering, learning.learner("Wim Waiting")).pk
    assert isinstance(key, int)
    return key


@pytest.fixture
def officer(waiting: int) -> Person:
    """Somebody who may see every staff page of Tampere."""
    roles = (Role.TEACHER, Role.ASSESSOR, Role.REGISTRAR)
    return cast.person("Olli Officer", *[(role, cast.university("tuni")) for role in roles])


@pytest.mark.parametrize(("width", "scheme"), KINDS)
def test_a_learners_pages_are_clean(
    open_page: Open, sign_in: SignIn, check_axe: CheckAxe, waiting: int, width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    sign_in(page, learning.learner())

    for address in LEARNERS_PAGES:
        page.goto(address)

        check_axe(page)


@pytest.mark.parametrize(("width", "scheme"), KINDS)
def test_staff_pages_are_clean(
    open_page: Open,
    sign_in: SignIn,
    check_axe: CheckAxe,
    officer: Person,
    waiting: int,
    width: int,
    scheme: str,
) -> None:
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    sign_in(page, officer)

    for address in (*STAFF_PAGES, f"/learning/admissions/{waiting}"):
        page.goto(address)

        check_axe(page)


def test_a_ticked_filter_narrows_the_cards_at_once(page: Page, waiting: int) -> None:
    page.goto("/catalogue/")

    page.get_by_label("MU ·").check()

    expect(page.get_by_role("heading", name="1 micro-credential")).to_be_visible()
    expect(page.get_by_role("link", name="Lean water use")).to_be_visible()
    expect(page.get_by_label("MU ·")).to_be_checked()
    assert "institution=mu" in page.url


def test_without_scripts_the_same_takes_a_button(open_page: Open, waiting: int) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/catalogue/")

    page.get_by_label("MU ·").check()
    page.get_by_role("button", name="Show results", exact=True).click()

    expect(page.get_by_role("heading", name="1 micro-credential")).to_be_visible()


def test_on_a_phone_the_filters_open_on_demand(phone: Page, waiting: int) -> None:
    phone.goto("/catalogue/")

    expect(phone.get_by_label("MU ·")).not_to_be_visible()
    phone.get_by_text("Filters", exact=True).click()

    expect(phone.get_by_label("MU ·")).to_be_visible()


def test_a_learner_applies_and_a_registrar_admits(
    open_page: Open, sign_in: SignIn, waiting: int, officer: Person
) -> None:
    learner, desk, newcomer = open_page(), open_page(), learning.learner("Nea Newcomer")
    cast.affiliation(newcomer, cast.university("mu"))
    sign_in(learner, newcomer)
    sign_in(desk, officer)

    learner.goto("/catalogue/tuni-water-data")
    learner.get_by_role("link", name="Apply").first.click()
    learner.get_by_label("Your home university").select_option("mu")
    learner.get_by_role("button", name="Send application", exact=True).click()
    expect(learner.get_by_text("Your application has been sent.")).to_be_visible()
    desk.goto("/learning/admissions")
    desk.get_by_role("row").filter(has_text="Nea Newcomer").get_by_role("button").click()
    expect(desk.get_by_text("Nea Newcomer has a place")).to_be_visible()
    learner.reload()

    expect(learner.get_by_text("Starts on")).to_be_visible()
