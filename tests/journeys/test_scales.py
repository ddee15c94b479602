"""A registrar adds, corrects and ends a grading scale, also without scripts on a phone."""

import pytest
from playwright.sync_api import Page, expect

from mcx.network.models import GradingScale
from tests.journeys.conftest import CheckAxe, Open, SignIn
from tests.network.cast import registrar

pytestmark = pytest.mark.django_db(transaction=True)


def _add(page: Page) -> None:
    """From the list of scales to one's own, begun with Spain's."""
    page.goto("/network/scales/")
    page.get_by_role("link", name="Add a grading scale").click()
    page.get_by_role("link", name="Spain").click()
    expect(page.get_by_text("No good source for this scale was found.")).to_be_visible()
    page.get_by_label("English").fill("Grades of Mondragon")
    page.get_by_role("button", name="Add the scale").click()


def test_a_scale_is_added_corrected_and_ended(page: Page, sign_in: SignIn, check_axe: CheckAxe) -> None:
    sign_in(page, registrar("mu"))

    _add(page)
    expect(page.get_by_role("heading", name="Grades of Mondragon")).to_be_visible()
    expect(page.get_by_text("9.0–10.0")).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="Change the scale").click()
    page.get_by_label("Width of a band").fill("0.3")
    check_axe(page)
    page.get_by_role("button", name="Save change").click()
    expect(page.get_by_text("9.8–10.0")).to_be_visible()
    page.get_by_text("End the scale").click()
    page.get_by_role("button", name="Yes, end it").click()

    expect(page.get_by_text("No new course has been able to use this scale since")).to_be_visible()
    assert GradingScale.objects.get().ended_at is not None


def test_it_works_without_scripts_on_a_phone(open_page: Open, sign_in: SignIn, check_axe: CheckAxe) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 720})
    sign_in(page, registrar("mu"))
    page.goto("/network/scales/new?start=list")

    page.get_by_label("English").fill("Letters")
    page.get_by_label("Grades").fill("A\nB\nF")
    page.get_by_label("Lowest pass").fill("F")
    page.get_by_role("button", name="Add the scale").click()
    expect(page.get_by_role("link", name="Lowest pass: The worst grade must be a fail.")).to_be_visible()
    page.get_by_label("Lowest pass").fill("B")
    page.get_by_role("button", name="Add the scale").click()

    expect(page.get_by_role("heading", name="Letters")).to_be_visible()
    page.get_by_text("End the scale").click()
    page.get_by_role("button", name="Yes, end it").click()
    expect(page.get_by_text("No new course has been able to use this scale since")).to_be_visible()
