"""Forms of recognition: asking, deciding, appealing, agreeing."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mcx.network.models import Institution, Programme
from mcx.network.rules.terms import CHOICES
from mcx.recognition.models import DECISIONS
from mcx.recognition.rules.decisions import DIFFERENCES, AppealEnds, Decided
from mcx.recognition.rules.terms import AGREED, MOST_NOTICE_DAYS, NOTICE_DAYS, Route
from mcx.web.forms.dates import DayField
from mcx.web.forms.fields import NumberField, SometimesNeeded, offer_rows

LONGEST = 4000
AS_CHARTERED = _("As the Charter says")
POLICY_NAMES = {None: AS_CHARTERED} | {
    policy: _(name) for policy, name in CHOICES["grade_conversion"].items()
}
ROUTE_NAMES = {
    Route.AUTOMATIC: _("Automatically, if all conditions are met"),
    Route.INDIVIDUAL: _("A recognition officer decides each case"),
}


class AskForm(forms.Form):
    """A request that a credential counts in one's programme."""

    programme: "forms.ModelChoiceField[Programme]" = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label=_("Your degree programme")
    )
    statement = forms.CharField(
        label=_("Your statement"),
        max_length=LONGEST,
        widget=forms.Textarea,
        required=False,
        help_text=_(
            "Tell the recognition officer how the course fits your programme. It is read only if an officer "
            "has to decide."
        ),
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **more: Any) -> None:
        super().__init__(*args, **more)
        offer_rows(self, "programme", programmes)


class AppealForm(forms.Form):
    """Why a decision is thought to be wrong."""

    grounds = forms.CharField(
        label=_("What is wrong with the decision?"),
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text=_("Someone other than the officer who decided will read this."),
    )


class CreditsField(SometimesNeeded, NumberField):
    """How many credits count, which only a favourable decision says."""

    def __init__(self) -> None:
        super().__init__(
            label=_("ECTS that count"), min_value=0, max_digits=4, decimal_places=1, required=False
        )


class DifferencesField(SometimesNeeded, forms.MultipleChoiceField):
    """The substantial differences, which only an unfavourable decision names."""


class DecisionForm(forms.Form):
    """An officer's decision."""

    outcome = forms.TypedChoiceField(
        label=_("Decision"), choices=DECISIONS, coerce=Decided, widget=forms.RadioSelect
    )
    ects = CreditsField()
    differences = DifferencesField(
        label=_("Substantial difference"),
        choices=[(code, _(name)) for code, name in DIFFERENCES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Needed if you refuse or recognise only part. Without a substantial difference you must "
            "recognise the credential (Lisbon Recognition Convention IV.1)."
        ),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text=_("The learner will read your reasons in the decision and can appeal."),
    )

    def clean(self) -> dict[str, Any]:
        """What the chosen decision does not ask for is left aside: the page hides it, too."""
        given: dict[str, Any] = super().clean() or {}
        outcome = given.get("outcome")
        if outcome == Decided.REFUSED:
            given["ects"] = Decimal(0)
            self.errors.pop("ects", None)
        elif outcome and given.get("ects") is None and "ects" not in self.errors:
            self.add_error("ects", _("Enter how many ECTS credits count."))
        if outcome == Decided.RECOGNISED:
            given["differences"] = []
        return given


# What the officer does, where `APPEALS_END` says what was done.
APPEAL_ENDINGS = {
    AppealEnds.UPHELD: _("Uphold the appeal"),
    AppealEnds.DISMISSED: _("Dismiss the appeal"),
}


class AppealDecisionForm(forms.Form):
    """How an appeal ends."""

    outcome = forms.TypedChoiceField(
        label=_("Decision"), choices=APPEAL_ENDINGS, coerce=AppealEnds, widget=forms.RadioSelect
    )
    ects = CreditsField()
    reasons = forms.CharField(label=_("Reasons"), max_length=LONGEST, widget=forms.Textarea)


class AgreementForm(forms.Form):
    """A new agreement: what the home university will recognise of the host, and on which conditions."""

    home: "forms.ModelChoiceField[Institution]" = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label=_("Home university (recognises the credential)")
    )
    host: "forms.ModelChoiceField[Institution]" = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label=_("Host university (awards the credential)")
    )
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("Lower-case letters, numbers and hyphens, for example mu-uoc-2027."),
    )
    title = forms.CharField(label=_("Title in English"), max_length=200)
    valid_from = DayField(label=_("First day"))
    valid_until = DayField(label=_("Last day"))
    route = forms.ChoiceField(
        label=_("How decisions are made"), choices=[(r, ROUTE_NAMES[r]) for r in AGREED]
    )
    micro_credentials = forms.CharField(
        label=_("Micro-credentials"),
        required=False,
        help_text=_(
            "Codes of the host's micro-credentials, separated by commas. Leave empty to include all that "
            "meet the conditions."
        ),
    )
    eqf_min = forms.IntegerField(label=_("Lowest EQF level"), min_value=1, max_value=8, initial=6)
    eqf_max = forms.IntegerField(label=_("Highest EQF level"), min_value=1, max_value=8, initial=6)
    max_ects = NumberField(
        label=_("Maximum ECTS credits per learner"),
        min_value=1,
        max_digits=4,
        decimal_places=1,
        required=False,
    )
    identity_percent = forms.IntegerField(
        label=_("Share of the assessment in which an identity document is checked (%)"),
        min_value=0,
        max_value=100,
        initial=50,
    )
    conversion = forms.ChoiceField(
        label=_("Converted grade"),
        choices=[(policy or "", name) for policy, name in POLICY_NAMES.items()],
        required=False,
    )
    notice_days = forms.IntegerField(
        label=_("Notice period (days)"),
        min_value=0,
        max_value=MOST_NOTICE_DAYS,
        initial=NOTICE_DAYS,
        help_text=_("How long before its last day either university says that it ends the agreement."),
    )
    text = forms.CharField(
        label=_("Further clauses"),
        max_length=LONGEST,
        widget=forms.Textarea,
        required=False,
    )

    def __init__(
        self, *args: Any, homes: QuerySet[Institution], hosts: QuerySet[Institution], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        offer_rows(self, "home", homes)
        offer_rows(self, "host", hosts)

    def terms(self) -> dict[str, Any]:
        """The terms as an agreement stores them."""
        data = self.cleaned_data
        codes = [code.strip() for code in data["micro_credentials"].split(",") if code.strip()]
        clauses = [{"number": "1", "subject": "scope", "text": {"en": data["text"]}}] if data["text"] else []
        return {
            "route": data["route"],
            "micro_credentials": codes,
            "eqf_min": data["eqf_min"],
            "eqf_max": data["eqf_max"],
            "max_ects": str(data["max_ects"]) if data["max_ects"] else None,
            "identity_percent": data["identity_percent"],
            "conversion": data["conversion"],
            "notice_days": data["notice_days"],
            "clauses": clauses,
        }


class NoticeForm(forms.Form):
    """Notice of one university: the last day of the agreement, and why."""

    last_day = DayField(label=_("Last day of the agreement"))
    reasons = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text=_("Everyone who reads the agreement sees it."),
    )
