"""From an empty draft to a published micro-credential, in a browser: a teacher designs, an officer returns it
once and then approves it, and anybody finds it. Every page on the way is clean by axe; what came before a leg
of the way is prepared (`prepared.py`).
"""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import prepared
from tests.journeys.walk import Walk, follow, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demonstration")]

TITLE = {"English": "Reading Control Charts", "español": "Leer gráficos de control"}
STORED = {"en": TITLE["English"], "es": TITLE["español"]}
VAGUE = "The charts are explained rightly."
REASON = "Say in the criteria how many charts a learner has to explain to pass."


def _fill(group: Locator, texts: dict[str, str]) -> None:
    """Write a text in each of its languages."""
    for language, words in texts.items():
        group.get_by_label(language).fill(words)


def _group(where: Page | Locator, name: str) -> Locator:
    return where.get_by_role("group", name=name, exact=True)


def _begin(walk: Walk, teacher: Page) -> None:
    walk.look(teacher, "/design/", "New micro-credential")
    follow(teacher, "New micro-credential")
    walk.see(teacher, "Start with a title")
    _fill(_group(teacher, "Title"), TITLE)
    press(teacher, "Start")
    walk.see(teacher, "Not ready yet", "Annex I")


def _about(teacher: Page) -> None:
    _fill(_group(teacher, "Summary"), {"English": "See when a process tells you something."})
    about = {
        "English": "For operators who want to know when to act.",
        "español": "Para quien quiere saber cuándo actuar.",
    }
    _fill(_group(teacher, "Description"), about)
    teacher.get_by_label("Picture in the catalogue").select_option("Factory")
    press(teacher, "Save and continue")


def _outcomes(walk: Walk, teacher: Page) -> None:
    walk.see(teacher, "Most micro-credentials have 2 to 6 outcomes")
    rows = (
        ("o1", "application", {"English": "Read a control chart", "español": "Leer un gráfico de control"}),
        ("o2", "judgement", {"English": "Tell chance from cause", "español": "Distinguir azar de causa"}),
    )
    for own, dublin, texts in rows:
        press(teacher, "Add an outcome")
        row = teacher.locator(f"#{own}")
        _fill(row, texts)
        row.get_by_label("Dublin descriptor").select_option(dublin)
        row.get_by_label("ESCO skills").press_sequentially("statist")
        row.get_by_role("button", name="statistical").first.click()
        expect(teacher.locator(f"#{own} .picker-chosen li")).to_have_count(1)
    walk.see(teacher, "No assessment tests the outcome “Tell chance from cause”", "Annex I")
    press(teacher, "Save and continue")


def _activities(walk: Walk, teacher: Page) -> None:
    walk.see(teacher, "The hours add up to the workload")
    press(teacher, "Add an activity")
    row = teacher.locator("#l1")
    _fill(row, {"English": "Laboratory", "español": "Laboratorio"})
    row.get_by_label("Type").select_option("lab")
    row.get_by_label("Hours").fill("75")
    _tick(row, "Outcomes taught")
    press(teacher, "Save and continue")


def _tick(row: Locator, name: str) -> None:
    """Tick every outcome."""
    for box in _group(row, name).get_by_role("checkbox").all():
        box.check()


def _assessments(walk: Walk, teacher: Page) -> None:
    press(teacher, "Add an assessment")
    row = teacher.locator("#a1")
    _fill(_group(row, "Assessment"), {"English": "Oral examination", "español": "Examen oral"})
    row.get_by_label("Type of assessment").select_option("oral-exam")
    row.get_by_label("Weight (%)").fill("100")
    row.get_by_label("Supervision").select_option("supervised-onsite")
    row.get_by_label("Identity check").select_option("document")
    _fill(_group(row, "Criteria"), {"English": VAGUE})
    _tick(row, "Outcomes assessed")
    walk.see(teacher, "how they are supervised")
    press(teacher, "Save and continue")


