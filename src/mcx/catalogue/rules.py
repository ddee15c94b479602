"""Decisions about proposals, offerings and what the catalogue is searched by, on plain values."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, NotRequired, TypedDict

from mcx.core.periods import has_ended, is_in_force
from mcx.core.text import Text, cleaned, folded
from mcx.network.rules.course_fields import COURSE_FIELDS, Kind, names_of
from mcx.network.rules.terms import CharterTerms
from microcred.guards import decimal
from microcred.record import Specification
from microcred.record_json import specification_from_json, specification_to_json
from microcred.report import _

SPECIFIED = frozenset(Specification.__dataclass_fields__)


def catalogue_of(network: str) -> str:
    """How the identifiers of the network's own editions begin."""
    return f"{network}/catalogue/"


def identifier_of(code: str, number: int, network: str) -> str:
    """The address by which credentials name an edition of the network at that address."""
    return f"{catalogue_of(network)}{code}/{number}"


def code_of(identifier: str, network: str) -> str:
    """The code of the edition with that identifier; of an edition of elsewhere the identifier itself."""
    own = catalogue_of(network)
    return identifier.removeprefix(own).split("/")[0] if identifier.startswith(own) else identifier


class Audience(StrEnum):
    """For whom a price or a period for applications is valid (Charter, joint admission frame)."""

    MEMBERS = "members"
    OTHERS = "others"


AUDIENCE_NAMES: dict[Audience, str] = {
    Audience.MEMBERS: _("Learners from member universities"),
    Audience.OTHERS: _("Everyone else"),
}


CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_code(text: str) -> bool:
    """Whether the text can be a code in an address: small letters, digits, single hyphens between."""
    return CODE.fullmatch(text) is not None


class OfferingState(StrEnum):
    """The state of a run on a day."""

    UPCOMING = "upcoming"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


STATE_NAMES: dict[OfferingState, str] = {
    OfferingState.UPCOMING: _("Applications not open yet"),
    OfferingState.OPEN: _("Open for applications"),
    OfferingState.FULL: _("Full"),
    OfferingState.CLOSED: _("Applications closed"),
    OfferingState.RUNNING: _("Running"),
    OfferingState.FINISHED: _("Finished"),
    OfferingState.CANCELLED: _("Cancelled"),
}


@dataclass(frozen=True, slots=True)
class Window:
    """Days on which applications are taken; both ends belong to it."""

    opens_on: date
    closes_on: date

    def __contains__(self, day: date) -> bool:
        return is_in_force(day, self.opens_on, self.closes_on)


@dataclass(frozen=True, slots=True)
class Run:
    """The dates of an offering: when one can apply, when it is taught."""

    window: Window
    starts_on: date
    ends_on: date
    is_cancelled: bool = False


def state_of(run: Run, on: date, places_left: int) -> OfferingState:
    """Where the offering stands that day: taking applications counts before being taught."""
    if run.is_cancelled:
        return OfferingState.CANCELLED
    if has_ended(on, run.ends_on):
        return OfferingState.FINISHED
    if on in run.window:
        return OfferingState.OPEN if places_left > 0 else OfferingState.FULL
    if on < run.window.opens_on:
        return OfferingState.UPCOMING
    return OfferingState.RUNNING if on >= run.starts_on else OfferingState.CLOSED


class PlannedRun(TypedDict):
    """What somebody fills in to offer a run of an edition."""

    code: str
    language: str
    location: str
    places: int
    enrolment_opens_on: date
    enrolment_closes_on: date
    starts_on: date
    ends_on: date
    windows: NotRequired[Mapping[Audience, Window]]


MOST_PLACES = 10_000
PLAN_FAULTS = {
    "code": _("Use only lower-case letters, numbers and hyphens."),
    "language": _("Choose a language in which this edition is taught."),
    "location": _("Use 200 characters or fewer."),
    "places": _("Enter a number of places between 1 and 10,000."),
    "enrolment_closes_on": _("The closing date must be on or after the opening date."),
    "starts_on": _("Teaching must start on or after the day applications open."),
    "ends_on": _("The last day must not be before the first day or before applications close."),
    "windows": _(
        "The dates for learners from outside the network must be within the application dates of the run."
    ),
}


