"""Forms between application and result."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.core.reports import grade_name
from mcx.learning.models import Enrolment
from mcx.learning.rules import LONGEST_TEXT
from mcx.network.models import GradingScale, Institution
from mcx.web.forms.fields import offer
from microcred.grading import LONGEST_NUMBER


class ApplicationForm(forms.Form):
    """Where somebody studies, and why they want this place."""

    home_institution = forms.ChoiceField(
        label=_("Your home university"),
        required=False,
        help_text=_(
            "When it has confirmed that you study there, you get the price and application dates for member "
            "universities and priority for places. It can also recognise your result."
        ),
    )
    motivation = forms.CharField(
        label=_("Why do you want to take this course?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        required=False,
        help_text=_("A few sentences. If the course has prerequisites, explain how you meet them."),
    )

    def __init__(self, *args: Any, homes: Iterable[Institution], **more: Any) -> None:
        super().__init__(*args, **more)
        self.homes = {home.slug: home for home in homes}
        outside = ("", _("None: my university is not a member, or I am not at a university"))
        offer(self, "home_institution", [outside, *((slug, str(home)) for slug, home in self.homes.items())])

    def home(self) -> Institution | None:
        """The university that was chosen, one of those where the person says that they study."""
        return self.homes.get(self.cleaned_data["home_institution"])


class RefusalForm(forms.Form):
    """Why an applicant gets no place."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        help_text=_("You must give a reason. The applicant will read it."),
    )


class GradeForm(forms.Form):
    """A grade on the course's own scale: chosen from its list, or typed where it is a number."""

    grade: forms.Field = forms.ChoiceField(label=_("Grade"))
    remark = forms.CharField(label=_("Comment for the learner"), max_length=LONGEST_TEXT, required=False)

    def __init__(self, data: QueryDict | None = None, *, enrolment: Enrolment, scale: GradingScale) -> None:
        super().__init__(data, auto_id=f"id_{enrolment.pk}_%s")
        self.enrolment = enrolment
        if scale.step:
            self.fields["grade"] = _number_field(scale)
        else:
            offer(self, "grade", [("", "–"), *((each, grade_name(each)) for each in scale.grades)])


def _number_field(scale: GradingScale) -> forms.CharField:
    """A field for a number; telephones show their keys of numbers."""
    return forms.CharField(
        label=_("Grade"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 6}),
        help_text=gettext("{best} (best) to {worst}").format(best=scale.best, worst=scale.worst),
    )
