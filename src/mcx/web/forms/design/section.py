"""What every step of the studio has in common: it shows a part of a draft and gives the draft back changed.

Nothing is required here: a half-filled step is saved as it is, and the report says what is missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext

from mcx.core.text import Text
from mcx.design.rules.draft import Draft
from mcx.web.forms.languages import LanguagesField
from microcred.vocabulary import CodeList

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What the institution can choose from: grading scales, languages of instruction, levels."""

    scales: Choices
    languages: Choices
    levels: Choices


class SectionForm(forms.Form):
    """One step of the studio."""

    def __init__(self, draft: Draft, offered: Offered, *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.draft, self.offered = draft, offered
        self.build()

    def build(self) -> None:
        """Add the step's fields, filled from the draft; the last step has none."""

    def applied(self) -> Draft:
        """The draft with what was typed in this step; a step without fields changes nothing."""
        return self.draft

    def text(
        self, name: str, label: Any, text: Text, *, longest: int, is_long: bool = False, help_text: Any = ""
    ) -> None:
        """Add a text in the draft's languages."""
        self.fields[name] = LanguagesField(
            self.draft.texts_in,
            widget=forms.Textarea if is_long else forms.TextInput,
            max_length=longest,
            label=label,
            initial=dict(text),
            required=False,
            help_text=help_text,
        )

    def word(self, name: str, label: Any, value: str, help_text: Any = "") -> None:
        """Add a short entry, such as a number: whatever is typed is kept."""
        self.fields[name] = forms.CharField(
            label=label, initial=value, required=False, max_length=40, help_text=help_text
        )

    def choice(self, name: str, label: Any, value: str, choices: Choices, help_text: Any = "") -> None:
        """Add a choice of one; a value that is no longer offered stays choosable."""
        self.fields[name] = forms.ChoiceField(
            label=label,
            initial=value,
            choices=[("", "—"), *_with(choices, [value])],
            required=False,
            help_text=help_text,
        )

    def choices(
        self, name: str, label: Any, values: Iterable[str], choices: Choices, help_text: Any = ""
    ) -> None:
        """Add a choice of several; values that are no longer offered stay choosable."""
        chosen = list(values)
        self.fields[name] = forms.MultipleChoiceField(
            label=label,
            initial=chosen,
            choices=_with(choices, chosen),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=help_text,
        )

    def said(self, name: str, before: Text) -> dict[str, str]:
        """What was typed in the draft's languages, with what was written before in others."""
        others = {tag: value for tag, value in before.items() if tag not in self.draft.texts_in}
        typed: Mapping[str, str] = self.cleaned_data[name]
        return {**others, **typed}


def _with(choices: Choices, values: Iterable[str]) -> list[tuple[str, Any]]:
    known = {
        code
        for value, label in choices
        for code in ([each for each, _label in label] if isinstance(label, list) else [value])
    }
    return [*choices, *((value, value) for value in values if value and value not in known)]


def coded(codes: CodeList) -> Choices:
    """The choices of a code list, in the reader's language."""
    return [(code, gettext(label)) for code, label in codes.choices]
