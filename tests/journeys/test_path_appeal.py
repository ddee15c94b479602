"""Where no agreement decides, in a browser: a recognition officer decides with reasons, the learner appeals,
and somebody else decides on the appeal. Every page on the way is clean by axe.
"""

import pytest
from playwright.sync_api import Page

from tests.journeys import prepared
from tests.journeys.walk import Walk, follow, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demonstration")]

LEARNER, EMAIL = "Emine Yıldız", "emine.yildiz@learner.example"
CODE, COURSE = "uoc-data-protection", "Data Protection by Design for Engineers"
STATEMENT = "It replaces my elective in robotics."
REASONS = "The programme teaches the same outcomes in its third year; nothing would be added."
GROUNDS = "The third-year module has no practical part; this one does."
UPHELD = "The practical part is new to the programme."


def _ask(walk: Walk, learner: Page) -> None:
    walk.look(learner, "/wallet/", COURSE)
    follow(learner, COURSE)
    follow(learner, "Ask for recognition")
    walk.see(learner, "a recognition officer decides and gives reasons")
    learner.get_by_label("Your statement").fill(STATEMENT)
    press(learner, "Ask for recognition")
    walk.see(learner, "Waiting for a decision", "Decision due by", "Condition by condition")


def _refuse(walk: Walk, officer: Page) -> None:
    walk.look(officer, "/", "Requests for recognition to decide")
    follow(officer, "Requests for recognition to decide")
    walk.see(officer, LEARNER)
    officer.locator("main article", has_text=COURSE).get_by_role("link").click()
    walk.see(officer, STATEMENT, "Without a substantial difference you must recognise the credential")
    officer.get_by_label("Not recognised").check()
    officer.get_by_label("Reasons").fill(REASONS)
    press(officer, "Confirm decision")
    walk.see(officer, "Choose the substantial difference")
    officer.get_by_label("The same learning already counts").check()
    press(officer, "Confirm decision")
    walk.see(officer, "Decision saved. The learner can now read it.")


def _appeal(walk: Walk, learner: Page) -> None:
    walk.look(learner, "/recognition/", "Not recognised")
    learner.locator("main article", has_text=COURSE).get_by_role("link").click()
    walk.see(learner, REASONS, "The learner can appeal on this page until")
    learner.get_by_label("What is wrong with the decision?").fill(GROUNDS)
    press(learner, "Send the appeal")
    walk.see(learner, "Your appeal has been sent.", "Your appeal is being considered")


def _uphold(walk: Walk, champion: Page) -> None:
    walk.look(champion, "/", "Appeals to decide")
    follow(champion, "Appeals to decide")
    walk.see(champion, LEARNER)
    champion.locator("main article", has_text=COURSE).get_by_role("link").click()
    walk.see(champion, GROUNDS)
    champion.get_by_label("Uphold the appeal").check()
    champion.get_by_label("Reasons").fill(UPHELD)
    press(champion, "Decide")
    walk.see(champion, "Appeal decision saved. The learner can now read it.")


def _confirm(walk: Walk, registrar: Page) -> None:
    """Credits count for those of whom the university says that they study there."""
    walk.look(registrar, "/network/claims/", "Emine Yıldız", "Longest waiting first")
    registrar.get_by_label("Emine Yıldız").check()
    registrar.get_by_label("They study here", exact=True).check()
    press(registrar, "Answer")
    walk.see(registrar, "1 learner has been confirmed.")


def test_a_learner_asks_and_an_officer_refuses_with_reasons(walk: Walk) -> None:
    _ask(walk, walk.as_person(EMAIL))
    _refuse(walk, walk.as_person("thomas.kienzle@dhbw.example"))


def test_a_learner_appeals_and_the_university_says_that_they_study_there(walk: Walk) -> None:
    prepared.refused(CODE, STATEMENT, REASONS)

    _appeal(walk, walk.as_person(EMAIL))
    _confirm(walk, walk.as_person("sabine.maurer@dhbw.example"))


def test_the_learners_appeal_succeeds(walk: Walk) -> None:
    case = prepared.refused(CODE, STATEMENT, REASONS)
    prepared.appealed(case, GROUNDS)
    learner = walk.as_person(EMAIL)

    _uphold(walk, walk.as_person("ulrich.wernicke@dhbw.example"))

    walk.look(learner, "/recognition/", "Recognised")
    learner.locator("main article", has_text=COURSE).get_by_role("link").click()
    walk.see(learner, UPHELD, "count in")