def faults_of(plan: PlannedRun, languages: Collection[str]) -> dict[str, str]:
    """A sentence for each field of the plan that does not fit; `languages` are the edition's."""
    fits = {
        "code": is_code(plan["code"]) and len(plan["code"]) <= 80,
        "language": plan["language"] in languages,
        "location": len(plan["location"]) <= 200,
        "places": 1 <= plan["places"] <= MOST_PLACES,
        "enrolment_closes_on": plan["enrolment_closes_on"] >= plan["enrolment_opens_on"],
        "starts_on": plan["starts_on"] >= plan["enrolment_opens_on"],
        "ends_on": plan["ends_on"] >= max(plan["starts_on"], plan["enrolment_closes_on"]),
        "windows": _are_within(plan),
    }
    return {name: PLAN_FAULTS[name] for name, is_fine in fits.items() if not is_fine}


def _are_within(plan: PlannedRun) -> bool:
    whole = Window(plan["enrolment_opens_on"], plan["enrolment_closes_on"])
    own = plan.get("windows", {}).values()
    return all(w.opens_on <= w.closes_on and w.opens_on in whole and w.closes_on in whole for w in own)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What design hands to review and an approval publishes.

    `cost` maps an audience (`Audience`) to EUR as text, `criteria` the id of an assessment to what a pass
    looks like, `cover` names a picture of the card, `scale` is a GradingScale's slug. A credential stands for
    `valid_days`, for ever where there are none.
    """

    specification: Specification
    summary: Text = field(default_factory=dict)
    cost: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, Text] = field(default_factory=dict)
    cover: str = ""
    scale: str = ""
    valid_days: int | None = None


def value_of(name: str, specification: Specification, offer: Any) -> Any:
    """What a course says in the field of that name: its specification where it has it, else what is offered
    beside it (a proposal or an edition).
    """
    return getattr(specification if name in SPECIFIED else offer, name)


# What is offered beside the specification: an edition has columns of the same names.
OFFERED = tuple(name for name in Proposal.__dataclass_fields__ if name != "specification")


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """The proposal as JSON values, as reviews and drafts keep it."""
    offered = {name: _copied(getattr(proposal, name)) for name in OFFERED}
    return {"specification": specification_to_json(proposal.specification), **offered}


def proposal_from_json(data: Mapping[str, Any]) -> Proposal:
    """The proposal that `proposal_json` wrote, an older one too; raises microcred's Malformed on a damaged
    specification.
    """
    offered = {name: _copied(data[name]) for name in OFFERED if name in data}
    return Proposal(specification=specification_from_json(data["specification"]), **offered)


def _copied(value: Any) -> Any:
    return {name: _copied(each) for name, each in value.items()} if isinstance(value, Mapping) else value


def price(amount: str) -> str:
    """An amount of EUR in one spelling: `0`, `60`, `49.50`; raises ValueError on anything else."""
    value = decimal(amount.strip())
    if value is None or not 0 <= value < 1_000_000 or value != round(value, 2):
        raise ValueError(f"no price: {amount}")
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"


def review_due(published: date, terms: CharterTerms) -> date:
    """The day by which an edition of that day is reviewed again (ESG 2015, standard 1.9)."""
    return published + timedelta(days=365 * terms.review_cycle_years)


def words_of(query: str) -> tuple[str, ...]:
    """The words somebody looks for, folded, each once: at most eight of the first 200 signs."""
    return tuple(dict.fromkeys(folded(query[:200]).split()))[:8]


# The texts that are searched last: what of the table is searched and not among the most telling.
SEARCHED_LAST = tuple(
    name
    for name in names_of(Kind.TEXT)
    if COURSE_FIELDS[name].is_searched and name not in {"title", "summary"}
)


def search_text(proposal: Proposal, names: Iterable[str]) -> str:
    """Everything an edition is found by, the most telling first: titles, names, summary, outcomes, the rest.

    All languages, folded; it begins with a blank, so that ` word` finds the start of any word.
    """
    spec = proposal.specification
    parts = [*spec.title.values(), *names, *proposal.summary.values()]
    parts += [text for outcome in spec.outcomes for text in outcome.title.values()]
    skills = (skill for outcome in spec.outcomes for skill in outcome.skills)
    parts += [label for skill in skills for label in skill.label.values()]
    parts += [text for name in SEARCHED_LAST for text in (value_of(name, spec, proposal) or {}).values()]
    return " " + " ".join(folded(part) for part in parts)


def summary_of(proposal: Proposal) -> dict[str, str]:
    """The card's sentence; where none was written, the first sentence of the description."""
    first = {tag: text.split(". ")[0][:160] for tag, text in proposal.specification.description.items()}
    return cleaned(proposal.summary) or cleaned(first)


