"""Forms of the network: institutions and offices, decisions about quality, where people study, scales."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypedDict, cast

from babel import Locale
from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import ROLE_NAMES, Role
from mcx.core.reports import is_verdict, written
from mcx.core.text import in_language
from mcx.network.models import Accreditation, Institution, Programme
from mcx.network.rules.affiliations import IDENTITY, LONGEST_REASON, AffiliationState
from mcx.network.rules.profiles import COUNTRIES, Profile
from mcx.network.rules.scale_presets import BY_CODE, Preset
from mcx.network.rules.scales import LONGEST_GRADE, LONGEST_TITLE, MOST_GRADES, ScaleFacts
from mcx.network.selectors.identities import fixed_fields
from mcx.network.selectors.programmes import Places
from mcx.network.services.affiliations import Claim
from mcx.network.services.identities import Names
from mcx.web.forms.dates import DayField
from mcx.web.forms.fields import NumberField, SometimesNeeded, language_choices, offer, offer_rows
from mcx.web.forms.languages import LanguagesField
from mcx.web.words import SCHEMES
from microcred.accreditation import Decision
from microcred.grading import Numbers, number
from microcred.saying import Moment
from microcred.vocabulary import ACCREDITATION

READING = ("en", "es", "de", "fi")


def countries() -> list[tuple[str, str]]:
    """The countries of ISO 3166-1 by their names in the reader's language."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    found = ((code, name) for code, name in names.items() if code in COUNTRIES)
    return [("", str(_("Choose one"))), *sorted(found, key=lambda pair: pair[1])]


class AppointForm(forms.Form):
    """An office for a person at one of the institutions."""

    email = forms.EmailField(label=_("Email address"), help_text=_("The person needs an account here."))
    role = forms.ChoiceField(label=_("Role"))
    institution: "forms.ModelChoiceField[Institution]" = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label=_("Institution")
    )
    valid_from = DayField(label=_("Start date"))

    def __init__(self, institutions: QuerySet[Institution], roles: Iterable[Role], *args: Any, **more: Any):
        super().__init__(*args, **more)
        offer_rows(self, "institution", institutions)
        offer(self, "role", [(role.value, _(ROLE_NAMES[role])) for role in roles])


