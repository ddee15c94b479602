"""Forms of the keys domain: why a key ends, and a seal as its provider delivers it."""

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from mcx.keys.rules import LARGEST_SEAL, LONGEST_PASSPHRASE


class EndKeyForm(forms.Form):
    """Whether a key is given up in good order or was lost to somebody."""

    how = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            ("retired", _("It is replaced in good order. Everything it signed stays valid.")),
            (
                "compromised",
                _(
                    "Somebody else may have it. Nothing that it signed is believed by itself any more; what "
                    "still stands is signed anew as soon as another key is in use."
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )


class EndSealForm(forms.Form):
    """Whether a seal is given up in good order or somebody else may have its key."""

    how = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            ("ended", _("It is replaced in good order. Everything it sealed until now stands.")),
            (
                "compromised",
                _(
                    "Somebody else may have its key. What it sealed is believed only where a timestamp of "
                    "somebody else proves that it is older; what still stands is sealed anew as soon as "
                    "another seal is in use."
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )


class SealForm(forms.Form):
    """An e-seal as its trust service provider delivers it."""

    file = forms.FileField(
        label=_("The seal's file"),
        help_text=_("PKCS#12 (.p12 or .pfx) with key and certificate, at most 64 kB."),
    )
    passphrase = forms.CharField(
        label=_("Its passphrase"),
        max_length=LONGEST_PASSPHRASE,
        strip=False,
        help_text=_("It only opens the file now and is not kept."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_file(self) -> File[bytes]:
        """The file, unless it is too large to be a seal."""
        file: File[bytes] = self.cleaned_data["file"]
        if file.size and file.size > LARGEST_SEAL:
            raise forms.ValidationError(_("This file is larger than 64 kB. No seal is."))
        return file

    def content(self) -> bytes:
        """The bytes of the valid form's file."""
        return bytes(self.cleaned_data["file"].read())
