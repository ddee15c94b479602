"""An employer publishes a job: skills are looked up while one types, by keyboard, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from mcx.industry.models import Posting
from mcx.skills.models import SkillLabel
from tests.industry import cast
from tests.journeys.conftest import CheckAxe, Open, SignIn

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "analyse water data"


@pytest.fixture(autouse=True)
def _vocabulary(transactional_db: None) -> None:
    cast.employer()
    SkillLabel.objects.create(skill=cast.skill(), language="en", term=NAME, rank=0)


def test_skills_are_found_while_one_types_and_nothing_typed_is_lost(
    page: Page, sign_in: SignIn, check_axe: CheckAxe
) -> None:
    sign_in(page, cast.employer())
    page.goto("/industry/jobs/new")
    page.get_by_label("Job title").fill("Water keeper")

    page.get_by_label("Skills (ESCO)").press_sequentially("analyse wat")
    page.get_by_role("button", name=NAME).click()

    expect(page.locator(".picker-chosen")).to_contain_text(NAME)
    expect(page.get_by_label("Job title")).to_have_value("Water keeper")
    check_axe(page)
    page.get_by_role("button", name="Publish the job").click()
    expect(page.get_by_text("The job has been published.")).to_be_visible()
    assert [skill.uri for skill in Posting.objects.get().skills.all()] == [cast.WATER]


def test_the_enter_key_in_another_field_publishes_and_takes_no_skill_away(
    page: Page, sign_in: SignIn
) -> None:
    sign_in(page, cast.employer())
    page.goto("/industry/jobs/new")
    page.get_by_label("Skills (ESCO)").press_sequentially("analyse wat")
    page.get_by_role("button", name=NAME).click()
    page.get_by_label("Job title").fill("Water keeper")

    page.get_by_label("Job title").press("Enter")

    expect(page.get_by_text("The job has been published.")).to_be_visible()
    assert Posting.objects.get().skills.count() == 1


def test_it_works_without_scripts_on_a_phone(open_page: Open, sign_in: SignIn, check_axe: CheckAxe) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 720})
    sign_in(page, cast.employer())
    page.goto("/industry/needs")

    page.get_by_label("Skill (ESCO)").fill(NAME)
    page.get_by_role("button", name="Look up").click()
    page.get_by_role("button", name=NAME).click()

    expect(page.locator(".picker-chosen")).to_contain_text(NAME)
    page.get_by_role("button", name=f"Remove {NAME}").click()
    expect(page.locator(".picker-chosen")).to_have_count(0)
