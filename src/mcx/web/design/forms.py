"""The forms of the studio: how a draft begins, then one for each step, read from a draft and applied to one.

Nothing is required in a step: a half-filled one is saved as it is, and the report says what is missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.core.text import CONTENT_LANGUAGES, Text, in_language
from mcx.design.rules.draft import Activity, Assessment, Draft, Outcome
from mcx.network.models import Institution
from mcx.network.rules.course_fields import PAGE, SENTENCE, TITLE, Section
from mcx.skills.rules.fields import field_groups
from mcx.web.forms.fields import offer
from mcx.web.forms.languages import LanguagesField
from microcred.vocabulary import (
    ACTIVITY,
    ASSESSMENT,
    DUBLIN,
    IDENTITY_CHECK,
    PARTICIPATION,
    STACKABILITY,
    SUPERVISION,
    CodeList,
)

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
            help_text=_("In one language at least; you can change everything later."),
        )


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


class RowsForm(SectionForm):
    """A step whose fields stand in rows."""

    def row(self, name: str) -> list[forms.BoundField]:
        """The fields of one row, for the template."""
        return [field for field in self if field.name.startswith(f"{name}-")]

    def typed(self, name: str, *parts: str) -> dict[str, Any]:
        """What was typed in these parts of a row."""
        return {part: self.cleaned_data[f"{name}-{part}"] for part in parts}

    def outcome_choices(self) -> Choices:
        """The outcomes that a row can serve, by number and first words."""
        return [
            (outcome.id, f"{place}. {Truncator(in_language(outcome.title, 'en') or '…').chars(120)}")
            for place, outcome in enumerate(self.draft.outcomes, start=1)
        ]


class OutcomesForm(RowsForm):
    """What learners will know, understand or be able to do; skills are added and taken away by buttons."""

    def build(self) -> None:
        """A text and a Dublin descriptor for each outcome."""
        for outcome in self.draft.outcomes:
            label = _("The learner can …")
            self.text(f"{outcome.id}-title", label, outcome.title, longest=SENTENCE, is_long=True)
            self.choice(f"{outcome.id}-dublin", _("Dublin descriptor"), outcome.dublin, coded(DUBLIN))

    def applied(self) -> Draft:
        """The draft with what was typed."""
        return replace(self.draft, outcomes=tuple(self._outcome(row) for row in self.draft.outcomes))

    def _outcome(self, row: Outcome) -> Outcome:
        title = self.said(f"{row.id}-title", row.title)
        return replace(row, title=title, dublin=self.cleaned_data[f"{row.id}-dublin"])


class ActivitiesForm(RowsForm):
    """What learners do, for how long, and to what end."""

    def build(self) -> None:
        """A title, a kind, hours and outcomes for each activity."""
        for activity in self.draft.activities:
            name = activity.id
            self.text(f"{name}-title", _("Activity"), activity.title, longest=TITLE)
            self.choice(f"{name}-kind", _("Kind"), activity.kind, coded(ACTIVITY))
            self.word(f"{name}-hours", _("Hours"), activity.hours)
            self.choices(f"{name}-outcomes", _("Leads to"), activity.outcomes, self.outcome_choices())

    def applied(self) -> Draft:
        """The draft with what was typed."""
        return replace(self.draft, activities=tuple(self._activity(row) for row in self.draft.activities))

    def _activity(self, row: Activity) -> Activity:
        typed = self.typed(row.id, "kind", "hours", "outcomes")
        typed |= {"title": self.said(f"{row.id}-title", row.title), "outcomes": tuple(typed["outcomes"])}
        return replace(row, **typed)


class AssessmentsForm(RowsForm):
    """How outcomes are assessed, under whose eyes, and what a pass looks like."""

    def build(self) -> None:
        """Title, method, weight, supervision, identity check, criteria and outcomes for each assessment."""
        for row in self.draft.assessments:
            name = row.id
            self.text(f"{name}-title", _("Assessment"), row.title, longest=TITLE)
            self.choice(f"{name}-kind", _("Method"), row.kind, coded(ASSESSMENT))
            self.word(f"{name}-weight", _("Weight in percent"), row.weight)
            self.choice(f"{name}-supervision", _("Supervision"), row.supervision, coded(SUPERVISION))
            label = _("Identity check")
            self.choice(f"{name}-identity_check", label, row.identity_check, coded(IDENTITY_CHECK))
            help_text = _("What distinguishes a pass from a fail, and a good result from a pass.")
            self.text(
                f"{name}-criteria",
                _("Criteria"),
                row.criteria,
                longest=PAGE,
                is_long=True,
                help_text=help_text,
            )
            self.choices(f"{name}-outcomes", _("Shows"), row.outcomes, self.outcome_choices())

    def applied(self) -> Draft:
        """The draft with what was typed."""
        return replace(self.draft, assessments=tuple(self._assessment(row) for row in self.draft.assessments))

    def _assessment(self, row: Assessment) -> Assessment:
        typed = self.typed(row.id, "kind", "weight", "supervision", "identity_check", "outcomes")
        typed |= {part: self.said(f"{row.id}-{part}", getattr(row, part)) for part in ("title", "criteria")}
        return replace(row, **{**typed, "outcomes": tuple(typed["outcomes"])})


WORDS = ("ects", "eqf_level", "isced_f", "scale", "stackability", "cost_members", "cost_others", "valid_days")
LISTS = ("participation", "languages")
TEXTS = ("prerequisites", "further_information")


class FrameForm(SectionForm):
    """Level, workload and frame."""

    def build(self) -> None:
        """What the Charter speaks about first, then what learners ask."""
        draft, offered = self.draft, self.offered
        self.word("ects", _("ECTS credits"), draft.ects)
        self.choice("eqf_level", _("EQF level"), draft.eqf_level, offered.levels)
        self.choice("isced_f", _("Field of study (ISCED-F)"), draft.isced_f, _fields())
        self.choices("participation", _("Form of participation"), draft.participation, coded(PARTICIPATION))
        self.choices("languages", _("Languages of instruction"), draft.languages, offered.languages)
        self.choice("scale", _("Grading scale"), draft.scale, offered.scales)
        help_text = _("What learners must know or have done before, or that nothing is needed.")
        self._page("prerequisites", _("Prerequisites"), help_text)
        help_text = _("In euros; 0 where it is free.")
        self.word("cost_members", _("Cost for learners of the members"), draft.cost_members, help_text)
        self.word("cost_others", _("Cost for others"), draft.cost_others, help_text)
        self.choice("stackability", _("Stackability"), draft.stackability, coded(STACKABILITY))
        help_text = _("Empty: the credential stands for ever.")
        self.word("valid_days", _("Days for which the credential stands"), draft.valid_days, help_text)
        self._page("further_information", _("Further information"), "")

    def _page(self, name: str, label: object, help_text: object) -> None:
        text = getattr(self.draft, name)
        self.text(name, label, text, longest=PAGE, is_long=True, help_text=help_text)

    def applied(self) -> Draft:
        """The draft with what was typed."""
        changes = {name: self.cleaned_data[name] for name in WORDS}
        changes |= {name: tuple(self.cleaned_data[name]) for name in LISTS}
        changes |= {name: self.said(name, getattr(self.draft, name)) for name in TEXTS}
        return replace(self.draft, **changes)


def _fields() -> Choices:
    return [
        (gettext(label), [(code, f"{code} {gettext(name)}") for code, name in fields])
        for label, fields in field_groups()
    ]


FORMS: Mapping[Section, type[SectionForm]] = {
    Section.ABOUT: AboutForm,
    Section.OUTCOMES: OutcomesForm,
    Section.ACTIVITIES: ActivitiesForm,
    Section.ASSESSMENTS: AssessmentsForm,
    Section.FRAME: FrameForm,
    Section.CHECK: SectionForm,
}
