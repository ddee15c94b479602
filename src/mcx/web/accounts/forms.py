"""Forms of a person's own account."""

import json
from collections.abc import Collection
from typing import Any

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mcx.accounts.rules import SCOPE_NAMES, TOKEN_LIVES, Scope
from mcx.web.network.forms import IdentityForm


class NamesForm(IdentityForm):
    """Who the person is, as it goes on credentials, and the language of mails."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    language = forms.ChoiceField(label=_("Language of pages and emails"), choices=settings.LANGUAGES)

    def __init__(self, settled: Collection[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in settled:
            self.fields[name].disabled = True


class TokenForm(forms.Form):
    """What a token is for, what it may do besides reading, and for how long."""

    label = forms.CharField(
        label=_("What is it for?"), max_length=120, help_text=_("For example, the name of the program.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What can it do?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The token can always read what you can see. Tick only what else the program needs."),
    )
    days = forms.TypedChoiceField(
        label=_("How long should the token work?"), coerce=int, initial=TOKEN_LIVES[0]
    )

    def __init__(self, scopes: Collection[Scope], data: Any = None) -> None:
        super().__init__(data)
        choices = [(scope.value, gettext(SCOPE_NAMES[scope])) for scope in scopes if scope is not Scope.READ]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]
        lives = [
            (days, ngettext("%(number)d day", "%(number)d days", days) % {"number": days})
            for days in TOKEN_LIVES
        ]
        self.fields["days"].choices = lives  # type: ignore[attr-defined]

    def asked(self) -> tuple[str, list[Scope], int]:
        """Label, scopes and days."""
        data = self.cleaned_data
        return data["label"], [Scope(scope) for scope in data["scopes"]], data["days"]


class SignUpForm(forms.Form):
    """The names that go on a credential, asked when somebody joins."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)


class AnyJson(json.JSONDecoder):
    """Reads whatever anybody sends: what Python's own decoder breaks at is no JSON, as any other mistake."""

    def decode(self, s: str, *args: Any) -> Any:
        """The value; raises JSONDecodeError for endless numbers and nesting, too."""
        try:
            return super().decode(s, *args)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError(str(error), s, 0) from error


class SignedForm(forms.Form):
    """What a passkey signed, as the browser sends it; allauth's own field breaks at endless numbers."""

    credential = forms.JSONField(widget=forms.HiddenInput, decoder=AnyJson)


class LoginKeyForm(SignedForm, LoginWebAuthnForm):  # type: ignore[misc]
    """A sign-in by a passkey alone."""


class SecondKeyForm(SignedForm, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class AgainKeyForm(SignedForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey shown again, by somebody who is signed in."""


class AddKeyForm(SignedForm, AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey; allauth names its field in English to everybody."""

    name = forms.CharField(label=_("Name"), required=False)


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """The same of a passkey that is called something else."""

    name = forms.CharField(label=_("Name"))
