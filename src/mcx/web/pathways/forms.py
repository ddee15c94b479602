"""The form of a new micro-degree."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mcx.network.models import Institution
from mcx.web.forms.fields import NumberField, offer_rows

CODES = _("Codes from the catalogue, separated by commas.")


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.replace("\n", ",").split(",") if code.strip()]


class MicroDegreeForm(forms.Form):
    """A micro-degree of a required block and one to choose from; never a degree."""

    awarded_by: "forms.ModelChoiceField[Institution]" = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label=_("Awarded by")
    )
    code = forms.SlugField(label=_("Code"), max_length=60)
    title = forms.CharField(label=_("Title in English"), max_length=200)
    summary = forms.CharField(label=_("Summary in one sentence"), max_length=300)
    ects = NumberField(
        label=_("ECTS"),
        max_digits=4,
        decimal_places=1,
        help_text=_("Must be within the range the Charter sets."),
    )
    eqf_level = forms.IntegerField(label=_("EQF level"), min_value=1, max_value=8, initial=6)
    required_codes = forms.CharField(
        label=_("Required micro-credentials"), help_text=CODES, max_length=4000, widget=forms.Textarea
    )
    choice_codes = forms.CharField(
        label=_("Optional micro-credentials"),
        help_text=CODES,
        max_length=4000,
        widget=forms.Textarea,
        required=False,
    )
    choice_ects = NumberField(
        label=_("ECTS credits required from the options"),
        min_value=0,
        max_digits=4,
        decimal_places=1,
        required=False,
    )

    def __init__(self, *args: Any, awarding: QuerySet[Institution], **more: Any) -> None:
        super().__init__(*args, **more)
        offer_rows(self, "awarded_by", awarding)

    def rule(self) -> dict[str, Any]:
        """The blocks as a micro-degree stores them."""
        data = self.cleaned_data
        blocks = [
            {
                "title": {"en": "Required micro-credentials"},
                "codes": _codes(data["required_codes"]),
                "needs": "all",
            }
        ]
        if chosen := _codes(data["choice_codes"]):
            amount = str(data["choice_ects"] or 0)
            blocks.append({"title": {"en": "Choose"}, "codes": chosen, "needs": "ects", "amount": amount})
        return {"blocks": blocks}
