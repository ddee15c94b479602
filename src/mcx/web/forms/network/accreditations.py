"""Forms about quality-assurance decisions: recording one, ending, overruling and correcting it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mcx.core.reports import written
from mcx.network.models import Accreditation
from mcx.web.forms.dates import DayField
from mcx.web.forms.fields import offer
from mcx.web.forms.languages import LanguagesField
from mcx.web.forms.network.members import READING
from microcred.accreditation import Decision
from microcred.vocabulary import ACCREDITATION

FACTS = (
    *("title", "kind", "agency", "agency_id", "report_url"),
    *("decision", "conditions", "valid_from", "valid_until"),
)


class AccreditationForm(forms.Form):
    """A quality-assurance decision about the institution."""

    title = LanguagesField(READING, label=_("What was decided"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(code, _(name)) for code, name in ACCREDITATION.choices]
    )
    agency = forms.CharField(label=_("Agency"), max_length=200)
    agency_id = forms.CharField(
        label=_("Agency's identifier"),
        max_length=200,
        required=False,
        help_text=_("Its number in DEQAR, such as 21, or an address that begins with https://."),
    )
    report_url = forms.CharField(label=_("Report"), max_length=200, required=False)
    decision = forms.ChoiceField(label=_("Decision"), choices=Accreditation.Decision.choices)
    conditions = forms.CharField(
        label=_("Conditions"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In the agency's words. Whoever relies on the decision is shown them."),
    )
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Valid until"), required=False)

    def accreditation(self) -> Decision:
        """The decision as the service takes it."""
        return Decision(**{name: self.cleaned_data[name] for name in FACTS})


class EndForm(forms.Form):
    """From when a decision holds no more, and why."""

    ended_from = DayField(label=_("Holds no more from"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class OverruleForm(forms.Form):
    """Which later decision took this one's place."""

    later = forms.ChoiceField(label=_("The decision that takes its place"))

    def __init__(self, others: Iterable[Accreditation], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.others = {str(each.pk): each for each in others}
        offer(
            self,
            "later",
            [(key, f"{each}, {written(each.valid_from.isoformat())}") for key, each in self.others.items()],
        )


class CorrectionForm(AccreditationForm):
    """The right entry in the place of a wrong one, and why; or that there was no such decision."""

    is_struck = forms.BooleanField(label=_("Strike it out: nothing of the kind was decided"), required=False)
    keeps_end = forms.BooleanField(label=_("The right entry ended as this one did"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("reason", "is_struck", "keeps_end", *FACTS)

    def __init__(self, row: Accreditation, *args: Any, **more: Any):
        facts = {name: getattr(row, name) for name in FACTS}
        super().__init__(*args, **more)
        self.initial = facts | {"keeps_end": True}
        self.other_titles = {code: text for code, text in row.title.items() if code not in READING}
        if row.ended_from is None and row.overruled_by_id is None:
            del self.fields["keeps_end"]

    def right(self) -> Decision | None:
        """The right entry; None where the wrong one is only struck out."""
        right = self.accreditation()
        right = replace(right, title={**self.other_titles, **right.title})
        return None if self.cleaned_data["is_struck"] else right