def _frame(walk: Walk, teacher: Page) -> None:
    teacher.get_by_label("ECTS credits").fill("9")
    expect(teacher.locator("#live")).to_contain_text("9 ECTS is outside the network")
    teacher.get_by_label("ECTS credits").fill("3")
    teacher.get_by_label("EQF level").select_option("6")
    teacher.get_by_label("Field of study").select_option("0714")
    teacher.get_by_label("Blended").check()
    teacher.get_by_label("English").first.check()
    teacher.get_by_label("Grading scale").select_option(index=1)
    _fill(
        _group(teacher, "Prerequisites"), {"English": "Basic statistics.", "español": "Estadística básica."}
    )
    teacher.get_by_label("Cost for learners from member universities").fill("0")
    teacher.get_by_label("Cost for everyone else").fill("150")
    teacher.get_by_label("Stackability").select_option("stackable")
    walk.see(teacher, "Level, workload and practical details")
    press(teacher, "Save and continue")


def _return(walk: Walk, officer: Page) -> None:
    walk.look(officer, "/", "Micro-credentials to review")
    follow(officer, "Micro-credentials to review")
    walk.see(officer, TITLE["English"])
    follow(officer, TITLE["English"])
    walk.see(officer, "Oral examination", "Examen oral", "Report at the time of submission")
    press(officer, "Return with reasons")
    expect(officer.get_by_label("What has to change, and why")).to_be_focused()
    officer.get_by_label("What has to change, and why").fill(REASON)
    press(officer, "Return with reasons")
    walk.see(officer, "Returned with your reasons.")


def _read(walk: Walk, teacher: Page) -> None:
    walk.look(teacher, "/", "returned for changes")
    follow(teacher, "returned for changes")
    walk.see(teacher, "Returned with reasons")
    follow(teacher, TITLE["English"])
    walk.see(teacher, REASON)


def _mend(walk: Walk, teacher: Page) -> None:
    teacher.goto("/design/")
    follow(teacher, TITLE["English"])
    teacher.get_by_role("link", name="Assessments").click()
    _fill(_group(teacher, "Criteria"), {"English": "Two of three charts are explained rightly."})
    press(teacher, "Save and continue")
    teacher.get_by_role("link", name="Check and submit").click()
    press(teacher, "Submit for review")
    walk.see(teacher, "Submitted.")


def _publish(walk: Walk, officer: Page) -> None:
    officer.goto("/")
    follow(officer, "Micro-credentials to review")
    follow(officer, TITLE["English"])
    walk.see(officer, "Two of three charts are explained rightly.")
    officer.locator("summary", has_text="Approve").click()
    press(officer, "Approve and publish")
    walk.see(officer, "Approved and published", "The published edition")


def _find(walk: Walk, visitor: Page) -> None:
    walk.look(visitor, "/catalogue/?q=control+charts&institution=mu", TITLE["English"])
    follow(visitor, TITLE["English"])
    walk.see(visitor, "Critical information", "Tell chance from cause", "No dates yet")
    visitor.get_by_role("link", name="español").click()
    expect(visitor.locator("main")).to_contain_text("Distinguir azar de causa")


def test_a_teacher_begins_a_draft_and_says_what_is_learnt(walk: Walk) -> None:
    teacher = walk.as_person("leire.zabaleta@mu.example")

    _begin(walk, teacher)
    _about(teacher)
    _outcomes(walk, teacher)

    walk.see(teacher, "The hours add up to the workload")


def test_a_teacher_says_how_it_is_learnt_and_hands_it_in(walk: Walk) -> None:
    project = prepared.outlined(STORED)
    teacher = walk.as_person("leire.zabaleta@mu.example")
    teacher.goto(f"/design/{project}/activities")

    _activities(walk, teacher)
    _assessments(walk, teacher)
    _frame(walk, teacher)
    walk.see(teacher, "Submit for review", "Ready to submit")
    press(teacher, "Submit for review")
    walk.see(teacher, "It is waiting for review")


def test_an_officer_returns_a_proposal_and_the_teacher_reads_why(walk: Walk) -> None:
    prepared.handed_in(STORED, VAGUE)

    _return(walk, walk.as_person("nerea.olabarria@mu.example"))
    _read(walk, walk.as_person("leire.zabaleta@mu.example"))


def test_a_mended_proposal_is_published_and_anybody_finds_it(walk: Walk) -> None:
    prepared.returned(STORED, VAGUE, REASON)

    _mend(walk, walk.as_person("leire.zabaleta@mu.example"))
    _publish(walk, walk.as_person("nerea.olabarria@mu.example"))
    _find(walk, walk.as_visitor())
