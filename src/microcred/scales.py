"""A grading scale as a text for people that software can read back.

ELM 3.2 `GradingScheme` and ELMO `gradingScheme` describe a scale in words and have nothing more.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from microcred.grading import Numbers, number
from microcred.record import GradingScale, Text

SEPARATOR = " | "
_LOWEST = r"(?: Lowest pass: (?P<lowest>.+)\.)?"
_GRADES = re.compile(rf"Grades from best to worst: (?P<grades>.+?)\.{_LOWEST}", re.DOTALL)
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_NUMBERS = re.compile(
    rf"Numbers from best to worst: (?P<best>{_NUMBER}) to (?P<worst>{_NUMBER}) "
    rf"in steps of (?P<step>{_NUMBER})\.{_LOWEST}"
)


def grades_text(scale: GradingScale) -> str:
    """The grades from best to worst and the lowest that passes; empty for a scale that says neither."""
    lowest = f" Lowest pass: {scale.lowest_pass}." if scale.lowest_pass else ""
    if scale.numbers is not None:
        best, worst, step = scale.numbers.best, scale.numbers.worst, scale.numbers.step
        return f"Numbers from best to worst: {best} to {worst} in steps of {step}.{lowest}"
    if not scale.grades:
        return ""
    return f"Grades from best to worst: {SEPARATOR.join(scale.grades)}.{lowest}"


def with_grades(scale: GradingScale, text: str) -> GradingScale:
    """The scale with the grades and the lowest pass of a text that `grades_text` wrote; of any other, as it
    was.
    """
    if match := _GRADES.fullmatch(text):
        return replace(
            scale, grades=tuple(match["grades"].split(SEPARATOR)), lowest_pass=match["lowest"] or ""
        )
    match = _NUMBERS.fullmatch(text)
    numbers = _numbers(match["best"], match["worst"], match["step"]) if match else None
    if match is None or numbers is None:
        return scale
    return replace(scale, numbers=numbers, lowest_pass=match["lowest"] or "")


def _numbers(best: str, worst: str, step: str) -> Numbers | None:
    first, last, width = number(best), number(worst), number(step)
    if first is None or last is None or width is None:
        return None
    try:
        return Numbers(first, last, width)
    except ValueError:
        return None


def describe_scale(scale: GradingScale) -> Text:
    """The title in every language, with the grades on a line of their own."""
    grades = grades_text(scale)
    titles = scale.title or ({"en": ""} if grades else {})
    return {tag: "\n".join(filter(None, (title, grades))) for tag, title in titles.items()}


def read_scale(id: str, descriptions: Mapping[str, str]) -> GradingScale:
    """The scale of such descriptions; of others, the description is the title."""
    found, titles = GradingScale(id, {}), {}
    for tag, text in descriptions.items():
        title, _, last = text.rpartition("\n")
        read = with_grades(found, last)
        is_ours = with_grades(GradingScale(id, {}), last) != GradingScale(id, {})
        found, titles[tag] = read, title if is_ours else text
    return replace(found, title={tag: title for tag, title in titles.items() if title})
