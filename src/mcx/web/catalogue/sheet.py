"""The information sheet of an edition: critical information, grouped by the source that asks for it.

What it states of a field follows from the table of course fields; what is no field of a course, such as who
awards it, stands between.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from babel import Locale
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mcx.catalogue.models import Edition
from mcx.catalogue.rules import (
    AUDIENCE_NAMES,
    Audience,
    review_due,
    value_of,
)
from mcx.core.reports import language_name
from mcx.core.writing import credits_of, hours_of, number
from mcx.network.rules.course_fields import COURSE_FIELDS, CourseField, Kind
from mcx.network.rules.terms import CharterTerms
from mcx.skills.rules.fields import field_path
from mcx.web.catalogue.words import Value, euros, labels
from microcred.accreditation import Ruling
from microcred.annex import ELEMENTS
from microcred.record import Accreditation, Organisation, Specification
from microcred.vocabulary import (
    ACCREDITATION,
    ASSESSMENT,
    CYCLE,
    IDENTITY_CHECK,
    STACKABILITY,
    SUPERVISION,
)


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of critical information; `numeral` is its place in Annex I."""

    label: str | Promise
    values: list[Value]
    numeral: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Elements that one source asks for."""

    title: str | Promise
    source: str
    elements: list[Element]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the sheet is drawn from."""

    edition: Edition
    specification: Specification
    university: Organisation
    terms: CharterTerms


def sections(facts: Facts) -> list[Section]:
    """All elements, grouped by the source that asks for them."""
    annex = "Council Recommendation 2022/C 243/02, Annex I"
    charter = f"Charter {facts.terms.version}" if facts.terms.version else "MicroCredX"
    return [
        Section(_("Required information (Annex I)"), annex, _mandatory(facts)),
        Section(_("Further information where it applies (Annex I)"), annex, _optional(facts)),
        Section(_("Required by this network's Charter"), charter, _added(facts)),
    ]


def country(code: str) -> str:
    """A country's name in the reader's language; the code where it has none."""
    return str(Locale.parse(get_language() or "en", sep="-").territories.get(code, code))


def _of_field(name: str, facts: Facts) -> Element:
    """What is stated of a field: as its kind is told, or in words of its own."""
    row = COURSE_FIELDS[name]
    label, told = STATED.get(name, ("", None))
    value = value_of(name, facts.specification, facts.edition) if told is None else None
    return Element(label or _(row.label), told(facts) if told else TOLD[row.kind](value, row))


def _mandatory(facts: Facts) -> list[Element]:
    """The eleven elements, in the order of the Annex."""
    university = facts.university
    published = gettext("Shown on the credential. This edition was published on {day}.")
    issued = published.format(day=date_format(facts.edition.published_at))
    found = {
        "i": Element(pgettext_lazy("one person", "Learner"), [gettext("Named on the credential.")]),
        "iii": Element(_("Country of the issuer"), [country(university.country)]),
        "iv": Element(_("Awarding body"), [university.legal_name]),
        "v": Element(_("Date of issuing"), [issued]),
        "xi": Element(_("Quality assurance"), _quality(facts)),
    }
    numerals = ELEMENTS.values()
    found |= {
        row.annex: _of_field(name, facts) for name, row in COURSE_FIELDS.items() if row.annex in numerals
    }
    return [replace(found[numeral], numeral=numeral) for numeral in numerals]


def _optional(facts: Facts) -> list[Element]:
    """For whom it is, and the optional elements in the order of the Annex."""
    spec = facts.specification
    supervised = labels(SUPERVISION, (each.supervision for each in spec.assessments))
    identity = labels(IDENTITY_CHECK, (each.identity_check for each in spec.assessments))
    audiences = [audience for audience in Audience if audience in facts.edition.cost] or list(Audience)
    found = {"2": Element(_("Supervision and identity check"), [*supervised, *identity])}
    found |= {row.annex: _of_field(name, facts) for name, row in COURSE_FIELDS.items() if row.annex.isdigit()}
    return [
        Element(_("Target group"), [gettext(AUDIENCE_NAMES[audience]) for audience in audiences]),
        *(found[place] for place in sorted(found)),
    ]


def _added(facts: Facts) -> list[Element]:
    """What the network adds, and with it every other field that is stated."""
    skills = {skill.uri: skill.label for outcome in facts.specification.outcomes for skill in outcome.skills}
    statuses: list[Value] = [one.title for one in facts.university.accreditations]
    due = review_due(facts.edition.published_at.date(), facts.terms)
    review = gettext("To be reviewed again by {day}").format(day=date_format(due))
    found = {name: _of_field(name, facts) for name, row in COURSE_FIELDS.items() if row.is_stated}
    first = [found.pop(name) for name in ("description", "languages")]
    field = found.pop("isced_f")
    return [
        *first,
        Element(_("ESCO skills"), list(skills.values())),
        field,
        Element(_("Accreditation of the provider"), statuses),
        Element(_("Next review"), [review]),
        *found.values(),
    ]


