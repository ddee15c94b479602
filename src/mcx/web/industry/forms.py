"""Forms of industry: what is needed, and jobs."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mcx.industry.services import MOST_RESPONDENTS
from mcx.network.models import Institution
from mcx.web.forms.fields import NumberField, offer_rows
from mcx.web.forms.skills import SkillsField

SCALE = _("From 1 (hardly) to 5 (very).")


class NeedForm(forms.Form):
    """How much a skill is needed and found."""

    organisation: "forms.ModelChoiceField[Institution]" = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label=_("Organisation")
    )
    skill = SkillsField(
        most=1, label=_("Skill (ESCO)"), help_text=_("Type a few letters and choose from the results.")
    )
    wave = forms.IntegerField(label=_("Year of the survey"), max_value=date.max.year)
    importance = NumberField(label=_("How important"), max_digits=2, decimal_places=1, help_text=SCALE)
    availability = NumberField(label=_("How easy to find"), max_digits=2, decimal_places=1, help_text=SCALE)
    respondents = forms.IntegerField(label=_("Number of answers"), min_value=1, max_value=MOST_RESPONDENTS)

    def __init__(self, *args: Any, organisations: QuerySet[Institution], **more: Any) -> None:
        super().__init__(*args, **more)
        offer_rows(self, "organisation", organisations)


class PostingForm(forms.Form):
    """A job and the skills it needs."""

    organisation: "forms.ModelChoiceField[Institution]" = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label=_("Organisation")
    )
    title = forms.CharField(label=_("Job title"), max_length=200)
    text = forms.CharField(label=_("Description"), max_length=4000, widget=forms.Textarea, required=False)
    skills = SkillsField(
        most=50,
        label=_("Skills (ESCO)"),
        help_text=_("Type a few letters and choose from the results. Add as many as the job needs."),
        required=False,
    )

    def __init__(self, *args: Any, organisations: QuerySet[Institution], **more: Any) -> None:
        super().__init__(*args, **more)
        offer_rows(self, "organisation", organisations)
