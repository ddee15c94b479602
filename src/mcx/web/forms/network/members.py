"""Forms about institutions and the offices held there."""

import re
from collections.abc import Iterable
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mcx.accounts.rules import ROLE_NAMES, Role
from mcx.core.text import CONTENT_LANGUAGES
from mcx.network.models import Institution
from mcx.network.services import Profile
from mcx.web.forms.dates import DayField
from mcx.web.forms.fields import offer
from mcx.web.forms.languages import LanguagesField
from mcx.web.words import SCHEMES

READING = ("en", "es", "de", "fi")
COUNTRY = re.compile(r"[A-Z]{2}")
# Codes for groups of countries and for none (CLDR), which are no place of an institution.
NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def countries() -> list[tuple[str, str]]:
    """The countries of ISO 3166-1 by their names in the reader's language."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    found = (
        (code, name) for code, name in names.items() if COUNTRY.fullmatch(code) and code not in NO_COUNTRY
    )
    return [("", str(_("Choose one"))), *sorted(found, key=lambda pair: pair[1])]


class AppointForm(forms.Form):
    """An office for a person at one of the institutions."""

    email = forms.EmailField(label=_("Email address"), help_text=_("The person needs an account here."))
    role = forms.ChoiceField(label=_("Office"))
    institution = forms.ChoiceField(label=_("Institution"))
    valid_from = DayField(label=_("From"))

    def __init__(self, institutions: Iterable[Institution], roles: Iterable[Role], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.institutions = {institution.slug: institution for institution in institutions}
        offer(self, "institution", [(slug, str(each)) for slug, each in self.institutions.items()])
        offer(self, "role", [(role.value, _(ROLE_NAMES[role])) for role in roles])


class MemberForm(forms.Form):
    """What is told of an institution when it joins."""

    slug = forms.SlugField(
        label=_("Short address"), max_length=40, help_text=_("Small letters, such as “tuni”.")
    )
    short_name = forms.CharField(label=_("Short name"), max_length=40)
    name = LanguagesField(READING, label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Institution.Kind.choices)
    country = forms.ChoiceField(label=_("Country"), choices=countries)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    homepage = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    email = forms.EmailField(label=_("Email address"), required=False)
    language_cluster = forms.ChoiceField(
        label=_("Language cluster"), required=False, choices=[("", "—"), *CONTENT_LANGUAGES.items()]
    )
    valid_from = DayField(label=_("Member from"))

    def profile(self) -> Profile:
        """The institution as the service takes it."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "valid_from"}
        return Profile(**facts)


class NameForm(forms.Form):
    """A new name, and since when it is true."""

    name = LanguagesField(READING, label=_("Name"))
    valid_from = DayField(label=_("Since"))


class IdentifierForm(forms.Form):
    """The institution's name in somebody's scheme."""

    scheme = forms.ChoiceField(label=_("Scheme"), choices=list(SCHEMES.items()))
    value = forms.CharField(label=_("Identifier"), max_length=200)
    valid_from = DayField(label=_("Since"))


class AuditForm(forms.Form):
    """What somebody looks for in the audit log."""

    action = forms.CharField(label=_("Action begins with"), max_length=80, required=False)
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, institutions: Iterable[Institution], *args: Any, **more: Any):
        super().__init__(*args, **more)
        offer(self, "institution", [("", _("All")), *((each.slug, str(each)) for each in institutions)])