class MemberForm(forms.Form):
    """What is told of an institution when it joins."""

    slug = forms.SlugField(
        label=_("Name in web addresses"),
        max_length=40,
        help_text=_("Lower-case letters, for example “tuni”. You cannot change it later."),
    )
    short_name = forms.CharField(label=_("Short name"), max_length=40)
    name = LanguagesField(READING, label=_("Name"))
    kind = forms.ChoiceField(label=_("Type"), choices=Institution.Kind.choices)
    country = forms.ChoiceField(label=_("Country"), choices=countries)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    homepage = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    email = forms.EmailField(label=_("Email address"), required=False)
    language_cluster = forms.ChoiceField(
        label=_("Language cluster"), required=False, choices=lambda: [("", "—"), *language_choices()]
    )
    valid_from = DayField(label=_("Member from"))

    def profile(self) -> Profile:
        """The institution as the service takes it."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "valid_from"}
        return Profile(**facts)


class MembershipEndForm(forms.Form):
    """The last day of a membership; `confirmed` once the consequences were read."""

    last_day = DayField(
        label=_("Last day"),
        help_text=_("The day itself is still part of the membership. Choose today or a later date."),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class NameForm(forms.Form):
    """A new name, and since when it is true."""

    name = LanguagesField(READING, label=_("Name"))
    valid_from = DayField(label=_("Valid from"))


class IdentifierForm(forms.Form):
    """The institution's name in somebody's scheme."""

    scheme = forms.ChoiceField(label=_("Type of identifier"), choices=list(SCHEMES.items()))
    value = forms.CharField(label=_("Identifier"), max_length=200)
    valid_from = DayField(label=_("Valid from"))


class AuditForm(forms.Form):
    """What somebody looks for in the audit log."""

    action = forms.CharField(label=_("Action code starts with"), max_length=80, required=False)
    institution: "forms.ModelChoiceField[Institution]" = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label=_("Institution"), required=False
    )
    since = DayField(label=_("Start date"), required=False)
    until = DayField(label=_("End date"), required=False)

    def __init__(self, institutions: QuerySet[Institution], *args: Any, **more: Any):
        super().__init__(*args, **more)
        offer_rows(self, "institution", institutions)
        self.fields["institution"].empty_label = _("All")  # type: ignore[attr-defined]

    def clean_institution(self) -> str:
        """The institution as the log is asked for it."""
        found: Institution | None = self.cleaned_data["institution"]
        return found.slug if found else ""


FACTS = (
    *("title", "kind", "agency", "agency_id", "report_url"),
    *("decision", "conditions", "valid_from", "valid_until"),
)


class AccreditationForm(forms.Form):
    """A quality-assurance decision about the institution."""

    title = LanguagesField(READING, label=_("Title of the decision"))
    kind = forms.ChoiceField(
        label=_("Type"), choices=[(code, _(name)) for code, name in ACCREDITATION.choices]
    )
    agency = forms.CharField(label=_("Agency"), max_length=200)
    agency_id = forms.CharField(
        label=_("Agency's identifier"),
        max_length=200,
        required=False,
        help_text=_("Its number in DEQAR, such as 21, or an address that begins with https://."),
    )
    report_url = forms.CharField(label=_("Link to the report"), max_length=200, required=False)
    decision = forms.ChoiceField(label=_("Decision"), choices=Accreditation.Decision.choices)
    conditions = forms.CharField(
        label=pgettext_lazy("accreditation", "Conditions"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In the agency's words. Anyone who relies on the decision will see them."),
    )
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Valid until"), required=False)

    def accreditation(self) -> Decision:
        """The decision as the service takes it."""
        return Decision(**{name: self.cleaned_data[name] for name in FACTS})


class EndForm(forms.Form):
    """From when a decision holds no more, and why."""

    ended_from = DayField(label=_("No longer valid from"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class OverruleForm(forms.Form):
    """Which later decision took this one's place."""

    later = forms.ChoiceField(label=_("The decision that replaces it"))

    def __init__(self, others: Iterable[Accreditation], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.others = {str(each.pk): each for each in others}
        offer(
            self,
            "later",
            [(key, f"{each}, {written(Moment(each.valid_from))}") for key, each in self.others.items()],
        )


class CorrectionForm(AccreditationForm):
    """The right entry in the place of a wrong one, and why; or that there was no such decision."""

    is_struck = forms.BooleanField(label=_("Cancel the entry: no such decision was made"), required=False)
    keeps_end = forms.BooleanField(
        label=_("Keep the end: the correct entry ended like this one"), required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("reason", "is_struck", "keeps_end", *FACTS)

    def __init__(self, row: Accreditation, *args: Any, **more: Any):
        facts = {name: getattr(row, name) for name in FACTS}
        super().__init__(*args, **more)
        self.initial = facts | {"keeps_end": True}
        self.other_titles = {code: text for code, text in row.title.items() if code not in READING}
        if row.ended_from is None and row.overruled_by_id is None:
            del self.fields["keeps_end"]

    def right(self) -> Decision | None:
        """The right entry; None where the wrong one is only struck out."""
        right = self.accreditation()
        right = replace(right, title={**self.other_titles, **right.title})
        return None if self.cleaned_data["is_struck"] else right


STATE_NAMES = {
    AffiliationState.WAITING: _("Waiting for an answer"),
    AffiliationState.CONFIRMED: _("Confirmed"),
    AffiliationState.REFUSED: _("Refused"),
}
NO_PROGRAMME = _("In a programme that is not on this list")


class AffiliationForm(forms.Form):
    """Where somebody studies, since when, under which number; and who they are, if they have not said so."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    birth_date = DayField(
        label=_("Date of birth"),
        help_text=_(
            "The registrar compares it with the records, to tell you apart from others with your name."
        ),
    )
    place = forms.ChoiceField(label=_("University and degree programme"))
    since = DayField(label=_("Since"))
    student_number = forms.CharField(
        label=_("Student number"),
        max_length=60,
        required=False,
        help_text=_("It helps your university to find you. Nobody else sees it."),
    )

    def __init__(
        self,
        person: Person,
        places: Iterable[Places],
        *args: Any,
        **more: Any,
    ):
        super().__init__(*args, **more)
        self.person = person
        for name in fixed_fields(person) & self.fields.keys():
            del self.fields[name]
        self.places: dict[str, tuple[Institution, Programme | None]] = {}
        members, programmes = dict[int, Institution](), dict[int, Programme]()
        for each in places:
            members |= {one.pk: one for one in each.members}
            programmes |= {one.pk: one for one in each.programmes}
        members = {one.institution_id: one.institution for one in programmes.values()} | members
        offer(self, "place", [("", _("Choose one")), *self._groups(members, programmes)])

    def _groups(
        self, members: Mapping[int, Institution], programmes: Mapping[int, Programme]
    ) -> list[tuple[str, Any]]:
        groups = []
        for member in sorted(members.values(), key=lambda one: one.short_name):
            taught = [each for each in programmes.values() if each.institution_id == member.pk]
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

    def names(self) -> Names:
        """Who the person is: what they have said before, and what was asked here."""
        said = {name: getattr(self.person, name) for name in IDENTITY}
        return Names(**{name: self.cleaned_data.get(name, value) for name, value in said.items()})


class Narrowing(TypedDict):
    """In which state, and with which words."""

    state: AffiliationState
    search: str


class NarrowForm(forms.Form):
    """What a registrar looks for on the desk."""

    state = forms.TypedChoiceField(
        label=_("State"),
        choices=list(STATE_NAMES.items()),
        coerce=AffiliationState,
        empty_value=AffiliationState.WAITING,
        required=False,
    )
    search = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        help_text=_("Names, email address, student number or programme"),
    )

    def asked(self) -> Narrowing:
        """What is looked for; what waits, unless something else is asked."""
        if self.is_bound and self.is_valid():
            return Narrowing(state=self.cleaned_data["state"], search=self.cleaned_data["search"])
        return Narrowing(state=AffiliationState.WAITING, search="")


class OneAnswersText(SometimesNeeded, forms.CharField):
    """A text that only one of the form's answers needs."""


class Answer(StrEnum):
    """What a registrar can answer."""

    CONFIRM = "confirm"
    REFUSE = "refuse"


class AnswerForm(forms.Form):
    """A registrar's answer to the people who were chosen."""

    decision = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(Answer.CONFIRM, _("They study here")), (Answer.REFUSE, _("They do not study here"))],
        widget=forms.RadioSelect,
    )
    until = DayField(
        label=_("Confirmed until"),
        required=False,
        help_text=_(
            "If you confirm: the last day for which you confirm it, such as the end of the academic year."
        ),
    )
    reason = OneAnswersText(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Required if they do not study here. The people affected will read it."),
    )


