"""What a reviewer reads of a proposal besides its rows: its texts, and the frame it sets, field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mcx.catalogue.rules import Audience, Proposal, value_of
from mcx.core.reports import language_name
from mcx.core.text import Text, in_language
from mcx.core.writing import credits_of, hours_of
from mcx.network.models import GradingScale
from mcx.network.rules.course_fields import ASKED, CourseField, Kind, Section
from mcx.skills.rules.fields import field_label
from mcx.web.catalogue.words import euros

Label = str | Promise
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Fact:
    """What a proposal says in a field: in a word, or in `words` of several languages."""

    label: Label
    value: str = ""
    words: Text | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, and the grading scale that it names where the institution may use it."""

    proposal: Proposal
    scale: GradingScale | None


def texts(proposal: Proposal) -> list[Fact]:
    """The texts about it in all their languages; the title also where there is none."""
    return [
        Fact(_(row.label), words=words)
        for name, row in ASKED[Section.ABOUT].items()
        if row.kind is Kind.TEXT
        and ((words := value_of(name, proposal.specification, proposal)) or name == "title")
    ]


def frame(proposed: Proposed) -> list[Fact]:
    """Level, workload and frame, in the order in which they are asked."""
    return [_fact(name, row, proposed) for name, row in ASKED[Section.FRAME].items()]


def _fact(name: str, row: CourseField, proposed: Proposed) -> Fact:
    proposal = proposed.proposal
    if name in APART:
        label, told = APART[name]
        return Fact(label or _(row.label), told(proposed) or NOTHING)
    value = value_of(name, proposal.specification, proposal)
    if row.kind is Kind.TEXT:
        return Fact(_(row.label), words=value or {})
    return Fact(_(row.label), TOLD[row.kind](value, row) or NOTHING)


def _labelled(value: str | tuple[str, ...], row: CourseField) -> str:
    codes = (value,) if isinstance(value, str) else value
    return ", ".join(gettext(row.codes.label(code)) if row.codes else code for code in codes if code)


# How a value is told, for each kind that is one.
TOLD: Mapping[Kind, Callable[[Any, CourseField], str]] = {
    Kind.NUMBER: lambda value, _row: floatformat(value, "-2") if value else "",
    Kind.WHOLE: lambda value, _row: str(value or ""),
    Kind.CHOICE: _labelled,
    Kind.CHOICES: _labelled,
}


def _workload(proposed: Proposed) -> str:
    spec = proposed.proposal.specification
    return f"{credits_of(spec.ects)}, {hours_of(spec.hours)}"


def _field_of_study(proposed: Proposed) -> str:
    return "".join(f"{code} {gettext(field_label(code))}" for code in proposed.proposal.specification.isced_f)


def _languages(proposed: Proposed) -> str:
    return ", ".join(map(language_name, proposed.proposal.specification.languages))


def _scale(proposed: Proposed) -> str:
    title = in_language(proposed.scale.title, get_language() or "en") if proposed.scale else ""
    return title or proposed.proposal.scale


def _cost(proposed: Proposed, audience: Audience) -> str:
    amount = proposed.proposal.cost.get(audience, "")
    return euros(amount) if amount else ""


def _stackability(proposed: Proposed) -> str:
    said = in_language(proposed.proposal.specification.stackability or {}, get_language() or "en")
    return gettext(said) if said else ""


def _validity(proposed: Proposed) -> str:
    days = proposed.proposal.valid_days
    return _days(days) if days else gettext("does not expire")


def _days(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


# What is told otherwise than its kind would be, and under which name where it has another here.
APART: Mapping[str, tuple[Label, Callable[[Proposed], str]]] = {
    "ects": (_("Workload"), _workload),
    "isced_f": ("", _field_of_study),
    "languages": ("", _languages),
    "scale": ("", _scale),
    "cost_members": ("", partial(_cost, audience=Audience.MEMBERS)),
    "cost_others": ("", partial(_cost, audience=Audience.OTHERS)),
    "stackability": ("", _stackability),
    "valid_days": (_("Validity of the credential"), _validity),
}