MOST_VALUES = 40


@dataclass(frozen=True, slots=True)
class Filters:
    """Values of one kind widen the search, kinds narrow it together; nothing given leaves all in.

    `institutions` are slugs, `languages` BCP 47 tags, `fields` broad ISCED-F codes of two digits, ECTS
    bounds belong to the range, `free_for` is the audience that pays nothing.
    """

    institutions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    eqf: tuple[int, ...] = ()
    ects_from: Decimal | None = None
    ects_to: Decimal | None = None
    participation: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    free_for: Audience | None = None
    is_open: bool = False

    def without(self, *names: str) -> "Filters":
        """The same filters with these left open."""
        blank = Filters()
        return replace(self, **{name: getattr(blank, name) for name in names})


def listed_under(
    *,
    institution: str,
    languages: Iterable[str],
    eqf_level: int,
    ects: Decimal,
    participation: Iterable[str],
    isced_f: str,
    cost: Mapping[str, str],
) -> dict[str, list[str]]:
    """The values under which an edition counts, for each kind of filter but the dates; and its field."""
    return {
        "institutions": [institution],
        "languages": [*languages],
        "eqf": [str(eqf_level)],
        "ects": [f"{ects.normalize():f}"],
        "participation": [*participation],
        "fields": [isced_f[:2]] if isced_f else [],
        "isced_f": [isced_f] if isced_f else [],
        "free_for": [audience.value for audience in Audience if cost.get(audience) == "0"],
    }


RunJson = tuple[str, str, str, str, bool]


def run_json(run: Run, *, is_full: bool) -> RunJson:
    """The first and last day of application and of teaching, and whether all places are taken."""
    days = (run.window.opens_on, run.window.closes_on, run.starts_on, run.ends_on)
    opens, closes, starts, ends = (day.isoformat() for day in days)
    return opens, closes, starts, ends, is_full


def run_from_json(listed: Sequence[Any]) -> tuple[Run, bool]:
    """The run that `run_json` wrote, and whether it is full."""
    opens, closes, starts, ends = (date.fromisoformat(day) for day in listed[:4])
    return Run(Window(opens, closes), starts, ends), listed[4]


def takes_applications(listed: Sequence[Any], day: str) -> bool:
    """Whether a run that `run_json` wrote is open and has a free place that day (in ISO 8601)."""
    opens, closes, _starts, ends, is_full = listed
    return not is_full and opens <= day <= min(closes, ends)


def bits_of(keys: Iterable[int], length: int) -> int:
    """The set of these keys, the largest of which is below the length."""
    data = bytearray(length // 8 + 1)
    for key in keys:
        data[key >> 3] |= 1 << (key & 7)
    return int.from_bytes(data, "little")


LONGEST_URI = 200  # of a skill's address in the vocabulary


def taught_in(specification: Mapping[str, Any]) -> set[str]:
    """The addresses of the skills that an edition teaches, of its specification as it is stored."""
    outcomes = specification.get("outcomes", [])
    uris = {skill["uri"] for outcome in outcomes for skill in outcome.get("skills", [])}
    return {uri for uri in uris if 0 < len(uri) <= LONGEST_URI}


def filters_of(params: Mapping[str, Sequence[str]]) -> Filters:
    """The filters that an address asks for; what it says beyond them or wrongly is left out."""

    def texts(name: str) -> tuple[str, ...]:
        given = (value.strip()[:40] for value in params.get(name, ())[:MOST_VALUES])
        return tuple(dict.fromkeys(value for value in given if value and value.isprintable()))

    return Filters(
        institutions=texts("institution"),
        languages=texts("language"),
        eqf=tuple(int(value) for value in texts("eqf") if value in {*"12345678"}),
        ects_from=_credits(texts("ects_from")),
        ects_to=_credits(texts("ects_to")),
        participation=texts("participation"),
        fields=tuple(value for value in texts("field") if len(value) == 2 and value.isdecimal()),
        free_for=next((Audience(value) for value in texts("free_for") if value in set(Audience)), None),
        is_open=bool(texts("open")),
    )


def _credits(values: Sequence[str]) -> Decimal | None:
    value = decimal(values[0].replace(",", ".")) if values else None
    return value if value is not None and 0 <= value < 1000 else None
