"""Forms of the credentials domain: what to verify, which awards to see, why a credential ends."""

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mcx.credentials.models import Revocation
from mcx.credentials.rules import LARGEST_FILE, LONGEST_TEXT, STANDING_NAMES, Standing
from mcx.web.forms.fields import SometimesNeeded


class OneFile(SometimesNeeded, forms.FileField):
    """A file, unless a text is given."""


class OneText(SometimesNeeded, forms.CharField):
    """A text, unless a file is given."""


class CredentialForm(forms.Form):
    """A credential as a file or as text."""

    file = OneFile(
        label=_("Upload a file"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "JSON, JWT, PNG, SVG, PDF or XML, 8 MB or less. You can also drag a file onto this field."
        ),
    )
    text = OneText(
        label=_("Or paste the text"),
        required=False,
        max_length=LARGEST_FILE,
        help_text=_("Paste the text of the credential, or the token you were sent."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_file(self) -> File[bytes] | None:
        """The file, unless it is empty or too large to be a credential."""
        file: File[bytes] | None = self.cleaned_data["file"]
        if file and not file.size:
            raise forms.ValidationError(_("This file is empty. Choose another file."))
        if file and file.size and file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 8 MB. Choose a file of 8 MB or less."))
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        data = super().clean() or {}
        if not data.get("file") and not data.get("text") and not self.errors:
            raise forms.ValidationError(_("Choose a file or paste the text of a credential."))
        return data

    def content(self) -> bytes:
        """The bytes of the valid form, exactly as they were given; the file where both were."""
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else self.cleaned_data["text"].encode()


class RegistryForm(forms.Form):
    """Which awards a registrar wants to see."""

    words = forms.CharField(label=_("Learner or course"), required=False, max_length=100)
    standing = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((each.value, _(STANDING_NAMES[each])) for each in Standing)],
    )


class RevokeForm(forms.Form):
    """Why a credential ends; `confirmed` once the consequences were read."""

    reason = forms.ChoiceField(
        label=pgettext_lazy("category", "Reason"),
        choices=Revocation.Reason.choices,
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=LONGEST_TEXT,
        help_text=_(
            "Only the learner and the registrars of your university will read it. Anyone who verifies the "
            "credential sees the date and the reason you chose, but not this text."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
