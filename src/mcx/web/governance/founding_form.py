"""The form in which a network is founded: the network, its first university, and who founds it."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.governance.rules.founding import OF_UNIVERSITY, Founder, Founding
from mcx.network.rules.identifiers import EXAMPLES
from mcx.network.rules.profiles import About, Profile
from mcx.web.forms.fields import language_choices
from mcx.web.forms.languages import LanguagesField
from mcx.web.network.forms import READING, MemberForm
from mcx.web.words import SCHEMES

NETWORK = ("name", "languages", "contact")
FOUNDER = ("given_name", "family_name", "email", "password", "password_again")
IDENTIFIERS = {f"identifier_{scheme}": scheme for scheme in EXAMPLES}


class FoundingForm(forms.Form):
    """What a founder tells; the facts of the university are those of any member (`MemberForm`)."""

    name = LanguagesField(READING, label=_("Name of the network"))
    languages = forms.MultipleChoiceField(
        label=_("Languages in which the network works"),
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    contact = forms.EmailField(
        label=_("Contact"),
        help_text=_("An email address that several people read. It is shown to everyone."),
    )
    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    email = forms.EmailField(label=_("Your email address"), help_text=_("You will sign in with it."))
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password_again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, called in OF_UNIVERSITY.items():
            self.fields[called] = deepcopy(MemberForm.base_fields[name])
        for name, scheme in IDENTIFIERS.items():
            self.fields[name] = forms.CharField(
                label=str(SCHEMES[scheme]),
                max_length=200,
                required=False,
                help_text=_("For example: {example}").format(example=EXAMPLES[scheme]),
            )

    def clean_password_again(self) -> str:
        """The same password: what is typed unseen is typed twice."""
        again: str = self.cleaned_data["password_again"]
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two passwords differ. Type the same one twice."))
        return again

    @property
    def parts(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        """The fields under their headings, in the order in which they are asked."""
        parts = (
            (_("The network"), NETWORK),
            (_("The first university"), tuple(OF_UNIVERSITY.values())),
            (_("Identifiers of the university"), tuple(IDENTIFIERS)),
            (_("You, the first coordinator"), FOUNDER),
        )
        return [(heading, [self[name] for name in names]) for heading, names in parts]

    def founding(self, language: str) -> Founding:
        """The founding as the service takes it; `language` is the one that the founder reads in."""
        data = self.cleaned_data
        return Founding(
            About(data["name"], tuple(data["languages"]), data["contact"]),
            Profile(**{name: data[called] for name, called in OF_UNIVERSITY.items()}),
            Founder(data["email"], data["given_name"], data["family_name"], language),
            {scheme: data[name] for name, scheme in IDENTIFIERS.items() if data[name]},
        )
