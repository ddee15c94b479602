"""From a draft to what is reviewed and published, and back to a draft for a new edition."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from mcx.catalogue.rules import Audience, Proposal, price, value_of
from mcx.core.text import CONTENT_LANGUAGES, Text, cleaned, in_language
from mcx.design.rules.draft import ROWS, Activity, Assessment, Draft, Outcome, SkillRef, is_id
from mcx.network.rules.course_fields import COURSE_FIELDS, CourseField, Kind, names_of
from microcred import record
from microcred.guards import decimal
from microcred.vocabulary import EQF_OF_CYCLE, STACKABILITY

ESCO_SCHEME = "http://data.europa.eu/esco/concept-scheme/skills"
CYCLE_OF_EQF = {level: cycle for cycle, level in EQF_OF_CYCLE.items()}
MOST = Decimal(100_000)


def number(typed: str) -> Decimal | None:
    """The number that somebody typed, with a point or a comma; None for anything else or out of reason."""
    value = decimal(typed.strip().replace(",", "."))
    return abs(value) if value is not None and 0 <= value < MOST and value == round(value, 2) else None


def whole(typed: str) -> int | None:
    """The whole number that somebody typed; None for anything else."""
    value = number(typed)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _typed(value: Decimal | None) -> str:
    return f"{value.normalize():f}" if value else ""


# What a proposal says of a field of each kind, and how it is typed again for the next edition.
SAID: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: cleaned,
    Kind.NUMBER: number,
    Kind.WHOLE: whole,
    Kind.CHOICE: str,
    Kind.CHOICES: tuple,
}
TYPED: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: lambda value: value or {},
    Kind.NUMBER: _typed,
    Kind.WHOLE: lambda value: str(value or ""),
    Kind.CHOICE: str,
    Kind.CHOICES: tuple,
}
# These say it otherwise: a tuple of fields, a text, prices by audience.
OTHERWISE = {"isced_f", "stackability", "cost_members", "cost_others"}
PLAIN = {name: row.kind for name, row in COURSE_FIELDS.items() if row.kind in SAID and name not in OTHERWISE}


def proposal_of(draft: Draft, code: str = "") -> Proposal:
    """What the draft proposes, in the languages it is written in; numbers that cannot be read count as
    nought, and the checks say so.
    """
    draft = _in_its_languages(draft)
    costs = {Audience.MEMBERS: draft.cost_members, Audience.OTHERS: draft.cost_others}
    return Proposal(
        specification=_specification(draft, code),
        cost={audience: _price(typed) for audience, typed in costs.items() if typed},
        criteria={each.id: cleaned(each.criteria) for each in draft.assessments if each.criteria},
        **_plain(draft, Proposal),
    )


def _plain(draft: Draft, holder: type[Proposal | record.Specification]) -> dict[str, Any]:
    """The fields that the holder has under their own names; it knows itself what an empty one is."""
    said = {name: SAID[kind](getattr(draft, name)) for name, kind in PLAIN.items()}
    return {name: value for name, value in said.items() if value and name in holder.__dataclass_fields__}


def _in_its_languages(draft: Draft) -> Draft:
    """The draft without texts in languages that its teachers no longer write in."""
    kept = _kept(draft, COURSE_FIELDS, draft.texts_in)
    for kind in ROWS:
        columns = COURSE_FIELDS[kind].columns
        rows = getattr(draft, kind)
        kept[kind] = tuple(replace(row, **_kept(row, columns, draft.texts_in)) for row in rows)
    return replace(draft, **kept)


def _kept(said: Any, fields: Mapping[str, CourseField], tags: tuple[str, ...]) -> dict[str, Any]:
    """The texts of a draft or of one of its rows, in these languages only."""
    return {
        name: {tag: value for tag, value in getattr(said, name).items() if tag in tags}
        for name, row in fields.items()
        if row.kind is Kind.TEXT
    }


def _price(typed: str) -> str:
    try:
        return price(typed.replace(",", "."))
    except ValueError:
        return typed


def _specification(draft: Draft, code: str) -> record.Specification:
    facts: dict[str, Any] = {
        "title": {},
        "description": {},
        "ects": Decimal(0),
        "eqf_level": 0,
        "participation": (),
        **_plain(draft, record.Specification),
    }
    return record.Specification(
        id="",
        version="",
        outcomes=tuple(_outcome(each) for each in draft.outcomes),
        hours=hours_of(draft),
        assessments=tuple(_assessment(each) for each in draft.assessments),
        activities=tuple(_activity(each) for each in draft.activities),
        cycle=CYCLE_OF_EQF.get(facts["eqf_level"], ""),
        isced_f=(draft.isced_f,) if draft.isced_f else (),
        stackability={"en": str.__str__(STACKABILITY.label(draft.stackability))}
        if draft.stackability
        else None,
        code=code,
        **facts,
    )


def hours_of(draft: Draft) -> Decimal:
    """The hours of all activities together, as far as they can be read."""
    return sum((number(each.hours) or Decimal(0) for each in draft.activities), start=Decimal(0))


def _outcome(row: Outcome) -> record.LearningOutcome:
    skills = tuple(record.Concept(ref.uri, dict(ref.label), ESCO_SCHEME) for ref in row.skills)
    kind = "knowledge" if row.dublin == "knowledge" else "skill"
    return record.LearningOutcome(row.id, cleaned(row.title), dublin=row.dublin, kind=kind, skills=skills)


def _activity(row: Activity) -> record.Activity:
    hours = number(row.hours) or Decimal(0)
    return record.Activity(row.id, cleaned(row.title), row.kind, hours, row.outcomes)


def _assessment(row: Assessment) -> record.Assessment:
    return record.Assessment(
        id=row.id,
        title=cleaned(row.title),
        kind=row.kind,
        supervision=row.supervision,
        identity_check=row.identity_check,
        weight=number(row.weight),
        outcomes=row.outcomes,
    )


def draft_of(proposal: Proposal) -> Draft:
    """The draft of a new edition, begun from a published one: `proposal_of` leads back to the same, but for
    the ids of rows that others have named otherwise than the studio does.
    """
    proposal = _renamed(proposal)
    spec = proposal.specification
    return Draft(
        texts_in=_languages(proposal),
        outcomes=tuple(_drafted_outcome(each) for each in spec.outcomes),
        activities=tuple(_drafted_activity(each) for each in spec.activities),
        assessments=tuple(_drafted_assessment(each, proposal) for each in spec.assessments),
        isced_f=next(iter(spec.isced_f), ""),
        cost_members=proposal.cost.get(Audience.MEMBERS, ""),
        cost_others=proposal.cost.get(Audience.OTHERS, ""),
        stackability=_stackability(spec),
        **{name: TYPED[kind](value_of(name, spec, proposal)) for name, kind in PLAIN.items()},
    )


def _renamed(proposal: Proposal) -> Proposal:
    """The proposal with the studio's ids of rows wherever they are named."""
    spec = proposal.specification
    outcomes, activities, assessments = (
        _names(letter, [row.id for row in rows])
        for letter, rows in (("o", spec.outcomes), ("l", spec.activities), ("a", spec.assessments))
    )

    def mentions(row: record.Activity | record.Assessment) -> tuple[str, ...]:
        return tuple(outcomes[name] for name in row.outcomes if name in outcomes)

    renamed = replace(
        spec,
        outcomes=tuple(replace(row, id=outcomes[row.id]) for row in spec.outcomes),
        activities=tuple(
            replace(row, id=activities[row.id], outcomes=mentions(row)) for row in spec.activities
        ),
        assessments=tuple(
            replace(row, id=assessments[row.id], outcomes=mentions(row)) for row in spec.assessments
        ),
    )
    criteria = {assessments[name]: text for name, text in proposal.criteria.items() if name in assessments}
    return replace(proposal, specification=renamed, criteria=criteria)


