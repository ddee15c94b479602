"""How outcomes, activities and assessments of an edition hold together (constructive alignment)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from mcx.catalogue.models import Edition
from mcx.core.text import Text
from microcred.record import Concept, Specification
from microcred.vocabulary import ACTIVITY, ASSESSMENT, DUBLIN, IDENTITY_CHECK, SUPERVISION, CodeList


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """What learners do and for how long; `covers` are outcome numbers."""

    title: Text
    kind: str
    hours: Decimal
    covers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """How outcomes are assessed, under whose eyes, and what a pass looks like."""

    title: Text
    kind: str
    weight: Decimal | None
    supervision: str
    identity_check: str
    criteria: Text
    covers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An outcome with what leads to it and what shows it."""

    number: int
    title: Text
    dublin: str
    skills: tuple[Concept, ...]
    activities: list[ActivityRow]
    assessments: list[AssessmentRow]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The three lists, each pointing into the others."""

    outcomes: list[OutcomeRow]
    activities: list[ActivityRow]
    assessments: list[AssessmentRow]


def alignment(edition: Edition, specification: Specification) -> Alignment:
    """Outcomes in their order, each beside the activities and assessments that name it."""
    numbers = {outcome.id: number for number, outcome in enumerate(specification.outcomes, 1)}
    activities = [
        ActivityRow(each.title, _label(ACTIVITY, each.kind), each.hours, _numbers(numbers, each.outcomes))
        for each in specification.activities
    ]
    assessments = _assessments(edition, specification, numbers)
    rows = [
        OutcomeRow(
            number,
            outcome.title,
            _label(DUBLIN, outcome.dublin),
            outcome.skills,
            [each for each in activities if number in each.covers],
            [each for each in assessments if number in each.covers],
        )
        for number, outcome in enumerate(specification.outcomes, 1)
    ]
    return Alignment(rows, activities, assessments)


def _assessments(
    edition: Edition, specification: Specification, numbers: dict[str, int]
) -> list[AssessmentRow]:
    return [
        AssessmentRow(
            each.title,
            _label(ASSESSMENT, each.kind),
            each.weight,
            _label(SUPERVISION, each.supervision),
            _label(IDENTITY_CHECK, each.identity_check),
            edition.criteria.get(each.id, {}),
            _numbers(numbers, each.outcomes),
        )
        for each in specification.assessments
    ]


def _numbers(numbers: dict[str, int], names: Iterable[str]) -> tuple[int, ...]:
    return tuple(numbers[name] for name in names if name in numbers)


def _label(codes: CodeList, code: str) -> str:
    return gettext(codes.label(code)) if code else ""
