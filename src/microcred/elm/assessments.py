"""Assessments, grades and activities in the European Learning Model, written and read.

ELM 3.2 classes LearningAssessmentSpecification, LearningAssessment, GradingScheme and
LearningActivitySpecification. What the model has no property for (weight, outcomes assessed, kind of
supervision) is a Note whose subject says what it is: people can read it, and software finds it again.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from microcred.elm.nodes import Node, Nodes, compact, own_code, texts
from microcred.elm.sources import Source
from microcred.elm.values import read_decimal, read_hours, write_decimal, write_hours
from microcred.record import Activity, Assessment, Grade, GradingScale
from microcred.scales import SEPARATOR, grades_text, with_grades
from microcred.vocabulary import ACTIVITY, ASSESSMENT, IDENTITY_CHECK, PARTICIPATION, SUPERVISION, CodeList

OVERALL = "urn:epass:learningAssessment:overall"
PASSED, FAILED = "Passed", "Failed"
# The two entries of the Europass list `supervision-verification` whose labels are known.
ID_VERIFICATION = {
    True: ("supervision-verification", "70be69aaf9", "Supervised with ID Verification"),
    False: ("supervision-verification", "c598449d64", "Unsupervised without ID Verification"),
}


def write_assessment(nodes: Nodes, assessment: Assessment, outcomes: Sequence[str]) -> Node:
    """How something is assessed; `outcomes` are the ids of the specification's outcomes in their order."""
    content = {
        "title": texts(assessment.title),
        "dcType": nodes.term(ASSESSMENT, assessment.kind),
        "mode": nodes.term(PARTICIPATION, assessment.mode),
        "gradingScheme": _scale(nodes, assessment.grade.scale) if assessment.grade else None,
        "additionalNote": compact(
            (
                _code_note(nodes, "supervision", SUPERVISION, assessment.supervision),
                _code_note(nodes, "identity-check", IDENTITY_CHECK, assessment.identity_check),
                _weight(nodes, assessment.weight),
                write_outcome_numbers(nodes, assessment.outcomes, outcomes, assessment.id),
            )
        ),
    }
    return nodes.node("LearningAssessmentSpecification", "learningAssessmentSpec", content, id=assessment.id)


def write_result(nodes: Nodes, assessment: Assessment, specification: Node, awarded: Node) -> Node:
    """What the learner achieved in an assessment; the model wants a grade, so it says at least “passed”."""
    grade = assessment.grade
    content = {
        "title": texts(assessment.title),
        "awardedBy": awarded,
        "grade": nodes.note(nodes.text(grade.value if grade else PASSED)),
        "gradeStatus": _status(nodes, grade) if grade else None,
        "idVerification": _verification(nodes, assessment),
        "specifiedBy": specification,
    }
    return nodes.node("LearningAssessment", "learningAssessment", content)


def write_overall(nodes: Nodes, grade: Grade, awarded: Node) -> Node:
    """The grade of the whole micro-credential, as an assessment of its own."""
    title = {"en": "Overall result"}
    specified = {"title": title, "gradingScheme": _scale(nodes, grade.scale)}
    content = {
        "title": title,
        "awardedBy": awarded,
        "grade": nodes.note(nodes.text(grade.value)),
        "gradeStatus": _status(nodes, grade),
        "specifiedBy": nodes.node("LearningAssessmentSpecification", "learningAssessmentSpec", specified),
    }
    return nodes.node("LearningAssessment", "learningAssessment", content, id=OVERALL)


def read_assessment(source: Source, outcomes: Sequence[str]) -> Assessment:
    """How something is assessed, from its specification."""
    found = _annotations(source)
    return Assessment(
        id=source.id,
        title=source.text("title"),
        kind=source.code("dcType", ASSESSMENT),
        mode=source.code("mode", PARTICIPATION),
        supervision=next(iter(found.get("supervision", ())), ""),
        identity_check=next(iter(found.get("identity-check", ())), ""),
        weight=next((read_decimal(text) for text in found.get("weight", ())), None),
        outcomes=read_outcome_numbers(source, outcomes),
    )


def read_grade(source: Source) -> Grade | None:
    """The grade of an assessment with its scale; “passed” without a scale is no grade."""
    value, scheme = source.one("grade").line("noteLiteral"), source.one("specifiedBy").one("gradingScheme")
    status = own_code(source.one("gradeStatus").node, "grade")
    if not value or (value == PASSED and not scheme and not status):
        return None
    return Grade(value, _read_scale(scheme), status != "failed")


