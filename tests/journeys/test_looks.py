"""Pages of no single domain work for everybody: in both schemes, wide and narrow, by keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from tests import cast
from tests.journeys.conftest import CheckAxe, Open, SignIn

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
VISITORS_PAGES = (
    "/",
    "/styleguide",
    "/guide/accounts",
    "/api/docs",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/nothing-here",
)
MEMBERS_PAGES = (
    "/",
    "/account/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
)


@pytest.fixture
def teacher(transactional_db: None) -> Person:
    cast.network()
    return cast.person("Leire Zabaleta", (Role.TEACHER, cast.university("mu")))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_visitors_pages_are_clean(
    open_page: Open, check_axe: CheckAxe, teacher: Person, width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")

    for address in VISITORS_PAGES:
        page.goto(address)

        check_axe(page)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_members_pages_are_clean(
    open_page: Open, sign_in: SignIn, check_axe: CheckAxe, teacher: Person, width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    sign_in(page, teacher)

    for address in MEMBERS_PAGES:
        page.goto(address)

        check_axe(page)


def test_a_page_is_looked_at_again_when_its_state_or_size_differs(
    page: Page, check_axe: CheckAxe, teacher: Person
) -> None:
    page.goto("/accounts/login/")
    check_axe(page)

    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    for _time in range(2):
        with pytest.raises(AssertionError, match="button"):
            check_axe(page)
    page.evaluate("""() => {
        const wide = document.querySelector("main").lastChild;
        wide.textContent = "Wide";
        wide.style.width = "600px";
    }""")
    check_axe(page)
    page.set_viewport_size({"width": 360, "height": 720})
    with pytest.raises(AssertionError, match="sideways"):
        check_axe(page)


def test_the_keyboard_reaches_the_content_and_the_menus(page: Page, sign_in: SignIn, teacher: Person) -> None:
    sign_in(page, teacher)
    page.goto("/")

    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    menu = page.locator("details.menu summary").last
    menu.focus()
    page.keyboard.press("Enter")
    profile = page.get_by_role("navigation").get_by_role("link", name="My profile")
    expect(profile).to_be_visible()
    page.keyboard.press("Escape")
    expect(profile).not_to_be_visible()
    expect(menu).to_be_focused()


def test_the_phones_menu_opens_and_closes_by_keyboard(phone: Page, teacher: Person) -> None:
    phone.goto("/")
    toggle = phone.get_by_role("button", name="Menu")
    sign_in_link = phone.get_by_role("navigation", name="Main").get_by_role("link", name="Sign in")
    expect(sign_in_link).not_to_be_visible()

    toggle.press("Enter")

    expect(sign_in_link).to_be_visible()
    phone.keyboard.press("Escape")
    expect(sign_in_link).not_to_be_visible()
    expect(toggle).to_be_focused()


def test_a_table_becomes_cards_on_a_phone_and_each_cell_says_its_column(phone: Page, teacher: Person) -> None:
    phone.goto("/styleguide")
    row = phone.get_by_role("row").filter(has_text="Mikko Lahtinen")
    cell = row.locator("td").first

    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")

    assert label == '"University"'
    assert row.evaluate("row => getComputedStyle(row).display") == "block"


@pytest.mark.parametrize("address", ["/", "/styleguide", "/nothing-here", "/api/docs", "/accounts/login/"])
def test_every_page_says_that_it_is_a_demonstration_on_screens_and_on_paper(
    page: Page, phone: Page, teacher: Person, address: str
) -> None:
    for shown in (page, phone):
        shown.goto(address)
        shown.emulate_media(media="print")
        expect(shown.get_by_text("People, courses, grades and accreditations")).to_be_visible()
        shown.emulate_media(media="screen")
        expect(shown.get_by_text("People, courses, grades and accreditations")).to_be_visible()


def test_the_chosen_scheme_wins_over_the_systems_and_is_remembered(page: Page, teacher: Person) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/")

    page.get_by_role("button", name="Dark").click()

    dark = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(dark) == "rgb(21, 24, 26)"
    page.goto("/accounts/login/")
    assert page.evaluate(dark) == "rgb(21, 24, 26)"
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_menus_and_forms_work_without_javascript(open_page: Open, sign_in: SignIn, teacher: Person) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, teacher)
    page.goto("/")

    page.locator("details.menu summary").last.click()
    page.get_by_role("navigation").get_by_role("link", name="My profile").click()
    page.get_by_label("Given name").fill("Leire Maitane")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Your profile has been saved.")).to_be_visible()
    teacher.refresh_from_db()
    assert teacher.given_name == "Leire Maitane"


def test_one_press_signs_a_visitor_of_the_demonstration_in(page: Page, teacher: Person) -> None:
    page.goto(reverse("account_login"))

    page.get_by_role("button", name="Designer and teacher").click()

    expect(page.get_by_text("Hello, Leire")).to_be_visible()


def test_signing_in_with_address_and_password(page: Page, teacher: Person) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill(teacher.email)
    page.get_by_label("Password").fill(cast.PASSWORD)

    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_text("Hello, Leire")).to_be_visible()


def test_an_error_stands_at_its_field_and_is_announced(page: Page, sign_in: SignIn, teacher: Person) -> None:
    sign_in(page, teacher)
    page.goto("/account/")
    page.get_by_label("Given name").evaluate("field => field.removeAttribute('required')")
    page.get_by_label("Given name").fill("")

    page.get_by_role("button", name="Save").click()

    field = page.get_by_label("Given name")
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby") or ""
    assert page.locator(f"#{described.split()[-1]}").inner_text() == "Enter or choose something here."
    page.get_by_role("alert").get_by_role("link").click()
    expect(field).to_be_focused()


TERM, CARD = ".term[popovertarget=term-credential]", "#term-credential"


def test_a_word_is_explained_by_keyboard_without_losing_ones_place(
    page: Page, check_axe: CheckAxe, teacher: Person
) -> None:
    page.goto(reverse("credentials:verify"))
    term, card = page.locator(TERM), page.locator(CARD)
    expect(card).to_be_hidden()

    for _press in range(40):
        page.keyboard.press("Tab")
        if term.evaluate("each => each === document.activeElement"):
            break
    expect(term).to_be_focused()
    page.keyboard.press("Enter")

    expect(card).to_be_visible()
    expect(card).to_contain_text("Glossary")
    expect(term).to_be_focused()
    check_axe(page)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(term).to_be_focused()


def test_a_word_is_explained_by_a_touch_and_its_card_fits_the_phone(
    phone: Page, check_axe: CheckAxe, teacher: Person
) -> None:
    phone.goto(reverse("credentials:verify"))
    card = phone.locator(CARD)

    phone.locator(TERM).tap()

    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    check_axe(phone)
    phone.touchscreen.tap(5, 5)
    expect(card).to_be_hidden()
