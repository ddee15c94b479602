"""Template words of the studio and of reviews."""

from collections.abc import Iterable, Iterator, Mapping
from math import sqrt

from django import forms, template
from django.utils.translation import get_language, gettext

from mcx.core.text import Text
from mcx.design.rules.matrix import Column
from mcx.skills import selectors as skills
from mcx.skills.models import Skill
from mcx.skills.rules.fields import field_label
from mcx.web.catalogue.words import euros
from mcx.web.design.forms import SectionForm
from microcred import vocabulary
from microcred.record import Assessment

register = template.Library()

SMALLEST, LARGEST = 4.0, 11.0


@register.filter
def row(form: SectionForm, name: str) -> list[forms.BoundField]:
    """The fields of one row of a step."""
    return form.row(name)


@register.filter
def beside(named: Iterable[bool], columns: Iterable[Column]) -> Iterator[tuple[Column, bool]]:
    """Each column of the matrix with whether it names the outcome."""
    return zip(columns, named, strict=True)


@register.filter
def radius(column: Column) -> str:
    """A dot's radius: its area grows with the column's share of all hours or of all weight."""
    return f"{SMALLEST + (LARGEST - SMALLEST) * sqrt(column.size):.1f}"


@register.filter
def named(code: str, code_list: str) -> str:
    """What a code of a list (`ASSESSMENT`, `DUBLIN`, …) is called, in the reader's language."""
    codes: vocabulary.CodeList = getattr(vocabulary, code_list)
    return gettext(codes.label(code)) if code else ""


@register.simple_tag
def languages_of_skills() -> list[str]:
    """The languages in which skills can be found, asked only where none was."""
    return skills.public_languages()


@register.filter
def price(amount: str | None) -> str:
    """What somebody pays, in euros."""
    return euros(amount) if amount else "–"


@register.filter
def field_name(code: str) -> str:
    """A field of study with its code, in the reader's language."""
    return f"{code} {gettext(field_label(code))}"


@register.filter
def criteria_of(criteria: Mapping[str, Text], assessment: Assessment) -> Text:
    """What a pass of the assessment looks like."""
    return criteria.get(assessment.id, {})


@register.filter
def other_names(skill: Skill) -> list[str]:
    """A few alternative labels of a skill, in the reader's language or in English."""
    names: Mapping[str, list[str]] = skill.alternative_labels
    language = (get_language() or "en").split("-", maxsplit=1)[0]
    return (names.get(language) or names.get("en", []))[:4]
