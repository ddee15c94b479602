"""Forms of the keys domain: why a key ends, and a seal as its provider delivers it."""

from enum import StrEnum

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from mcx.keys.rules import LARGEST_SEAL, LONGEST_PASSPHRASE, KeyKind


class Reason(StrEnum):
    """Why a key is retired or a seal ended: as planned, or because somebody else may have it."""

    RETIRED = "retired"
    ENDED = "ended"
    COMPROMISED = "compromised"


class NewKeyForm(forms.Form):
    """Which kind of key is made: one for badges, unless the button says otherwise."""

    kind = forms.TypedChoiceField(
        choices=[(kind, kind) for kind in KeyKind],
        coerce=KeyKind,
        required=False,
        empty_value=KeyKind.BADGES,
    )


class EndKeyForm(forms.Form):
    """Whether a key is given up in good order or was lost to somebody."""

    how = forms.ChoiceField(
        label=_("Reason for retiring"),
        choices=[
            (Reason.RETIRED, _("It is being replaced as planned. Everything it signed stays valid.")),
            (
                Reason.COMPROMISED,
                _(
                    "Someone else may have it. Nothing that it signed is accepted on its own any more. "
                    "Credentials that are still valid are signed again as soon as another key is in use."
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )


class EndSealForm(forms.Form):
    """Whether a seal is given up in good order or somebody else may have its key."""

    how = forms.ChoiceField(
        label=_("Reason for retiring"),
        choices=[
            (Reason.ENDED, _("It is being replaced as planned. Everything it has sealed stays valid.")),
            (
                Reason.COMPROMISED,
                _(
                    "Someone else may have its key. What it sealed is accepted only if an independent "
                    "timestamp proves that it is older. Credentials that are still valid are sealed again "
                    "as soon as another seal is in use."
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )


class SealForm(forms.Form):
    """An e-seal as its trust service provider delivers it."""

    file = forms.FileField(
        label=_("Seal file"),
        help_text=_("PKCS#12 (.p12 or .pfx) with key and certificate, 64 kB or less."),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=LONGEST_PASSPHRASE,
        strip=False,
        help_text=_("We use it once to open the file and do not store it."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_file(self) -> File[bytes]:
        """The file, unless it is too large to be a seal."""
        file: File[bytes] = self.cleaned_data["file"]
        if file.size and file.size > LARGEST_SEAL:
            raise forms.ValidationError(
                _(
                    "This file is larger than 64 kB. Seal files are smaller: check that you chose the right "
                    "file."
                )
            )
        return file

    def content(self) -> bytes:
        """The bytes of the valid form's file."""
        return bytes(self.cleaned_data["file"].read())