class OneAnswerForm(AnswerForm):
    """The same answer on the page of one person."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        decision = cast("forms.ChoiceField", self.fields["decision"])
        decision.choices = [
            (Answer.CONFIRM, _("This person studies here")),
            (Answer.REFUSE, _("This person does not study here")),
        ]
        self.fields["reason"].help_text = _(
            "Required if this person does not study here. The person will read it."
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
        help_text=_("For example, the document that you saw. The person will read this."),
    )


class ScaleForm(forms.Form):
    """What both kinds of scales have: whose it is, where that is still open, and how it is called."""

    institution: "forms.ModelChoiceField[Institution]" = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label=_("Institution")
    )
    title = LanguagesField(READING, label=_("Title"), max_length=LONGEST_TITLE)

    def __init__(
        self,
        facts: ScaleFacts,
        data: Mapping[str, Any] | None = None,
        *,
        owners: QuerySet[Institution] | None = None,
        is_everywhere: bool = False,
    ) -> None:
        super().__init__(data, initial=self.shown(facts))
        self.other_titles = {code: text for code, text in facts.title.items() if code not in READING}
        if owners is None:
            del self.fields["institution"]
            return
        offer_rows(self, "institution", owners)
        if is_everywhere:
            self.fields["institution"].required = False
            self.fields["institution"].help_text = _(
                "Leave it empty for a scale that every institution may use."
            )

    def shown(self, facts: ScaleFacts) -> dict[str, Any]:
        """What the fields show of a scale."""
        raise NotImplementedError

    def facts(self) -> ScaleFacts:
        """The scale as the service takes it."""
        raise NotImplementedError

    def owner(self) -> Institution | None:
        """Whose scale it is; None for the whole network's."""
        found: Institution | None = self.cleaned_data["institution"]
        return found


