"""A grading scale as a text for people that software can read back.

ELM 3.2 `GradingScheme` and ELMO `gradingScheme` describe a scale in words and have nothing more.
"""

import re
from collections.abc import Mapping

from microcred.record import GradingScale, Text

SEPARATOR = " | "
_GRADES = re.compile(
    r"Grades from best to worst: (?P<grades>.+?)\.(?: Lowest pass: (?P<lowest>.+)\.)?", re.DOTALL
)


def grades_text(scale: GradingScale) -> str:
    """The grades from best to worst and the lowest that passes; empty for a scale without list of grades."""
    if not scale.grades:
        return ""
    lowest = f" Lowest pass: {scale.lowest_pass}." if scale.lowest_pass else ""
    return f"Grades from best to worst: {SEPARATOR.join(scale.grades)}.{lowest}"


def read_grades(text: str) -> tuple[tuple[str, ...], str]:
    """The grades and the lowest pass of a text that `grades_text` wrote; nothing of any other."""
    match = _GRADES.fullmatch(text)
    return (tuple(match["grades"].split(SEPARATOR)), match["lowest"] or "") if match else ((), "")


def describe_scale(scale: GradingScale) -> Text:
    """The title in every language, with the grades on a line of their own."""
    grades = grades_text(scale)
    titles = scale.title or ({"en": ""} if grades else {})
    return {tag: "\n".join(filter(None, (title, grades))) for tag, title in titles.items()}


def read_scale(id: str, descriptions: Mapping[str, str]) -> GradingScale:
    """The scale of such descriptions; of others, the description is the title."""
    grades: tuple[str, ...] = ()
    lowest, titles = "", {}
    for tag, text in descriptions.items():
        title, _, last = text.rpartition("\n")
        found = read_grades(last)
        grades, lowest = found if found[0] else (grades, lowest)
        titles[tag] = title if found[0] else text
    return GradingScale(id, {tag: title for tag, title in titles.items() if title}, grades, lowest)
