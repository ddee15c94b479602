"""Forms of the wallet domain: what to show, to whom and for how long; what to bring along."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mcx.core.text import in_language
from mcx.wallet.models import Item
from mcx.wallet.rules import LONGEST_AUDIENCE
from mcx.web.credentials.words import Words
from mcx.web.forms.fields import offer

DAYS = [(7, _("a week")), (30, _("a month")), (90, _("three months")), (365, _("a year"))]


class ShareForm(forms.Form):
    """A link to some of one's own credentials."""

    items = forms.TypedMultipleChoiceField(
        label=_("Which credentials?"), widget=forms.CheckboxSelectMultiple, coerce=UUID
    )
    audience = forms.CharField(
        label=_("Who is it for?"),
        max_length=LONGEST_AUDIENCE,
        help_text=_(
            "For example, the name of an employer. Only you see this. It helps you tell your links apart."
        ),
    )
    formats = forms.MultipleChoiceField(
        label=_("Which files can people with the link download?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "You do not need to choose any: the link itself shows what each credential says. People can "
            "keep a file after the link has expired. Only the public picture does not contain your name and "
            "grade."
        ),
    )
    days = forms.TypedChoiceField(
        label=_("How long should the link work?"), choices=DAYS, coerce=int, initial=30
    )

    def __init__(
        self, items: Iterable[Item], files: list[tuple[str, Words]], *args: object, **more: object
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        language = get_language() or "en"
        offer(self, "formats", files)
        offer(self, "items", [(str(item.pk), in_language(item.title, language)) for item in items])