class ListedScaleForm(ScaleForm):
    """A scale whose grades are listed."""

    grades = forms.CharField(
        label=_("Grades"),
        max_length=MOST_GRADES * (LONGEST_GRADE + 2),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One on each line, the best one first."),
    )
    lowest_pass = forms.CharField(
        label=_("Lowest pass"),
        max_length=LONGEST_GRADE,
        help_text=_("The last of these grades with which a learner passes."),
    )

    def shown(self, facts: ScaleFacts) -> dict[str, Any]:
        """The grades line by line."""
        return {"title": facts.title, "grades": "\n".join(facts.grades), "lowest_pass": facts.lowest_pass}

    def facts(self) -> ScaleFacts:
        """The scale as the service takes it."""
        data = self.cleaned_data
        title = {**self.other_titles, **data["title"]}
        return ScaleFacts(title, tuple(data["grades"].splitlines()), data["lowest_pass"])


class NumbersScaleForm(ScaleForm):
    """A scale whose grades are numbers."""

    best = NumberField(label=_("Best grade"), max_digits=8, decimal_places=2)
    worst = NumberField(label=_("Worst grade"), max_digits=8, decimal_places=2)
    step = NumberField(
        label=_("Step"),
        min_value=Decimal("0.01"),
        max_digits=8,
        decimal_places=2,
        help_text=_("The smallest difference between two grades, for example 0.1."),
    )
    lowest_pass = NumberField(label=_("Lowest pass"), max_digits=8, decimal_places=2)
    band = NumberField(
        label=_("Width of a band"),
        max_digits=8,
        decimal_places=2,
        help_text=_(
            "Grades are converted by how many learners were in each band, where a university has recorded "
            "it. With 1, the grades from 7.0 to 7.9 are one band."
        ),
    )

    def shown(self, facts: ScaleFacts) -> dict[str, Any]:
        """The ends, the step and the lowest pass as numbers."""
        numbers = facts.numbers
        ends = {"best": numbers.best, "worst": numbers.worst, "step": numbers.step} if numbers else {}
        lines = {"lowest_pass": number(facts.lowest_pass), "band": number(facts.band)}
        return {"title": facts.title} | ends | lines

    def facts(self) -> ScaleFacts:
        """The scale as the service takes it."""
        data = self.cleaned_data
        title = {**self.other_titles, **data["title"]}
        numbers = Numbers(data["best"], data["worst"], data["step"])
        return ScaleFacts(
            title, lowest_pass=str(data["lowest_pass"]), numbers=numbers, band=str(data["band"])
        )


# Which kind of scale is begun where no country's is chosen.
KINDS: dict[str, ScaleFacts] = {
    "list": ScaleFacts({}),
    "numbers": ScaleFacts({}, numbers=Numbers(Decimal(10), Decimal(0), Decimal("0.1"))),
}


def scale_start(code: str) -> ScaleFacts | None:
    """The scale to begin with, titled in the languages of the forms; None for a word that names none."""
    if code not in BY_CODE:
        return KINDS.get(code)
    preset, titles = BY_CODE[code], {}
    for language in READING:
        with override(language):
            titles[language] = _title(preset)
    return ScaleFacts(titles, preset.grades, preset.lowest_pass, numbers=preset.numbers, band=preset.band)


def _title(preset: Preset) -> str:
    if is_verdict(preset.lowest_pass):
        return gettext("Passed or not passed")
    numbers, grades = preset.numbers, preset.grades
    best, worst = (str(numbers.best), str(numbers.worst)) if numbers else (grades[0], grades[-1])
    return gettext("Grades from {best} to {worst}").format(best=best, worst=worst)


def scale_form(facts: ScaleFacts, data: Mapping[str, Any] | None, **more: Any) -> ScaleForm:
    """The form for a scale of this kind; `owners` are the institutions to choose from for a new one."""
    return (NumbersScaleForm if facts.numbers else ListedScaleForm)(facts, data, **more)
