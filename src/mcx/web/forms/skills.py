"""A field for ESCO skills: one types, looks up and chooses; every press is an ordinary submit button.

A form with such a field is shown again after a press of the picker (`is_picking`), with everything that was
typed (`typed_in`), and is only judged when it is sent itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mcx.skills import selectors
from mcx.skills.models import Skill
from mcx.skills.selectors import Match

LEAST, MOST_SHOWN = 2, 8
PRESSES = ("look", "choose", "drop")


def matches_of(typed: str, limit: int = MOST_SHOWN) -> list[Match]:
    """The best matches for a text of two signs at least, in the reader's language."""
    language = (get_language() or "en").split("-", maxsplit=1)[0]
    return (
        selectors.public_matches(typed, language=language, limit=limit) if len(typed.strip()) >= LEAST else []
    )


@dataclass(frozen=True, slots=True)
class Picked:
    """What stands in a picker: the URIs chosen so far, and what was typed to find one more."""

    uris: tuple[str, ...] = ()
    typed: str = ""


class SkillPicker(forms.Widget):
    """Chosen skills, a box to look for more, and what was found."""

    template_name = "parts/skill_picker.html"

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Picked:
        """What is chosen after the press of a button; where one skill is enough, the newest."""
        given = data.getlist(name) if isinstance(data, QueryDict) else ()
        chosen = dict.fromkeys(uri for uri in given if uri != data.get(f"{name}-drop"))
        added = data.get(f"{name}-choose")
        if added:
            chosen = {**chosen, added: None} if self.most > 1 else {added: None}
        typed = data.get(f"{name}-find", "") if f"{name}-look" in data else ""
        return Picked(tuple(chosen)[: self.most], typed)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Nothing chosen is an answer too."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The chosen skills that ESCO knows, and the matches of what was typed."""
        picked = value if isinstance(value, Picked) else Picked()
        known = selectors.public_skills(picked.uris)
        chosen = [known[uri] for uri in picked.uris if uri in known]
        found = {"typed": picked.typed, "matches": matches_of(picked.typed)}
        return super().get_context(name, None, attrs) | {"chosen": chosen, "button": f"{name}-choose"} | found

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The picker, written like any other part of a page."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class SkillsField(forms.Field):
    """Up to so many ESCO skills, each named once."""

    def __init__(self, *, most: int, **more: Any) -> None:
        super().__init__(widget=SkillPicker(most), **more)

    def clean(self, value: Any) -> list[Skill]:
        """The chosen skills; none is ever made up."""
        uris = value.uris if isinstance(value, Picked) else ()
        known = selectors.public_skills(uris)
        if len(known) < len(uris):
            raise forms.ValidationError(_("ESCO has no such skill. Look it up and choose it from the list."))
        if self.required and not uris:
            raise forms.ValidationError(_("Look up a skill and choose it from the list."))
        return [known[uri] for uri in uris]


def is_picking(form: type[forms.Form], data: QueryDict) -> bool:
    """Whether a button of one of the form's pickers was pressed, and not the form's own."""
    names = [name for name, field in form.base_fields.items() if isinstance(field, SkillsField)]
    return any(f"{name}-{press}" in data for name in names for press in PRESSES)


def typed_in(form: type[forms.Form], data: QueryDict) -> dict[str, Any]:
    """Everything that stands in the form, to show it again without judging it."""
    return {
        name: field.widget.value_from_datadict(data, {}, name) for name, field in form.base_fields.items()
    }