def _names(letter: str, ids: list[str]) -> dict[str, str]:
    """The id of each row in the studio: its own where all have the studio's form, else counted anew."""
    if all(is_id(letter, name) for name in ids):
        return {name: name for name in ids}
    return {name: f"{letter}{place}" for place, name in enumerate(ids, start=1)}


def _languages(proposal: Proposal) -> tuple[str, ...]:
    """Every language in which the proposal says anything, the title's first."""
    spec = proposal.specification
    texts: list[Text | None] = [value_of(name, spec, proposal) for name in names_of(Kind.TEXT)]
    texts += [row.title for row in spec.outcomes]
    texts += [row.title for row in spec.activities] + [row.title for row in spec.assessments]
    found = dict.fromkeys(tag for text in (*texts, *proposal.criteria.values()) for tag in text or {})
    return tuple(tag for tag in found if tag in CONTENT_LANGUAGES) or ("en",)


def _stackability(spec: record.Specification) -> str:
    label = in_language(spec.stackability or {}, "en")
    return next((term.code for term in STACKABILITY.terms if term.label == label), "")


def _drafted_outcome(row: record.LearningOutcome) -> Outcome:
    refs = tuple(SkillRef(skill.uri, skill.label) for skill in row.skills)
    return Outcome(row.id, row.title, row.dublin, refs)


def _drafted_activity(row: record.Activity) -> Activity:
    return Activity(row.id, row.title, row.kind, _typed(row.hours), row.outcomes)


def _drafted_assessment(row: record.Assessment, proposal: Proposal) -> Assessment:
    facts: dict[str, Any] = {
        "supervision": row.supervision,
        "identity_check": row.identity_check,
        "criteria": proposal.criteria.get(row.id, {}),
        "outcomes": row.outcomes,
    }
    return Assessment(row.id, row.title, row.kind, _typed(row.weight), **facts)
