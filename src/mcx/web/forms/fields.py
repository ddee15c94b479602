"""The small things that forms share: days, and choices known only when the form is shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mcx.network.models import Institution
from mcx.web.forms.dates import DayField


def offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """Offer these choices in the form's field of that name."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = choices


MOST_OFFERED = 24
BY_ADDRESS = _("Enter the name that is in the web address of its page, for example “{name}”.")


def offer_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Offer these rows in the form's field of that name; a single one is chosen already.

    Of more institutions than fit a list, one is named by how it is called in web addresses.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} offers no rows")
    first = list(rows[: MOST_OFFERED + 1])
    if len(first) > MOST_OFFERED and isinstance(first[0], Institution):
        field.widget = forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"})
        field.help_text = str(BY_ADDRESS).format(name=first[0].slug)
    field.queryset = rows
    field.empty_label = None if field.required and len(first) == 1 else _("Choose one")


class DayForm(forms.Form):
    """The day on which somebody wants to see the network."""

    on = DayField(label=_("Show the network on"), required=False)


def day_asked(data: Mapping[str, str], default: date) -> tuple[DayForm, date]:
    """The form about the day, and the day: the default where none or nonsense is asked."""
    form = DayForm(data if "on" in data else None, initial={"on": default})
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    return form, day or default
