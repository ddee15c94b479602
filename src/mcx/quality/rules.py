"""What a new edition changes against the one before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from mcx.catalogue.rules import AUDIENCE_NAMES, Audience, Proposal
from mcx.core.text import Text, in_language
from mcx.skills.rules.fields import field_label
from microcred.record import Activity, Assessment, LearningOutcome, Specification
from microcred.report import _
from microcred.saying import Amount, Language
from microcred.vocabulary import (
    ACTIVITY,
    ASSESSMENT,
    DUBLIN,
    IDENTITY_CHECK,
    PARTICIPATION,
    SUPERVISION,
)

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
    """What changed between two proposals, in the order in which a proposal is read."""
    old: dict[Part, Values] = dict(_parts(before))
    new: dict[Part, Values] = dict(_parts(after))
    return tuple(
        Difference(*part, old.get(part, ()), new.get(part, ()))
        for part in {**new, **old}
        if old.get(part, ()) != new.get(part, ())
    )


def _parts(proposal: Proposal) -> Iterator[tuple[Part, Values]]:
    spec = proposal.specification
    yield from _said(_("Title"), "", spec.title)
    yield from _said(_("Summary"), "", proposal.summary)
    yield from _said(_("Description"), "", spec.description)
    yield from _frame(proposal, spec)
    for outcome in spec.outcomes:
        yield from _outcome(outcome)
    names = {outcome.id: in_language(outcome.title, "en") for outcome in spec.outcomes}
    for activity in spec.activities:
        yield from _activity(activity, names)
    for assessment in spec.assessments:
        yield from _assessment(assessment, names, proposal.criteria.get(assessment.id))


def _said(name: str, row: str, text: Text | None) -> Iterator[tuple[Part, Values]]:
    for language, value in (text or {}).items():
        yield (name, row, language), (value,)


def _frame(proposal: Proposal, spec: Specification) -> Iterator[tuple[Part, Values]]:
    facts = {
        _("Volume (ECTS)"): (_amount(spec.ects),),
        _("Workload (hours)"): (_amount(spec.hours),),
        _("EQF level"): (str(spec.eqf_level),),
        _("Field of study"): tuple(field_label(code) for code in spec.isced_f),
        _("Form of participation"): tuple(PARTICIPATION.label(code) for code in spec.participation),
        _("Languages of instruction"): tuple(map(Language, spec.languages)),
        _("Grading scale"): (proposal.scale,) if proposal.scale else (),
        _("Days for which the credential stands"): (str(proposal.valid_days),) if proposal.valid_days else (),
    }
    for name, values in facts.items():
        yield (name, "", ""), values
    for audience, amount in proposal.cost.items():
        yield (_("Cost (EUR)"), AUDIENCE_NAMES[Audience(audience)], ""), (amount,)
    yield from _said(_("Prerequisites"), "", spec.prerequisites)
    yield from _said(_("Stackability"), "", spec.stackability)
    yield from _said(_("Further information"), "", spec.further_information)


def _outcome(row: LearningOutcome) -> Iterator[tuple[Part, Values]]:
    yield from _said(_("Outcome"), row.id, row.title)
    yield (_("Dublin descriptor"), row.id, ""), _named(DUBLIN.label(row.dublin))
    yield (_("ESCO skills"), row.id, ""), tuple(in_language(skill.label, "en") for skill in row.skills)


def _activity(row: Activity, names: Mapping[str, str]) -> Iterator[tuple[Part, Values]]:
    yield from _said(_("Activity"), row.id, row.title)
    yield (_("Kind of activity"), row.id, ""), _named(ACTIVITY.label(row.kind))
    yield (_("Hours"), row.id, ""), (_amount(row.hours),)
    yield (_("Leads to"), row.id, ""), tuple(names.get(each, each) for each in row.outcomes)


def _assessment(
    row: Assessment, names: Mapping[str, str], criteria: Text | None
) -> Iterator[tuple[Part, Values]]:
    yield from _said(_("Assessment"), row.id, row.title)
    yield (_("Method"), row.id, ""), _named(ASSESSMENT.label(row.kind))
    yield (_("Weight (%)"), row.id, ""), (_amount(row.weight or Decimal(0)),)
    yield (_("Supervision"), row.id, ""), _named(SUPERVISION.label(row.supervision))
    yield (_("Identity check"), row.id, ""), _named(IDENTITY_CHECK.label(row.identity_check))
    yield from _said(_("Criteria"), row.id, criteria)
    yield (_("Shows"), row.id, ""), tuple(names.get(each, each) for each in row.outcomes)


def _named(label: str) -> Values:
    return (label,) if label else ()


def _amount(value: Decimal) -> Amount:
    return Amount(f"{value.normalize():f}")
