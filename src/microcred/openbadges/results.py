"""Grades as Open Badges 3.0 results, both ways: a grade never travels without its scale.

Open Badges 3.0, Result, ResultDescription: `allowedValue` runs from low to high, ours from
best to worst. Of a scale of numbers it says the least and the greatest; which of them is the best, and the
step, are at the scale's own address. A scale is described once, however many grades it gave; which assessment
a grade belongs to is our own term `gradedAssessment`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from microcred.errors import NotWritable
from microcred.grading import Numbers
from microcred.openbadges.node import Node
from microcred.openbadges.profiles import read_name, translation
from microcred.openbadges.texts import best, iri, local, without_empty
from microcred.record import Assessment, Grade, GradingScale

NOT_PASSED = ("Failed", "Withdrew", "InProgress", "Enrolled", "OnHold")


def write_results(
    overall: Grade | None, assessments: Sequence[Assessment], within: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The results for the subject and the scales for the achievement, the overall grade first.

    Raises NotWritable when two different scales bear the same name or identifier.
    """
    graded = [("", overall)] if overall is not None else []
    graded += [(iri(one.id, within), one.grade) for one in assessments if one.grade is not None]
    scales: dict[str, GradingScale] = {}
    for _, grade in graded:
        if scales.setdefault(_scale_id(grade.scale, within), grade.scale) != grade.scale:
            raise NotWritable("Two different grading scales are both called “{scale}”.", scale=grade.scale.id)
    results = [_result(grade, about, within) for about, grade in graded]
    return results, [_describe(scale, identifier) for identifier, scale in scales.items()]


def _scale_id(scale: GradingScale, within: str) -> str:
    return iri(scale.id or "scale", within)


def _describe(scale: GradingScale, identifier: str) -> dict[str, Any]:
    return without_empty(
        [
            ("id", identifier),
            ("type", ["ResultDescription"]),
            ("name", best(scale.title)),
            ("translation", translation(scale.title)),
            ("resultType", "Result"),
            ("allowedValue", list(reversed(scale.grades))),
            ("requiredValue", scale.lowest_pass),
            *_bounds(scale.numbers),
        ]
    )


def _bounds(numbers: Numbers | None) -> list[tuple[str, str]]:
    if numbers is None:
        return []
    low, high = sorted((numbers.best, numbers.worst))
    return [("valueMin", str(low)), ("valueMax", str(high))]


def _result(grade: Grade, about: str, within: str) -> dict[str, Any]:
    return without_empty(
        [
            ("type", ["Result"]),
            ("resultDescription", _scale_id(grade.scale, within)),
            ("status", "Completed" if grade.passed else "Failed"),
            ("value", grade.value),
            ("gradedAssessment", about),
        ]
    )


def read_results(
    subject: Node, assessments: Sequence[Assessment], within: str, *, is_ordered: bool = True
) -> tuple[Grade | None, tuple[Assessment, ...]]:
    """The overall grade, and each assessment with its own; grades of nothing else become assessments.

    Of several that are of nothing, the only one with a value is the overall one: no order says which is.
    Unless the values that a scale allows are in order nobody can tell the best of them.
    """
    described = {one.string("id"): one for one in subject.node("achievement").nodes("resultDescription")}
    graded: list[Assessment] = []
    others: list[tuple[str, Assessment]] = []
    by_id = {one.id: one for one in assessments}
    for result in subject.nodes("result"):
        grade = _read_grade(result, described, within, is_ordered=is_ordered)
        about = local(result.string("gradedAssessment"), within)
        if about in by_id:
            graded.append(replace(by_id[about], grade=grade))
        else:
            further = Assessment(about or grade.scale.id, grade.scale.title, "", grade=grade)
            others.append((result.string("value"), further))
    valued = [one for value, one in others if value or len(others) == 1]
    overall = valued[0] if len(valued) == 1 else None
    rest = (one for _value, one in others if one is not overall)
    return (overall.grade if overall else None), (*graded, *rest)


def _read_grade(result: Node, described: Mapping[str, Node], within: str, *, is_ordered: bool) -> Grade:
    about = described.get(identifier := result.string("resultDescription"), result.empty())
    levels = {one.string("id"): one.string("name") for one in about.nodes("rubricCriterionLevel")}
    allowed = about.strings("allowedValue")
    if about.single("resultType") == "Result":
        about.skip("resultType")
    level = result.string("achievedLevel")
    return Grade(
        result.string("value") or levels.get(level, level),
        GradingScale(
            local(identifier, within),
            read_name(about),
            tuple(reversed(allowed)) if is_ordered or len(allowed) < 2 else (),
            about.string("requiredValue") or levels.get(about.string("requiredLevel"), ""),
        ),
        passed=result.string("status") not in NOT_PASSED,
    )
