"""The studio in a browser: the report follows while one types, and everything works by keyboard and phone."""

import pytest
from playwright.sync_api import Page, expect

from mcx.design.models import Project
from tests.design.cast import address, filled, stored, teacher
from tests.design.drafts import COMPLETE, draft
from tests.journeys.conftest import CheckAxe, Open, SignIn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def begun() -> Project:
    return filled()


def test_the_report_follows_while_one_types(
    begun: Project, page: Page, sign_in: SignIn, check_axe: CheckAxe
) -> None:
    sign_in(page, teacher())
    page.goto(address(begun, "frame"))
    expect(page.locator("#live")).to_contain_text("Ready to submit")

    page.get_by_label("ECTS credits").fill("9")

    expect(page.locator("#live")).to_contain_text("9 ECTS is outside the network")
    expect(page.locator("#ways")).to_contain_text("1 to fix")
    check_axe(page)
    assert stored(begun) == COMPLETE


def test_a_skill_is_found_while_one_types(page: Page, sign_in: SignIn, check_axe: CheckAxe) -> None:
    bare = filled(draft(outcomes=tuple(COMPLETE.outcomes[:1])))
    sign_in(page, teacher())
    page.goto(address(bare, "outcomes"))
    page.get_by_role("button", name="Remove statistical process control").click()

    page.get_by_label("ESCO skills").press_sequentially("statist")
    page.get_by_role("button", name="statistical process control").click()

    expect(page.locator("#o1 .picker-chosen")).to_contain_text("statistical process control")
    check_axe(page)
    assert stored(bare).outcomes == COMPLETE.outcomes[:1]


def test_the_enter_key_saves_and_takes_nothing_away(begun: Project, page: Page, sign_in: SignIn) -> None:
    sign_in(page, teacher())
    page.goto(address(begun, "activities"))

    page.locator("#l1").get_by_label("Hours").fill("50")
    page.locator("#l1").get_by_label("Hours").press("Enter")

    expect(page.locator("#l1").get_by_label("Hours")).to_have_value("50")
    assert [row.hours for row in stored(begun).activities] == ["50", "37,5"]


def test_the_picture_fits_a_phone(begun: Project, phone: Page, sign_in: SignIn, check_axe: CheckAxe) -> None:
    sign_in(phone, teacher())

    for step in ("about", "outcomes", "activities", "assessments", "frame", "check"):
        phone.goto(address(begun, step))
        check_axe(phone)


def test_without_scripts_the_studio_does_the_same(begun: Project, open_page: Open, sign_in: SignIn) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, teacher())
    page.goto(address(begun, "outcomes"))

    page.get_by_role("button", name="Add an outcome").click()
    page.locator("#o3").get_by_label("English").fill("Set up a chart")
    page.locator("#o3").get_by_label("ESCO skills").fill("process control")
    page.locator("#o3").get_by_role("button", name="Look up").click()
    page.locator("#o3").get_by_role("button", name="statistical process control").click()

    outcome = stored(begun).outcomes[2]
    assert outcome.title == {"en": "Set up a chart"}
    assert [skill.label["en"] for skill in outcome.skills] == ["statistical process control"]