def read_supervision(source: Source) -> tuple[str, str]:
    """Supervision and identity check of a result, where one of the two known Europass values says them."""
    code = source.one("idVerification").id.rpartition("/")[2]
    if code == ID_VERIFICATION[True][1]:
        return "supervised-onsite", "document"
    return ("unsupervised", "none") if code == ID_VERIFICATION[False][1] else ("", "")


def write_activity(nodes: Nodes, activity: Activity, outcomes: Sequence[str]) -> Node:
    """Something learners do, with its hours."""
    content = {
        "title": texts(activity.title),
        "dcType": nodes.term(ACTIVITY, activity.kind),
        "volumeOfLearning": write_hours(activity.hours),
        "additionalNote": write_outcome_numbers(nodes, activity.outcomes, outcomes, activity.id),
    }
    return nodes.node("LearningActivitySpecification", "learningActivitySpec", content, id=activity.id)


def read_activity(source: Source, outcomes: Sequence[str]) -> Activity:
    """Something learners do, from its specification."""
    return Activity(
        id=source.id,
        title=source.text("title"),
        kind=source.code("dcType", ACTIVITY),
        hours=read_hours(source.string("volumeOfLearning")) or Decimal(0),
        outcomes=read_outcome_numbers(source, outcomes),
    )


def write_outcome_numbers(
    nodes: Nodes, chosen: Sequence[str], outcomes: Sequence[str], owner: str
) -> Node | None:
    """Which outcomes this is about, by their numbers in the list of outcomes."""
    numbers = [str(outcomes.index(one) + 1) for one in chosen if one in outcomes]
    if len(numbers) < len(chosen):
        nodes.lose(f"{owner}: outcomes that are not in the specification")
    text = {"en": f"Learning outcomes: {', '.join(numbers)}"} if numbers else None
    return nodes.note(text, nodes.own("note", "outcomes", "Learning outcomes concerned"))


def read_outcome_numbers(source: Source, outcomes: Sequence[str]) -> tuple[str, ...]:
    """The ids of the outcomes that a note counts up."""
    for note in source.all("additionalNote"):
        if own_code(note.one("subject").node, "note") == "outcomes":
            numbers = [int(number) for number in re.findall(r"\d{1,4}", note.line("noteLiteral"))]
            return tuple(outcomes[number - 1] for number in numbers if 0 < number <= len(outcomes))
    return ()


def _code_note(nodes: Nodes, name: str, codes: CodeList, code: str) -> Node | None:
    if not code:
        return None
    label = codes.label(code)
    return nodes.note({"en": label}, nodes.own(name, code, label))


def _weight(nodes: Nodes, weight: Decimal | None) -> Node | None:
    if weight is None:
        return None
    text = {"en": f"Weight: {write_decimal(weight)} %"}
    return nodes.note(text, nodes.own("note", "weight", "Weight in the overall result"))


def _annotations(source: Source) -> Mapping[str, list[str]]:
    """The notes by what they are about: supervision and identity check by code, the weight as number."""
    found: dict[str, list[str]] = {}
    for note in source.all("additionalNote"):
        subject = note.one("subject").node
        for name in ("supervision", "identity-check"):
            if code := own_code(subject, name):
                found.setdefault(name, []).append(code)
        if own_code(subject, "note") == "weight":
            found["weight"] = re.findall(r"\d+(?:\.\d+)?", note.line("noteLiteral"))
    return found


def _status(nodes: Nodes, grade: Grade) -> Node:
    return nodes.own("grade", "passed", PASSED) if grade.passed else nodes.own("grade", "failed", FAILED)


def _verification(nodes: Nodes, assessment: Assessment) -> Node | None:
    """The Europass value for supervision and identity check together, where it says exactly the same."""
    is_supervised = assessment.supervision.startswith("supervised")
    is_checked = assessment.identity_check == "document"
    if is_supervised and is_checked:
        return nodes.snb(*ID_VERIFICATION[True])
    if assessment.supervision == "unsupervised" and assessment.identity_check == "none":
        return nodes.snb(*ID_VERIFICATION[False])
    return None


def _scale(nodes: Nodes, scale: GradingScale) -> Node:
    if any(SEPARATOR in grade for grade in scale.grades):
        nodes.lose(f"{scale.id}: grades")
    grades = grades_text(scale)
    content: dict[str, Any] = {"title": texts(scale.title), "description": {"en": grades} if grades else None}
    return nodes.node("GradingScheme", "gradingScheme", content, id=scale.id)


def _read_scale(source: Source) -> GradingScale:
    found = GradingScale(source.id, source.text("title"))
    return with_grades(found, source.text("description").get("en", ""))
