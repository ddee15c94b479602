"""What pages say of the catalogue: filters, where runs stand, the alignment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mcx.catalogue.models import Edition, Offering
from mcx.catalogue.rules import (
    STATE_NAMES,
    Audience,
    Filters,
    OfferingState,
    Run,
    run_from_json,
    state_of,
)
from mcx.catalogue.selectors.search import MOST_INSTITUTIONS, Facets
from mcx.core import writing
from mcx.core.reports import language_name
from mcx.core.text import Text
from mcx.learning.selectors import places_left_in
from mcx.network.selectors.institutions import public_members_on
from mcx.skills.rules.fields import field_label
from microcred.record import Concept, Specification
from microcred.vocabulary import (
    ACTIVITY,
    ASSESSMENT,
    DUBLIN,
    IDENTITY_CHECK,
    PARTICIPATION,
    SUPERVISION,
    CodeList,
)

Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick: `count` editions would be left."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of one kind, under the name that the address gives them."""

    name: str
    legend: str | Promise
    choices: list[Choice]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force, and the address without it."""

    label: str
    url: str


LONGEST_TYPED = 20
FREE: dict[str, str | Promise] = {
    Audience.MEMBERS: _("Free for learners from member universities"),
    Audience.OTHERS: _("Free for everyone"),
}


def groups(found: Facets, filters: Filters, on: date) -> list[Group]:
    """Every kind of filter with its choices, the chosen ones even where nothing is left (one query)."""
    slugs = {*found.get("institutions", {}), *filters.institutions}
    homes = {
        each.slug: f"{each.short_name} · {each}" for each in public_members_on(on).filter(slug__in=slugs)
    }
    shown: tuple[tuple[str, str, str | Promise, Iterable[object], Name], ...] = (
        (
            "open",
            "is_open",
            _("Applications"),
            ["1"] * filters.is_open,
            lambda _code: gettext("Open for applications"),
        ),
        ("institution", "institutions", _("University"), filters.institutions, lambda it: homes.get(it, it)),
        ("language", "languages", _("Language of instruction"), filters.languages, language_name),
        ("participation", "participation", _("Participation"), filters.participation, _participation),
        ("eqf", "eqf", _("Level"), filters.eqf, lambda level: f"{gettext('EQF')} {level}"),
        ("field", "fields", _("Field of study"), filters.fields, lambda it: gettext(field_label(it))),
        ("free_for", "free_for", _("Cost"), [filters.free_for] * bool(filters.free_for), _free),
    )
    note = gettext("To find another university, enter its name in the search.")
    is_cut = len(found.get("institutions", {})) >= MOST_INSTITUTIONS
    return [
        Group(
            name,
            legend,
            _choices(found.get(kind, {}), {str(value) for value in chosen}, label),
            note if is_cut and kind == "institutions" else "",
        )
        for name, kind, legend, chosen, label in shown
    ]


def _participation(code: str) -> str:
    return gettext(PARTICIPATION.label(code))


def _free(audience: str) -> str:
    return str(FREE.get(audience, audience))


def _choices(counts: Mapping[str, int], chosen: set[str], label: Name) -> list[Choice]:
    values = counts.keys() | chosen
    made = [Choice(value, label(value), counts.get(value, 0), value in chosen) for value in values]
    return sorted(made, key=lambda choice: choice.label.casefold())


def chosen(shown: Iterable[Group], filters: Filters, params: QueryDict) -> list[Chosen]:
    """The filters in force, each with the address that leaves it out."""
    found = [
        Chosen(choice.label, _without(params, group.name, choice.value))
        for group in shown
        for choice in group.choices
        if choice.is_chosen
    ]
    words = {"ects_from": _("At least {ects} ECTS"), "ects_to": _("At most {ects} ECTS")}
    for name, bound in _bounds(filters).items():
        if bound is not None:
            label = str(words[name]).format(ects=writing.number(bound))
            found.append(Chosen(label, _without(params, name, *params.getlist(name))))
    return found


def unread(filters: Filters, params: QueryDict) -> list[str]:
    """A sentence for each bound that the address gives and nobody can read: it narrows nothing."""
    words = gettext("“{typed}” is not a number of ECTS credits, so this filter is not used.")
    typed = {name: params.getlist(name)[0].strip() for name in _bounds(filters) if params.getlist(name)}
    return [
        words.format(typed=typed[name][:LONGEST_TYPED])
        for name, bound in _bounds(filters).items()
        if bound is None and typed.get(name)
    ]


def _bounds(filters: Filters) -> dict[str, Decimal | None]:
    return {"ects_from": filters.ects_from, "ects_to": filters.ects_to}


def _without(params: QueryDict, name: str, *values: str) -> str:
    rest, dropped = params.copy(), {value.strip() for value in values}
    rest.setlist(name, [each for each in params.getlist(name) if each.strip() not in dropped])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


# In the order in which they matter to somebody who looks for a course: (tone, icon).
LOOKS = {
    OfferingState.OPEN: ("good", "check"),
    OfferingState.UPCOMING: ("info", "calendar-days"),
    OfferingState.FULL: ("warn", "user-group"),
    OfferingState.CLOSED: ("muted", "lock-closed"),
    OfferingState.RUNNING: ("muted", "play"),
    OfferingState.FINISHED: ("muted", "flag"),
    OfferingState.CANCELLED: ("bad", "x-mark"),
}
ORDER = list(LOOKS)
NEAR_DAYS = 300
NO_RUN: str | Promise = _("No dates yet")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a run stands on a day."""

    run: Run
    state: OfferingState
    on: date

    @property
    def name(self) -> str:
        """Its state in the reader's language."""
        return gettext(STATE_NAMES[self.state])

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return LOOKS[self.state][0]

    @property
    def icon(self) -> str:
        """The sign of its state."""
        return LOOKS[self.state][1]

    @property
    def can_apply(self) -> bool:
        """Whether the way to an application is worth offering."""
        return self.state is OfferingState.OPEN

    @property
    def is_current(self) -> bool:
        """Whether it is still to come or under way."""
        return self.state not in {OfferingState.FINISHED, OfferingState.CANCELLED}

    @property
    def note(self) -> str:
        """The state with the day that matters next."""
        day = {
            OfferingState.OPEN: (_("Apply until {day}"), self.run.window.closes_on),
            OfferingState.UPCOMING: (_("Applications open on {day}"), self.run.window.opens_on),
            OfferingState.CLOSED: (_("Starts on {day}"), self.run.starts_on),
            OfferingState.RUNNING: (_("Runs until {day}"), self.run.ends_on),
        }.get(self.state)
        return str(day[0]).format(day=self._day(day[1])) if day else self.name

    def _day(self, day: date) -> str:
        """A day that is near needs no year."""
        is_near = 0 <= (day - self.on).days < NEAR_DAYS
        return date_format(day, "MONTH_DAY_FORMAT" if is_near else "DATE_FORMAT")


