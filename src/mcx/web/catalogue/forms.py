"""Forms of the catalogue: a new run, and the end of one."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from mcx.catalogue.models import Edition
from mcx.catalogue.rules import MOST_PLACES, Audience, PlannedRun, Window
from mcx.web.forms.dates import DayField
from mcx.web.forms.fields import language_choices, offer


class OfferingForm(forms.Form):
    """Where and when an edition is taught, and when one can apply."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=80,
        help_text=_(
            "This becomes part of the web address. Use lower-case letters, numbers and hyphens, for example "
            "water-data-2027-1. You cannot change it later."
        ),
    )
    language = forms.ChoiceField(label=_("Language of instruction"))
    location = forms.CharField(
        label=_("Location"), max_length=200, required=False, help_text=_("For example Graz, or Online.")
    )
    places = forms.IntegerField(label=_("Number of places"), min_value=1, max_value=MOST_PLACES)
    enrolment_opens_on = DayField(label=_("Applications open on"))
    enrolment_closes_on = DayField(label=_("Applications close on"))
    others_open_on = DayField(
        label=_("Applications from outside the network open on"),
        required=False,
        help_text=_("Leave both empty to let everyone apply on the same dates."),
    )
    others_close_on = DayField(label=_("Applications from outside the network close on"), required=False)
    starts_on = DayField(label=_("Teaching starts on"))
    ends_on = DayField(label=_("Teaching ends on"))

    def __init__(self, *args: Any, edition: Edition, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "language", language_choices(edition.languages))

    def clean(self) -> dict[str, Any]:
        """Own days of an audience come in pairs."""
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("others_open_on")) != bool(given.get("others_close_on")):
            self.add_error("others_close_on", _("Enter both dates, or leave both empty."))
        return given

    def plan(self) -> PlannedRun:
        """The run as the service takes it."""
        given = dict(self.cleaned_data)
        own: tuple[date | None, date | None] = (given.pop("others_open_on"), given.pop("others_close_on"))
        if own[0] and own[1]:
            given["windows"] = {Audience.OTHERS: Window(own[0], own[1])}
        return cast(PlannedRun, given)


class CancelForm(forms.Form):
    """Why a run is called off."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=4_000,
        widget=forms.Textarea,
        help_text=_("Everyone who applied or has a place will read this."),
    )
