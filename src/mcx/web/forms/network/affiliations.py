"""Forms about where people study and who they are: what they say, and what registrars answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mcx.core.text import in_language
from mcx.network.models import Institution, Programme
from mcx.network.rules import LONGEST_REASON
from mcx.network.services import Claim, Names
from mcx.web.forms.dates import DayField
from mcx.web.forms.fields import offer

STATE_NAMES = {
    "waiting": _("Waiting for an answer"),
    "confirmed": _("Confirmed"),
    "refused": _("Refused"),
}
NO_PROGRAMME = _("In no programme of this list")


class AffiliationForm(forms.Form):
    """Where somebody studies: the university with the programme, since when, under which number."""

    place = forms.ChoiceField(label=_("University and degree programme"))
    since = DayField(label=_("Since"))
    student_number = forms.CharField(
        label=_("Student number"),
        max_length=60,
        required=False,
        help_text=_("Your university finds you more easily with it; nobody else sees it."),
    )

    def __init__(
        self, members: Iterable[Institution], programmes: Iterable[Programme], *args: Any, **more: Any
    ):
        super().__init__(*args, **more)
        self.places: dict[str, tuple[Institution, Programme | None]] = {}
        offer(self, "place", [("", _("Choose one")), *self._groups(list(members), list(programmes))])

    def _groups(self, members: list[Institution], programmes: list[Programme]) -> list[tuple[str, Any]]:
        groups = []
        for member in members:
            taught = [each for each in programmes if each.institution_id == member.pk]
            self.places |= {each.slug: (member, each) for each in taught} | {
                f"at:{member.slug}": (member, None)
            }
            titles = [(each.slug, in_language(each.title, get_language() or "en")) for each in taught]
            groups.append((str(member), [*titles, (f"at:{member.slug}", NO_PROGRAMME)]))
        return groups

    def claim(self) -> Claim:
        """What was stated, as the service takes it."""
        data = self.cleaned_data
        return Claim(*self.places[data["place"]], data["since"], data["student_number"])


class NarrowForm(forms.Form):
    """What a registrar looks for on the desk."""

    state = forms.ChoiceField(label=_("State"), choices=list(STATE_NAMES.items()), required=False)
    search = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        help_text=_("Names, e-mail address, student number or programme"),
    )

    def asked(self) -> dict[str, str]:
        """What is looked for; what waits, unless something else is asked."""
        data: Mapping[str, str] = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {"state": data.get("state") or "waiting", "search": data.get("search", "")}


class SometimesNeeded(forms.CharField):
    """A text that only one of the form's answers needs; it is not called optional."""

    is_sometimes_needed = True


class AnswerForm(forms.Form):
    """A registrar's answer to the people who were chosen."""

    decision = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("confirm", _("They study here")), ("refuse", _("They do not"))],
        widget=forms.RadioSelect,
    )
    until = DayField(
        label=_("Confirmed until"),
        required=False,
        help_text=_("If you confirm: the last day you vouch for, such as the end of the academic year."),
    )
    reason = SometimesNeeded(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed if they do not study here: those it concerns read it."),
    )


class AffiliationEndForm(forms.Form):
    """The last day of an affiliation."""

    last_day = DayField(label=_("Last day"))


class IdentityForm(forms.Form):
    """What somebody is called, when they were born, and their European Student Identifier."""

    given_name = forms.CharField(label=_("Given name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    student_identifier = forms.CharField(
        label=_("European Student Identifier"),
        max_length=255,
        required=False,
        help_text=_("It begins with urn:schac:personalUniqueCode:int:esi:"),
    )

    def names(self) -> Names:
        """Who somebody is, as the service takes it."""
        return Names(**{name: self.cleaned_data[name] for name in IdentityForm.base_fields})


class IdentityCorrectionForm(IdentityForm):
    """A registrar's correction."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example the document that you saw. The person reads it."),
    )
