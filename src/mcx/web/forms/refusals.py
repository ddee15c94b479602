"""Shows a service's refusal on the form that asked, so that nothing typed is lost."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from mcx.core.errors import DomainError, Invalid, NotAllowed, NotFound
from mcx.web.access import way_on


def status_of(*sent: forms.BaseForm | None) -> int:
    """The status of a page with forms: 422 where one came back with something to correct, else 200."""
    return 422 if any(form is not None and form.errors for form in sent) else 200


def add_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Put the refusal beside the fields it names, else above the form, with what one can do.

    What the person may not do or see at all is raised on: no correction of the form would help.
    """
    if isinstance(error, NotAllowed | NotFound):
        raise error
    fields = {name: str(text) for name, text in error.details.items() if name in form.fields}
    if isinstance(error, Invalid) and fields:
        for name, text in fields.items():
            form.add_error(name, text)
        return
    reasons = [str(text) for text in error.details.values()] if isinstance(error, Invalid) else []
    said = " ".join(filter(None, [str(error), *reasons, str(error.fix)]))
    way = way_on(error, reverse("accounts:proven"))
    # In a tab of its own, so that what was typed stays where it is.
    link = '{} <a href="{}" target="_blank" rel="noopener">{}</a>'
    form.add_error(None, format_html(link, said, *way) if way else said)
