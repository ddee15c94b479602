"""The studio's steps of rows: outcomes, activities, assessments. Each row's fields begin with its id."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from mcx.core.text import in_language
from mcx.design.rules.draft import Activity, Assessment, Draft, Outcome
from mcx.design.rules.limits import PAGE, SENTENCE, TITLE
from mcx.web.forms.design.section import Choices, SectionForm, coded
from microcred.vocabulary import ACTIVITY, ASSESSMENT, DUBLIN, IDENTITY_CHECK, SUPERVISION


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
