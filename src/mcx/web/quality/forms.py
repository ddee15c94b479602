"""The form of a review."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mcx.quality.services import LONGEST_REASONS


class ReturnForm(forms.Form):
    """Why a proposal is returned; the teacher mends what is named here."""

    reasons = forms.CharField(
        label=_("What has to change, and why"),
        max_length=LONGEST_REASONS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The teacher sees your words in the studio."),
    )
