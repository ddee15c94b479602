"""What a new edition changes against the one before it, part by part, as a reviewer reads it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from mcx.catalogue.rules import AUDIENCE_NAMES, Audience, Proposal, value_of
from mcx.core.text import Text
from mcx.network.rules.course_fields import ASKED, COURSE_FIELDS, CourseField, Kind, Section
from mcx.skills.rules.fields import field_label
from microcred.report import _
from microcred.saying import Amount, Name

# A part of a proposal: what it is called, of which row it is, and in which language it is written.
Part = tuple[str, str, str]
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that changed: its `name`, the `row` it belongs to, its `language`, and what it said; nothing
    said is an empty tuple. A value is written for its reader by its kind (`microcred.saying`).
    """

    name: str
    row: str
    language: str
    before: Values
    after: Values


def differences(before: Proposal, after: Proposal) -> tuple[Difference, ...]:
    """What changed between two proposals, in the order of a review: texts and frame, then the rows."""
    old: dict[Part, Values] = dict(_parts(before))
    new: dict[Part, Values] = dict(_parts(after))
    return tuple(
        Difference(*part, old.get(part, ()), new.get(part, ()))
        for part in {**new, **old}
        if old.get(part, ()) != new.get(part, ())
    )


def _parts(proposal: Proposal) -> Iterator[tuple[Part, Values]]:
    spec = proposal.specification
    names = {outcome.id: Name(outcome.title, outcome.id) for outcome in spec.outcomes}
    for section in (Section.ABOUT, Section.FRAME, Section.OUTCOMES, Section.ACTIVITIES, Section.ASSESSMENTS):
        for name, field in ASKED[section].items():
            yield from _field(proposal, name, field, names)


def _field(
    proposal: Proposal, name: str, field: CourseField, names: Mapping[str, str]
) -> Iterator[tuple[Part, Values]]:
    """The parts of one field: a text in each language, a price by whom it is for, rows column by column."""
    if name in APART:
        yield from APART[name](proposal)
    elif field.kind is Kind.TEXT:
        yield from _said(field.label, "", value_of(name, proposal.specification, proposal))
    elif field.kind is Kind.ROWS:
        for row in getattr(proposal.specification, name):
            for column, it in field.columns.items():
                yield from _column(proposal, row, column, it, names)
    elif field.kind in TOLD:
        value = value_of(name, proposal.specification, proposal)
        yield (field.label, "", ""), TOLD[field.kind](value, field)


def _column(
    proposal: Proposal, row: Any, name: str, field: CourseField, names: Mapping[str, str]
) -> Iterator[tuple[Part, Values]]:
    if name == "criteria":
        yield from _said(field.label, row.id, proposal.criteria.get(row.id))
    elif field.kind is Kind.TEXT:
        yield from _said(field.label, row.id, getattr(row, name))
    elif field.kind is Kind.OUTCOMES:
        yield (field.label, row.id, ""), tuple(names.get(each, each) for each in row.outcomes)
    else:
        yield (field.label, row.id, ""), TOLD[field.kind](getattr(row, name), field)


def _said(name: str, row: str, text: Text | None) -> Iterator[tuple[Part, Values]]:
    for language, value in (text or {}).items():
        yield (name, row, language), (value,)


def _workload(proposal: Proposal) -> Iterator[tuple[Part, Values]]:
    """The credits, and the hours, which follow from the activities."""
    spec = proposal.specification
    yield (COURSE_FIELDS["ects"].label, "", ""), (_amount(spec.ects),)
    yield (_("Workload (hours)"), "", ""), (_amount(spec.hours),)


def _field_of_study(proposal: Proposal) -> Iterator[tuple[Part, Values]]:
    codes = proposal.specification.isced_f
    yield (COURSE_FIELDS["isced_f"].label, "", ""), tuple(field_label(code) for code in codes)


def _cost(proposal: Proposal, audience: Audience) -> Iterator[tuple[Part, Values]]:
    if audience in proposal.cost:
        yield (_("Cost (EUR)"), AUDIENCE_NAMES[audience], ""), (Amount(proposal.cost[audience]),)


def _stackability(proposal: Proposal) -> Iterator[tuple[Part, Values]]:
    yield from _said(COURSE_FIELDS["stackability"].label, "", proposal.specification.stackability)


# What a proposal says otherwise than the kind of the field would let one expect.
APART: Mapping[str, Callable[[Proposal], Iterator[tuple[Part, Values]]]] = {
    "ects": _workload,
    "isced_f": _field_of_study,
    "cost_members": partial(_cost, audience=Audience.MEMBERS),
    "cost_others": partial(_cost, audience=Audience.OTHERS),
    "stackability": _stackability,
}


def _labelled(value: Any, field: CourseField) -> Values:
    codes = (value,) if isinstance(value, str) else value
    return tuple(field.codes.label(code) if field.codes else code for code in codes if code)


# How one value is told, for each kind that is one.
TOLD: Mapping[Kind, Callable[[Any, CourseField], Values]] = {
    Kind.NUMBER: lambda value, _field: (_amount(value or Decimal(0)),),
    Kind.WHOLE: lambda value, _field: (str(value),) if value else (),
    Kind.CHOICE: _labelled,
    Kind.CHOICES: _labelled,
    Kind.SKILLS: lambda value, _field: tuple(Name(skill.label) for skill in value),
}


def _amount(value: Decimal) -> Amount:
    return Amount(f"{value.normalize():f}")
