"""The form with which a new micro-credential begins."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mcx.design.rules.limits import TITLE
from mcx.network.models import Institution
from mcx.web.forms.fields import offer
from mcx.web.forms.languages import LanguagesField


class StartForm(forms.Form):
    """A title in the languages of the university's cluster, and where it is designed."""

    institution = forms.ChoiceField(label=_("University"))

    def __init__(self, institutions: Iterable[Institution], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.institutions = {each.slug: each for each in institutions}
        offer(self, "institution", [(slug, str(each)) for slug, each in self.institutions.items()])
        own = [each.language_cluster for each in self.institutions.values() if each.language_cluster]
        self.fields["title"] = LanguagesField(
            dict.fromkeys(["en", *own]),
            max_length=TITLE,
            label=_("Title"),
            help_text=_("In one language at least; you can change everything later."),
        )
