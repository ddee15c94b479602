"""The information sheet of an edition: every element that the Council and the partners ask for."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mcx.catalogue.models import Edition
from mcx.catalogue.rules import AUDIENCE_NAMES, Audience, review_due
from mcx.core.text import CONTENT_LANGUAGES, Text
from mcx.network.rules import CharterTerms
from mcx.skills.rules import field_path
from microcred.accreditation import CONDITIONS, NEGATIVE
from microcred.record import Accreditation, Organisation, Specification
from microcred.vocabulary import (
    ACCREDITATION,
    ASSESSMENT,
    CYCLE,
    IDENTITY_CHECK,
    PARTICIPATION,
    SUPERVISION,
    CodeList,
)

Value = str | Text


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
        Section(_("What every micro-credential says"), annex, _mandatory(facts)),
        Section(_("What it says where relevant"), annex, _optional(facts)),
        Section(_("What this network adds"), charter, _added(facts)),
    ]


def euros(amount: str) -> str:
    """A price for people."""
    return gettext("Free") if amount == "0" else f"{amount} €"


def country(code: str) -> str:
    """A country's name in the reader's language; the code where it has none."""
    return str(Locale.parse(get_language() or "en", sep="-").territories.get(code, code))


def labels(codes: CodeList, given: Iterable[str]) -> list[Value]:
    """The names of codes in the reader's language, each once."""
    return [gettext(codes.label(code)) for code in dict.fromkeys(given) if code]


def _mandatory(facts: Facts) -> list[Element]:
    spec, university = facts.specification, facts.university
    published = gettext("On the credential; this edition was published on {day}.")
    return [
        Element(_("Learner"), [gettext("Named on the credential.")], "i"),
        Element(_("Title"), [spec.title], "ii"),
        Element(_("Country of the issuer"), [country(university.country)], "iii"),
        Element(_("Awarding body"), [university.legal_name], "iv"),
        Element(_("Date of issuing"), [published.format(day=date_format(facts.edition.published_at))], "v"),
        Element(_("Learning outcomes"), [outcome.title for outcome in spec.outcomes], "vi"),
        Element(_("Notional workload"), [_workload(spec)], "vii"),
        Element(_("Level and cycle"), _level(spec), "viii"),
        Element(_("Type of assessment"), labels(ASSESSMENT, (each.kind for each in spec.assessments)), "ix"),
        Element(_("Form of participation"), labels(PARTICIPATION, spec.participation), "x"),
        Element(_("Quality assurance"), _quality(facts), "xi"),
    ]


def _workload(spec: Specification) -> str:
    hours = gettext("{ects} ECTS credits, {hours} hours of work")
    return hours.format(ects=f"{spec.ects.normalize():f}", hours=f"{spec.hours.normalize():f}")


def _level(spec: Specification) -> list[Value]:
    return [
        f"{gettext('EQF')} {spec.eqf_level}",
        *labels(CYCLE, [spec.cycle]),
        *filter(None, [spec.nqf_level]),
    ]


def _quality(facts: Facts) -> list[Value]:
    """Who assured quality, institution first; the network's own review stands before every edition."""
    found = [*facts.university.accreditations, *facts.specification.accreditations]
    named = (_assured(one) for one in found if one.decision != NEGATIVE)
    return [*dict.fromkeys(named), gettext("Reviewed within the network before it was published.")]


def _assured(one: Accreditation) -> str:
    text = f"{gettext(ACCREDITATION.label(one.kind))}: {one.agency}"
    conditional = gettext("{decision}, with conditions").format(decision=text)
    return conditional if one.decision == CONDITIONS else text


def _optional(facts: Facts) -> list[Element]:
    spec, scale = facts.specification, facts.edition.scale
    passed = gettext("{scale}; passed from {grade}").format(scale=scale, grade=scale.lowest_pass)
    grades = passed if len(scale.grades) > 2 else str(scale)
    supervised = labels(SUPERVISION, (each.supervision for each in spec.assessments))
    identity = labels(IDENTITY_CHECK, (each.identity_check for each in spec.assessments))
    audiences = [audience for audience in Audience if audience in facts.edition.cost] or list(Audience)
    return [
        Element(_("Target group"), [gettext(AUDIENCE_NAMES[audience]) for audience in audiences]),
        Element(_("Prerequisites"), _given(spec.prerequisites)),
        Element(_("Supervision and identity check"), [*supervised, *identity]),
        Element(_("Grading"), [grades]),
        Element(_("Stackability"), _given(spec.stackability)),
        Element(_("Further information"), _given(spec.further_information)),
    ]


def _given(text: Text | None) -> list[Value]:
    return [text] if text and any(text.values()) else []


def _added(facts: Facts) -> list[Element]:
    spec, edition = facts.specification, facts.edition
    fields: list[Value] = [
        f"{code} {gettext(name)}" for it in spec.isced_f for code, name in field_path(it)[-1:]
    ]
    skills = {skill.uri: skill.label for outcome in spec.outcomes for skill in outcome.skills}
    statuses: list[Value] = [one.title for one in facts.university.accreditations]
    costs: list[Value] = [
        f"{gettext(AUDIENCE_NAMES[audience])}: {euros(edition.cost[audience])}"
        for audience in Audience
        if audience in edition.cost
    ]
    due = review_due(edition.published_at.date(), facts.terms)
    review = gettext("Reviewed again by {day}").format(day=date_format(due))
    return [
        Element(_("Course description"), [spec.description]),
        Element(_("Language of instruction"), [CONTENT_LANGUAGES.get(it, it) for it in spec.languages]),
        Element(_("Competences achieved"), list(skills.values())),
        Element(_("Field of study (ISCED-F)"), fields),
        Element(_("Accreditation of the provider"), statuses),
        Element(_("Monitoring"), [review]),
        Element(_("Cost"), costs),
        Element(_("Validity"), [_validity(edition)]),
    ]


def _validity(edition: Edition) -> str:
    if edition.valid_days is None:
        return gettext("The credential is issued digitally and does not expire.")
    words = gettext("The credential is issued digitally and stands for {days} days.")
    return words.format(days=edition.valid_days)