def _labelled(codes: Iterable[str], row: CourseField) -> list[Value]:
    return labels(row.codes, codes) if row.codes else [code for code in codes if code]


# How the values of one field are stated, for each kind that is one.
TOLD: Mapping[Kind, Callable[[Any, CourseField], list[Value]]] = {
    Kind.TEXT: lambda value, _row: [value] if value and any(value.values()) else [],
    Kind.NUMBER: lambda value, _row: [number(value)] if value else [],
    Kind.WHOLE: lambda value, _row: [str(value)] if value else [],
    Kind.CHOICE: lambda value, row: _labelled([value], row),
    Kind.CHOICES: _labelled,
}


def _workload(facts: Facts) -> list[Value]:
    spec, words = facts.specification, gettext("{credits}, {hours} of work")
    return [words.format(credits=credits_of(spec.ects), hours=hours_of(spec.hours))]


def _level(facts: Facts) -> list[Value]:
    spec = facts.specification
    return [
        f"{gettext('EQF')} {spec.eqf_level}",
        *labels(CYCLE, [spec.cycle]),
        *filter(None, [spec.nqf_level]),
    ]


def _quality(facts: Facts) -> list[Value]:
    """Who assured quality, institution first; the network's own review stands before every edition."""
    found = [*facts.university.accreditations, *facts.specification.accreditations]
    named = (_assured(one) for one in found if one.decision != Ruling.NEGATIVE)
    return [*dict.fromkeys(named), gettext("Reviewed within the network before it was published.")]


def _assured(one: Accreditation) -> str:
    text = f"{gettext(ACCREDITATION.label(one.kind))}: {one.agency}"
    conditional = gettext("{decision}, with conditions").format(decision=text)
    return conditional if one.decision == Ruling.CONDITIONS else text


def _grading(facts: Facts) -> list[Value]:
    scale = facts.edition.scale
    passed = gettext("{scale}; lowest pass {grade}").format(scale=scale, grade=scale.lowest_pass)
    return [passed if len(scale.grades) != 2 else str(scale)]


def _stackability(facts: Facts) -> list[Value]:
    """What was chosen from our list in the reader's language, what others wrote in theirs."""
    said = facts.specification.stackability or {}
    chosen = next((term for term in STACKABILITY.terms if term.label == said.get("en")), None)
    if chosen is not None:
        return [gettext(chosen.label)]
    return [said] if any(said.values()) else []


def _fields_of_study(facts: Facts) -> list[Value]:
    codes = facts.specification.isced_f
    return [f"{code} {gettext(name)}" for it in codes for code, name in field_path(it)[-1:]]


def _cost(facts: Facts) -> list[Value]:
    cost = facts.edition.cost
    return [
        f"{gettext(AUDIENCE_NAMES[audience])}: {euros(cost[audience])}"
        for audience in Audience
        if audience in cost
    ]


def _validity(facts: Facts) -> list[Value]:
    if facts.edition.valid_days is None:
        return [gettext("The credential is digital and does not expire.")]
    words = ngettext(
        "The credential is digital and valid for {days} day.",
        "The credential is digital and valid for {days} days.",
        facts.edition.valid_days,
    )
    return [words.format(days=facts.edition.valid_days)]


# What is stated otherwise than its kind would be, and under which name where it has another here.
STATED: Mapping[str, tuple[str | Promise, Callable[[Facts], list[Value]] | None]] = {
    "description": (_("Course description"), None),
    "outcomes": ("", lambda facts: [outcome.title for outcome in facts.specification.outcomes]),
    "assessments": (
        _("Type of assessment"),
        lambda facts: labels(ASSESSMENT, (each.kind for each in facts.specification.assessments)),
    ),
    "ects": (_("Notional workload"), _workload),
    "eqf_level": (_("Level and cycle"), _level),
    "isced_f": (_("Field of study (ISCED-F)"), _fields_of_study),
    "languages": (
        _("Language of instruction"),
        lambda facts: [language_name(it) for it in facts.specification.languages],
    ),
    "scale": (_("Grading"), _grading),
    "cost_members": (_("Cost"), _cost),
    "stackability": ("", _stackability),
    "valid_days": (_("Validity"), _validity),
}
