"""The small things that forms share: numbers, days, languages, choices known when the form is shown."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mcx.core.reports import language_name
from mcx.core.text import CONTENT_LANGUAGES, folded
from mcx.core.writing import number
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


def language_choices(codes: Iterable[str] = tuple(CONTENT_LANGUAGES)) -> list[tuple[str, str]]:
    """Languages to choose among, by their names in the reader's language; all of Europe's unless told."""
    return sorted(((code, language_name(code)) for code in codes), key=lambda each: folded(each[1]))


class SometimesNeeded:
    """A field that only one of the form's answers needs; it is not called optional."""

    is_sometimes_needed = True


class NumberField(forms.DecimalField):
    """A number, typed with a point or a comma before its decimals, and shown as the reader writes it."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask telephones for the keys of numbers."""
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as in DecimalField
        """What was typed, a comma read as the point that it is to others."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """A number in the reader's digits; what is none stays as it was typed."""
        return number(value) if isinstance(value, Decimal) else value


class WordsField(forms.CharField):
    """Several names without spaces, typed one after the other."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # a list in place of a text
        """The names, each once, whatever stands between them."""
        return [*dict.fromkeys(str(value or "").replace(",", " ").split())]

    def prepare_value(self, value: Any) -> Any:
        """The names in one line; what was typed stays as it was."""
        return ", ".join(value) if isinstance(value, list) else value


class DayForm(forms.Form):
    """The day on which somebody wants to see the network."""

    on = DayField(label=_("Day"), required=False)


def day_asked(data: Mapping[str, str], default: date) -> tuple[DayForm, date]:
    """The form about the day, and the day: the default where none or nonsense is asked."""
    form = DayForm(data if "on" in data else None, initial={"on": default})
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    return form, day or default
