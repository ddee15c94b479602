"""The studio's first step: languages, title, summary, description, cover."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from mcx.core.text import CONTENT_LANGUAGES
from mcx.design.rules.draft import Draft
from mcx.design.rules.limits import PAGE, SENTENCE, TITLE
from mcx.web.forms.design.section import SectionForm

COVERS = [
    ("factory", _("Factory")),
    ("energy", _("Energy")),
    ("data", _("Data")),
    ("people", _("People")),
    ("software", _("Software")),
    ("design", _("Drawing board")),
    ("water", _("Water")),
    ("logistics", _("Logistics")),
]


class AboutForm(SectionForm):
    """What the micro-credential is about."""

    def build(self) -> None:
        """The languages first: every text has a line for each."""
        draft = self.draft
        help_text = _("Tick a language and save: every text then has a line for it.")
        names = list(CONTENT_LANGUAGES.items())
        self.choices("texts_in", _("Languages you write in"), draft.texts_in, names, help_text)
        help_text = _("What an employer reads on the credential.")
        self.text("title", _("Title"), draft.title, longest=TITLE, help_text=help_text)
        help_text = _("One or two sentences for the catalogue's card.")
        self.text("summary", _("Summary"), draft.summary, longest=SENTENCE, is_long=True, help_text=help_text)
        help_text = _("What it is about, for whom it is, and how people learn.")
        self.text(
            "description",
            _("Description"),
            draft.description,
            longest=PAGE,
            is_long=True,
            help_text=help_text,
        )
        self.choice("cover", _("Picture of the card"), draft.cover, COVERS)

    def applied(self) -> Draft:
        """The draft with this step; with no language ticked the old ones stay."""
        names = ("title", "summary", "description")
        changes: dict[str, Any] = {name: self.said(name, getattr(self.draft, name)) for name in names}
        changes["texts_in"] = tuple(self.cleaned_data["texts_in"]) or self.draft.texts_in
        return replace(self.draft, cover=self.cleaned_data["cover"], **changes)
