"""The forms of the studio: how a draft begins, then each step, read from a draft and applied to one.

What a step asks stands in the table of course fields. Nothing is required: a half-filled step is saved as it
is, and the report says what is missing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.core.text import in_language
from mcx.design.rules.draft import Draft
from mcx.network.models import Institution
from mcx.network.rules.course_fields import ASKED, TITLE, CourseField, Kind, Section
from mcx.skills.rules.fields import field_groups
from mcx.web.forms.fields import language_choices, offer
from mcx.web.forms.languages import LanguagesField
from microcred.vocabulary import CodeList

Choices = Sequence[tuple[str, Any]]


class StartForm(forms.Form):
    """A title in the languages of the university's cluster, and where it is designed."""

    institution = forms.ChoiceField(label=_("University"))

    def __init__(self, institutions: Iterable[Institution], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.institutions = {each.slug: each for each in institutions}
        offer(self, "institution", [(slug, str(each)) for slug, each in self.institutions.items()])
        own = [each.language_cluster for each in self.institutions.values() if each.language_cluster]
        self.fields["title"] = LanguagesField(
            dict.fromkeys(["en", *own]),
            max_length=TITLE,
            label=_("Title"),
            help_text=_("In at least one language. You can change everything later."),
        )


@dataclass(frozen=True, slots=True)
class Offered:
    """What the institution can choose from: grading scales, languages of instruction, levels."""

    scales: Choices
    languages: Choices
    levels: Choices


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as a form has it: its name there, which in rows begins with the row's id, its own name, what
    stands in it, and its row in the table.
    """

    name: str
    own: str
    value: Any
    field: CourseField


# What no check ever misses. A draft is saved without the rest, too, but its report then says what is missing.
OPTIONAL = frozenset({"cover", "valid_days", "further_information"})


class SectionForm(forms.Form):
    """One step of the studio: it shows a part of a draft and gives the draft back changed."""

    def __init__(self, section: Section, draft: Draft, offered: Offered, *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.section, self.draft, self.offered = section, draft, offered
        for asked in self._asked():
            field = self._made(asked, self._choices(asked))
            field.label, field.help_text = (
                _(asked.field.asked),
                _(asked.field.help) if asked.field.help else "",
            )
            vars(field)["is_sometimes_needed"] = asked.own not in OPTIONAL
            self.fields[asked.name] = field

    def _asked(self) -> Iterator[Asked]:
        """Everything that the step asks, row by row."""
        for name, field in ASKED[self.section].items():
            if field.kind is Kind.ROWS:
                for row in getattr(self.draft, name):
                    yield from _of_row(row, field)
            else:
                yield Asked(name, name, getattr(self.draft, name), field)

    def row(self, name: str) -> list[forms.BoundField]:
        """The fields of one row, for the template."""
        return [field for field in self if field.name.startswith(f"{name}-")]

    def applied(self) -> Draft:
        """The draft with what was typed in this step; with no language ticked the old ones stay."""
        changes: dict[str, Any] = {}
        for name, field in ASKED[self.section].items():
            if field.kind is Kind.ROWS:
                rows = getattr(self.draft, name)
                changes[name] = tuple(replace(row, **self._typed(_of_row(row, field))) for row in rows)
            else:
                changes |= self._typed([Asked(name, name, getattr(self.draft, name), field)])
        return replace(self.draft, **changes)

    def _typed(self, asked: Iterable[Asked]) -> dict[str, Any]:
        """What was typed, as the draft keeps it."""
        return {each.own: self._kept(each) for each in asked}

    def _kept(self, asked: Asked) -> Any:
        typed = self.cleaned_data[asked.name]
        if asked.field.kind is Kind.TEXT:  # what was written before in other languages stays
            others = {tag: text for tag, text in asked.value.items() if tag not in self.draft.texts_in}
            return {**others, **typed}
        if asked.field.kind is Kind.LANGUAGES:
            return tuple(typed) or asked.value
        return tuple(typed) if isinstance(typed, list) else typed

    def _made(self, asked: Asked, choices: Choices | None) -> forms.Field:
        """The field, filled from the draft; a value that is no longer offered stays choosable."""
        value, limit = asked.value, asked.field.limit
        if asked.field.kind is Kind.TEXT:
            widget = forms.Textarea if limit > TITLE else forms.TextInput
            return LanguagesField(
                self.draft.texts_in, widget=widget, max_length=limit, initial=dict(value), required=False
            )
        if choices is None:  # whatever is typed is kept
            return forms.CharField(initial=value, required=False, max_length=limit)
        if isinstance(value, tuple):
            return forms.MultipleChoiceField(
                initial=list(value),
                choices=_with(choices, value),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        offered = [("", "—"), *_with(choices, [value])]
        return forms.ChoiceField(initial=value, choices=offered, required=False)

    def _choices(self, asked: Asked) -> Choices | None:
        """What can be chosen, from a list of codes or from what is offered here; none where one types."""
        if asked.field.codes:
            return _coded(asked.field.codes)
        offered: Mapping[str, Callable[[], Choices]] = {
            "texts_in": language_choices,
            "eqf_level": lambda: self.offered.levels,
            "isced_f": _fields_of_study,
            "languages": lambda: self.offered.languages,
            "scale": lambda: self.offered.scales,
            "outcomes": self._outcomes,
        }
        return offered[asked.own]() if asked.own in offered else None

    def _outcomes(self) -> Choices:
        """The outcomes that a row can serve, by number and first words."""
        return [
            (outcome.id, f"{place}. {Truncator(in_language(outcome.title, 'en') or '…').chars(120)}")
            for place, outcome in enumerate(self.draft.outcomes, start=1)
        ]


def _of_row(row: Any, field: CourseField) -> list[Asked]:
    """What a row asks; skills come and go by buttons."""
    return [
        Asked(f"{row.id}-{name}", name, getattr(row, name), column)
        for name, column in field.columns.items()
        if column.kind is not Kind.SKILLS
    ]


def _with(choices: Choices, values: Iterable[str]) -> list[tuple[str, Any]]:
    known = {
        code
        for value, label in choices
        for code in ([each for each, _label in label] if isinstance(label, list) else [value])
    }
    return [*choices, *((value, value) for value in values if value and value not in known)]


def _coded(codes: CodeList) -> Choices:
    """The choices of a code list, in the reader's language."""
    return [(code, gettext(label)) for code, label in codes.choices]


def _fields_of_study() -> Choices:
    return [
        (gettext(label), [(code, f"{code} {gettext(name)}") for code, name in fields])
        for label, fields in field_groups()
    ]
