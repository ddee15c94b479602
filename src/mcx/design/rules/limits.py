"""How much text a draft takes: a limit for each field, told before it is met."""

from collections.abc import Iterator

from mcx.core.text import Text
from mcx.design.rules.draft import Draft

TITLE, SENTENCE, PAGE = 200, 600, 8000


def faults_of(draft: Draft) -> dict[str, int]:
    """The fields that hold more than they take, with how many signs they take."""
    return {
        name: longest
        for name, text, longest in _texts(draft)
        if any(len(value) > longest for value in text.values())
    }


def _texts(draft: Draft) -> Iterator[tuple[str, Text, int]]:
    yield "title", draft.title, TITLE
    yield "summary", draft.summary, SENTENCE
    yield "description", draft.description, PAGE
    yield "prerequisites", draft.prerequisites, PAGE
    yield "further_information", draft.further_information, PAGE
    for outcome in draft.outcomes:
        yield f"{outcome.id}-title", outcome.title, SENTENCE
    for activity in draft.activities:
        yield f"{activity.id}-title", activity.title, TITLE
    for assessment in draft.assessments:
        yield f"{assessment.id}-title", assessment.title, TITLE
        yield f"{assessment.id}-criteria", assessment.criteria, PAGE