@dataclass(frozen=True, slots=True)
class RunToday(Standing):
    """One offering on one day, with the places that are left."""

    offering: Offering
    left: int

    @property
    def places(self) -> str:
        """How many places are left, in words."""
        words = ngettext("{left} of {all} place left", "{left} of {all} places left", self.offering.places)
        return words.format(left=self.left, all=self.offering.places)


def standings(offerings: Iterable[Offering], on: date) -> list[RunToday]:
    """Where the offerings stand that day, in the given order (one query)."""
    asked = list(offerings)
    left = places_left_in(asked) if asked else {}
    return [
        RunToday(each.run, state_of(each.run, on, left[each.pk]), on, each, left[each.pk]) for each in asked
    ]


def current(listed: Iterable[Sequence[Any]], on: date) -> list[Standing]:
    """Where the runs of a listing stand that day: those that are to come or under way."""
    runs = (run_from_json(each) for each in listed)
    found = [Standing(run, state_of(run, on, 0 if is_full else 1), on) for run, is_full in runs]
    return [each for each in found if each.is_current]


S = TypeVar("S", bound=Standing)


def foremost(found: Iterable[S]) -> S | None:
    """The one that matters most to somebody who looks for a course."""
    return min(found, key=lambda each: ORDER.index(each.state), default=None)


Value = str | Text


def euros(amount: str) -> str:
    """A price for people."""
    return gettext("Free") if amount == "0" else writing.money(amount)


def labels(codes: CodeList, given: Iterable[str]) -> list[Value]:
    """The names of codes in the reader's language, each once."""
    return [gettext(codes.label(code)) for code in dict.fromkeys(given) if code]


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """What learners do and for how long; `covers` are outcome numbers."""

    title: Text
    kind: str
    hours: Decimal
    covers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """How outcomes are assessed, under whose eyes, and what a pass looks like."""

    title: Text
    kind: str
    weight: Decimal | None
    supervision: str
    identity_check: str
    criteria: Text
    covers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An outcome with what leads to it and what shows it."""

    number: int
    title: Text
    dublin: str
    skills: tuple[Concept, ...]
    activities: list[ActivityRow]
    assessments: list[AssessmentRow]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The three lists, each pointing into the others."""

    outcomes: list[OutcomeRow]
    activities: list[ActivityRow]
    assessments: list[AssessmentRow]


def alignment(edition: Edition, specification: Specification) -> Alignment:
    """Outcomes in their order, each beside the activities and assessments that name it."""
    numbers = {outcome.id: number for number, outcome in enumerate(specification.outcomes, 1)}
    activities = [
        ActivityRow(each.title, _label(ACTIVITY, each.kind), each.hours, _numbers(numbers, each.outcomes))
        for each in specification.activities
    ]
    assessments = _assessments(edition, specification, numbers)
    rows = [
        OutcomeRow(
            number,
            outcome.title,
            _label(DUBLIN, outcome.dublin),
            outcome.skills,
            [each for each in activities if number in each.covers],
            [each for each in assessments if number in each.covers],
        )
        for number, outcome in enumerate(specification.outcomes, 1)
    ]
    return Alignment(rows, activities, assessments)


def _assessments(
    edition: Edition, specification: Specification, numbers: dict[str, int]
) -> list[AssessmentRow]:
    return [
        AssessmentRow(
            each.title,
            _label(ASSESSMENT, each.kind),
            each.weight,
            _label(SUPERVISION, each.supervision),
            _label(IDENTITY_CHECK, each.identity_check),
            edition.criteria.get(each.id, {}),
            _numbers(numbers, each.outcomes),
        )
        for each in specification.assessments
    ]


def _numbers(numbers: dict[str, int], names: Iterable[str]) -> tuple[int, ...]:
    return tuple(numbers[name] for name in names if name in numbers)


def _label(codes: CodeList, code: str) -> str:
    return gettext(codes.label(code)) if code else ""
