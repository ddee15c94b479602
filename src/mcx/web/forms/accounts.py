"""Forms of a person's own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mcx.web.forms.network.affiliations import IdentityForm


class NamesForm(IdentityForm):
    """Who the person is, as it goes on credentials, and the language of mails."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    language = forms.ChoiceField(label=_("Language of mails and pages"), choices=settings.LANGUAGES)


class TokenForm(forms.Form):
    """What a token is for."""

    label = forms.CharField(
        label=_("What is it for?"), max_length=120, help_text=_("For example the name of the program.")
    )


class SignUpForm(forms.Form):
    """The names that go on a credential, asked when somebody joins."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
