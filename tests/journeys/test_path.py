"""From agreed rules to a recognised credential, in a browser, each step by another person.

The cast is the demonstration network; what came before a leg of the way is prepared (`prepared.py`). Whatever
a person sees on the way is clean by axe (WCAG 2.2 AA).
"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.cast import NOW
from tests.journeys import prepared
from tests.journeys.walk import Walk, follow, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demonstration")]

COURSE, TITLE = "dhbw-process-automation", "Process Automation"
LEARNER, EMAIL = "Mikel Goikoetxea", "mikel.goikoetxea@learner.example"
GOAL = "/pathways/clean-connected-manufacturing"
GRADED = NOW + timedelta(days=200)
WRONG = "The wrong edition was named on the credential."


def test_the_coordinator_sees_the_charter_and_the_state_of_every_step(walk: Walk) -> None:
    page = walk.as_person("ines.albrecht@microcredx.example")

    walk.look(page, "/", "Ines")
    walk.look(page, "/network/", "Tampere University", "2–5", "15–30")
    walk.look(page, "/network/members/tuni/", "Accreditations")
    walk.look(page, "/network/charter/", "2–5", "15–30", "Spanish: MU, UOC")
    walk.look(page, "/network/steps/", "27")
    walk.look(page, "/network/audit/?action=recognition.", "recognition.decided")


def _apply(walk: Walk, learner: Page) -> None:
    """The learner finds the course and sees, before enrolling, how it will count at home."""
    walk.look(learner, "/catalogue/?q=process+automation", TITLE)
    follow(learner, TITLE)
    walk.see(learner, "Industrial Organisation Engineering", "5 ECTS", "dhbw-mu-1")
    follow(learner, "Apply")
    walk.see(learner, "You can apply", "dhbw-mu-1")
    press(learner, "Send application")
    walk.see(learner, "Your application has been sent.", TITLE)


def _admit(walk: Walk, registrar: Page) -> None:
    walk.look(registrar, "/", "Applications to decide")
    follow(registrar, "Applications to decide")
    walk.see(registrar, LEARNER)
    registrar.locator("main tr", has_text=LEARNER).get_by_role("button").click()
    walk.see(registrar, f"{LEARNER} has a place in")


def _grade(walk: Walk, assessor: Page) -> None:
    walk.look(assessor, "/", "Learners without a grade")
    follow(assessor, "Learners without a grade")
    walk.see(assessor, TITLE)
    assessor.locator("main tr", has_text=f"{COURSE}-3").get_by_role("link").click()
    walk.see(assessor, LEARNER)
    row = assessor.locator("main li", has_text=LEARNER)
    row.get_by_label("Grade").select_option("1.3")
    row.get_by_role("button", name="Record grade").click()
    walk.see(assessor, f"Grade 1.3 recorded for {LEARNER}.")


def _claim(walk: Walk, learner: Page) -> None:
    """The learner claims the award, and downloads what was signed."""
    walk.look(learner, "/", "Credentials for you to claim")
    follow(learner, "Credentials for you to claim")
    walk.see(learner, "Waiting to be claimed")
    follow(learner, TITLE)
    walk.see(learner, "What it will say about you", LEARNER, "1.3")
    press(learner, "Claim credential")
    walk.see(learner, "Verified", "Download")
    for name, ending in (("Certificate", ".pdf"), ("Open Badge", ".json")):
        with learner.expect_download() as waiting:
            follow(learner, name)
        assert waiting.value.suggested_filename.endswith(ending)


def _share(walk: Walk, learner: Page) -> str:
    follow(learner, "Share this credential")
    walk.see(learner, "Which credentials?")
    learner.get_by_label("Who is it for?").fill("Iberotec, people department")
    press(learner, "Create link")
    walk.see(learner, "Iberotec, people department")
    return urlsplit(learner.get_by_label("Link to copy").input_value()).path


def _recognise(walk: Walk, learner: Page) -> None:
    """An agreement in force decides at once."""
    walk.look(learner, "/wallet/", TITLE)
    follow(learner, TITLE)
    follow(learner, "Ask for recognition")
    walk.see(learner, "Ask for recognition")
    press(learner, "Ask for recognition")
    walk.see(
        learner,
        "5 ECTS count in",
        "Every condition of the agreement",
        "The grade is entered as",
        "appeal on this page until",
    )


def _revoke(walk: Walk, registrar: Page) -> None:
    walk.look(registrar, "/credentials/?words=Goikoetxea", TITLE)
    registrar.locator("main tr", has_text=COURSE).get_by_role("link").click()
    walk.see(registrar, LEARNER)
    follow(registrar, "Revoke this credential")
    walk.see(registrar, "Give your reason")
    registrar.get_by_label("error").check()
    registrar.get_by_label("Explanation").fill(WRONG)
    press(registrar, "Continue")
    walk.see(registrar, "You cannot undo this", WRONG)
    press(registrar, "Revoke this credential")
    walk.see(registrar, "The credential has been revoked.")


def test_a_learner_sees_what_counts_and_applies(walk: Walk) -> None:
    learner = walk.as_person(EMAIL)
    walk.look(learner, GOAL, "Add to my list")
    press(learner, "Add to my list")
    walk.see(learner, "0 of 15 ECTS")

    _apply(walk, learner)


def test_a_registrar_admits_who_applied(walk: Walk) -> None:
    prepared.applied()

    _admit(walk, walk.as_person("sabine.maurer@dhbw.example"))


def test_an_assessor_records_a_grade(walk: Walk, settings: Settings) -> None:
    prepared.enrolled()
    settings.FIXED_NOW = GRADED

    _grade(walk, walk.as_person("matthias.ohnesorg@dhbw.example"))


def test_a_grade_leads_to_a_credential_that_the_learner_claims(walk: Walk, settings: Settings) -> None:
    place = prepared.enrolled()
    settings.FIXED_NOW = GRADED
    prepared.graded(place)

    _claim(walk, walk.as_person(EMAIL))


def test_an_employer_finds_verified_what_a_learner_shares(walk: Walk, settings: Settings) -> None:
    place = prepared.enrolled()
    settings.FIXED_NOW = GRADED
    item = prepared.claimed(place)
    learner = walk.as_person(EMAIL)
    learner.goto(f"/wallet/{item}/")

    link = _share(walk, learner)

    walk.look(walk.as_visitor(), link, "Verified", LEARNER, "What was checked", "accredit")


def test_an_agreement_recognises_a_credential_and_it_counts(walk: Walk, settings: Settings) -> None:
    place = prepared.enrolled()
    settings.FIXED_NOW = GRADED
    prepared.claimed(place)
    learner = walk.as_person(EMAIL)

    _recognise(walk, learner)
    walk.look(learner, GOAL, "5 of 15 ECTS")


def test_a_revoked_credential_says_so_to_everybody(walk: Walk, settings: Settings) -> None:
    place = prepared.enrolled()
    settings.FIXED_NOW = GRADED
    item = prepared.claimed(place)
    link = prepared.shared(item)
    prepared.recognised(item)
    learner, employer = walk.as_person(EMAIL), walk.as_visitor()

    _revoke(walk, walk.as_person("sabine.maurer@dhbw.example"))

    walk.look(employer, link, "Revoked", "issued in error")
    expect(employer.locator("main")).not_to_contain_text(WRONG)
    expect(employer.locator("main")).not_to_contain_text("This credential is genuine and valid")
    walk.look(learner, "/wallet/", "Revoked")


def test_progress_says_ten_of_fifteen(walk: Walk) -> None:
    page = walk.as_person("ane.etxeberria@learner.example")

    walk.look(page, "/", "Ane")
    walk.look(page, "/pathways/", "10 of 15 ECTS")
    walk.look(page, GOAL, "10 of 15 ECTS")
    walk.look(page, "/recognition/", "Recognised")
    walk.look(page, "/wallet/", TITLE)
