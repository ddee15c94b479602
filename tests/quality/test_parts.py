"""Every part of a proposal that a reviewer compares, by its name; without a database."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mcx.design.rules.proposal import proposal_of
from mcx.quality.rules import Difference, differences
from microcred.record import Activity, Assessment, Concept, LearningOutcome
from tests.design.drafts import COMPLETE

BEFORE = proposal_of(COMPLETE)
SPEC: Any = BEFORE.specification
OUTCOME = LearningOutcome("o9", {"en": "Ask"}, "judgement", skills=(Concept("s", {"en": "asking"}),))
ACTIVITY = Activity("l9", {"en": "Talk"}, "lab", Decimal("2.50"), ("o1", "o7"))
ASSESSMENT = Assessment(
    id="a9",
    title={"en": "Test"},
    kind="project",
    supervision="supervised-onsite",
    identity_check="document",
    weight=Decimal("10.0"),
    outcomes=("o2", "o7"),
)


def _added(name: str, row: str, *values: str, language: str = "") -> Difference:
    return Difference(name, row, language, (), values)


def test_everything_about_a_new_outcome_is_shown() -> None:
    after = replace(BEFORE, specification=replace(SPEC, outcomes=(*SPEC.outcomes, OUTCOME)))

    assert differences(BEFORE, after) == (
        _added("Outcome", "o9", "Ask", language="en"),
        _added("Dublin descriptor", "o9", "Making judgements"),
        _added("ESCO skills", "o9", "asking"),
    )


def test_what_a_row_leaves_open_is_no_difference_when_it_comes_or_goes() -> None:
    bare = replace(OUTCOME, dublin="", skills=())
    after = replace(BEFORE, specification=replace(SPEC, outcomes=(*SPEC.outcomes, bare)))

    assert differences(BEFORE, after) == (_added("Outcome", "o9", "Ask", language="en"),)
    assert differences(after, BEFORE) == (Difference("Outcome", "o9", "en", ("Ask",), ()),)


def test_everything_about_a_new_activity_is_shown() -> None:
    after = replace(BEFORE, specification=replace(SPEC, activities=(*SPEC.activities, ACTIVITY)))

    assert differences(BEFORE, after) == (
        _added("Activity", "l9", "Talk", language="en"),
        _added("Type of activity", "l9", "Laboratory, simulation or practice coursework"),
        _added("Hours", "l9", "2.5"),
        _added("Outcomes taught", "l9", "Read a control chart", "o7"),
    )


def test_everything_about_a_new_assessment_is_shown() -> None:
    spec = replace(SPEC, assessments=(*SPEC.assessments, ASSESSMENT))
    after = replace(BEFORE, specification=spec, criteria={**BEFORE.criteria, "a9": {"en": "Right."}})

    assert differences(BEFORE, after) == (
        _added("Assessment", "a9", "Test", language="en"),
        _added("Type of assessment", "a9", "Project work"),
        _added("Weight (%)", "a9", "10"),
        _added("Supervision", "a9", "Supervised on site"),
        _added("Identity check", "a9", "Identity document shown"),
        _added("Criteria", "a9", "Right.", language="en"),
        _added("Outcomes assessed", "a9", "Tell chance from cause", "o7"),
    )


def test_an_assessment_without_weight_weighs_nothing() -> None:
    spec = replace(SPEC, assessments=(*SPEC.assessments, replace(ASSESSMENT, weight=None)))

    found = {each.name: each for each in differences(BEFORE, replace(BEFORE, specification=spec))}

    assert found["Weight (%)"].after == ("0",)
    assert "Criteria" not in found


def test_an_outcome_that_has_no_name_in_any_language_is_told_by_its_own() -> None:
    unnamed, lab = replace(OUTCOME, title={"en": ""}), replace(ACTIVITY, outcomes=("o9",))
    before = replace(BEFORE, specification=replace(SPEC, outcomes=(*SPEC.outcomes, unnamed)))
    spec = replace(before.specification, activities=(*SPEC.activities, lab))

    found = {each.name: each for each in differences(before, replace(before, specification=spec))}

    assert found["Outcomes taught"].after == ("o9",)


FRAME: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {
    "Description": ({"description": {"en": "New."}}, "en", ("New.",)),
    "Credits (ECTS)": ({"ects": Decimal("4.0")}, "", ("4",)),
    "Workload (hours)": ({"hours": Decimal(90)}, "", ("90",)),
    "EQF level": ({"eqf_level": 7}, "", ("7",)),
    "Field of study": ({"isced_f": ("0713",)}, "", ("Electricity and energy",)),
    "Form of participation": ({"participation": ("online",)}, "", ("Online",)),
    "Languages of instruction": ({"languages": ("en",)}, "", ("en",)),
    "Prerequisites": ({"prerequisites": {"en": "New."}}, "en", ("New.",)),
    "Stackability": ({"stackability": {"en": "New."}}, "en", ("New.",)),
    "Further information": ({"further_information": None}, "en", ()),
}


@pytest.mark.parametrize("name", FRAME)
def test_each_part_of_the_specification_has_its_name(name: str) -> None:
    change, language, said = FRAME[name]
    before: dict[str, Any] = {"description": {"en": SPEC.description["en"]}}
    old = replace(BEFORE, specification=replace(SPEC, **before))
    new = replace(BEFORE, specification=replace(SPEC, **(before | change)))

    [found] = differences(old, new)

    assert (found.name, found.row, found.language, found.after) == (name, "", language, said)


@pytest.mark.parametrize(
    ("name", "change", "language", "said"),
    [
        ("Summary", {"summary": {"en": "New."}}, "en", ("New.",)),
        ("Picture in the catalogue", {"cover": "water"}, "", ("Water",)),
        ("Grading scale", {"scale": "joint"}, "", ("joint",)),
        ("Grading scale", {"scale": ""}, "", ()),
        ("Validity in days", {"valid_days": 30}, "", ("30",)),
    ],
)
def test_each_part_of_the_proposal_has_its_name(
    name: str, change: dict[str, Any], language: str, said: tuple[str, ...]
) -> None:
    [found] = differences(BEFORE, replace(BEFORE, **change))

    assert (found.name, found.row, found.language, found.after) == (name, "", language, said)


def test_what_stands_without_end_says_no_days() -> None:
    [found] = differences(BEFORE, replace(BEFORE, valid_days=30))

    assert (found.before, found.after) == ((), ("30",))


def test_each_audience_has_its_own_cost() -> None:
    [found] = differences(BEFORE, replace(BEFORE, cost={"members": "10", "others": "150"}))

    assert found == Difference("Cost (EUR)", "Learners from member universities", "", ("0",), ("10",))
