"""Forms between application and result."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mcx.learning.models import Enrolment
from mcx.learning.rules import LONGEST_TEXT
from mcx.network.models import Institution


class ApplicationForm(forms.Form):
    """Where somebody studies, and why they want this place."""

    home_institution: "forms.ModelChoiceField[Institution]" = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label=_("Your home university"),
        required=False,
        empty_label=_("None: I learn from outside the network"),
        help_text=_("It decides who comes first, what you pay, and who can recognise your result."),
    )
    motivation = forms.CharField(
        label=_("Why do you want to join?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        required=False,
        help_text=_("A few sentences; if there are prerequisites, say how you meet them."),
    )

    def __init__(self, *args: Any, members: QuerySet[Institution], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["home_institution"].queryset = members  # type: ignore[attr-defined]


class RefusalForm(forms.Form):
    """Why an applicant gets no place."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        help_text=_("The applicant reads this. Nobody is refused without a reason."),
    )


class GradeForm(forms.Form):
    """A grade on the course's own scale."""

    grade = forms.ChoiceField(label=_("Grade"))
    remark = forms.CharField(label=_("Remark"), max_length=LONGEST_TEXT, required=False)

    def __init__(self, data: QueryDict | None = None, *, enrolment: Enrolment, grades: list[str]) -> None:
        super().__init__(data, auto_id=f"id_{enrolment.pk}_%s")
        self.enrolment = enrolment
        choices = [("", "–"), *((each, each) for each in grades)]
        self.fields["grade"].choices = choices  # type: ignore[attr-defined]
