"""What a proposal holds, how editions are found by words, and where an offering stands on a day."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, NotRequired, TypedDict

from mcx.core.text import Text, cleaned
from microcred.record import Specification
from microcred.record_json import specification_from_json, specification_to_json


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


@dataclass(frozen=True, slots=True)
class Proposal:
    """What design hands to review and an approval publishes.

    `cost` maps an audience (`Audience`) to EUR as text, `criteria` the id of an assessment to what a pass
    looks like, `cover` names a picture of the card, `scale` is a GradingScale's slug.
    """

    specification: Specification
    summary: Text = field(default_factory=dict)
    cost: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, Text] = field(default_factory=dict)
    cover: str = ""
    scale: str = ""


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """The proposal as JSON values, as reviews and drafts keep it."""
    return {
        "specification": specification_to_json(proposal.specification),
        "summary": dict(proposal.summary),
        "cost": dict(proposal.cost),
        "criteria": {assessment: dict(text) for assessment, text in proposal.criteria.items()},
        "cover": proposal.cover,
        "scale": proposal.scale,
    }


def proposal_from_json(data: Mapping[str, Any]) -> Proposal:
    """The proposal that `proposal_json` wrote; raises microcred's Malformed on a damaged specification."""
    return Proposal(
        specification=specification_from_json(data["specification"]),
        summary=dict(data["summary"]),
        cost=dict(data["cost"]),
        criteria={assessment: dict(text) for assessment, text in data["criteria"].items()},
        cover=data["cover"],
        scale=data["scale"],
    )


class Audience(StrEnum):
    """For whom a price or an enrolment window holds (Charter, joint admission frame)."""

    MEMBERS = "members"
    OTHERS = "others"


AUDIENCE_NAMES: dict[Audience, str] = {
    Audience.MEMBERS: _("Learners of the network's universities"),
    Audience.OTHERS: _("Everyone else"),
}


CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_code(text: str) -> bool:
    """Whether the text can be a code in an address: small letters, digits, single hyphens between."""
    return CODE.fullmatch(text) is not None


def price(amount: str) -> str:
    """An amount of EUR in one spelling: `0`, `60`, `49.50`; raises ValueError on anything else."""
    try:
        value = Decimal(amount.strip())
    except InvalidOperation as error:
        raise ValueError(f"no price: {amount}") from error
    if not value.is_finite() or not 0 <= value < 1_000_000 or value != round(value, 2):
        raise ValueError(f"no price: {amount}")
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"


# Letters that Unicode does not take apart into a base and an accent.
UNACCENTED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def folded(text: str) -> str:
    """The text as search compares it: no capitals, no accents, no control characters, single blanks."""
    plain = _decomposed(_decomposed(text)).translate(UNACCENTED)
    kept = (" " if unicodedata.category(sign) == "Cc" else sign for sign in plain)
    return " ".join("".join(sign for sign in kept if not unicodedata.combining(sign)).split())


def _decomposed(text: str) -> str:
    """One round of Unicode's compatibility caseless match (D146), which needs two."""
    return unicodedata.normalize("NFKD", text.casefold())


def words_of(query: str) -> tuple[str, ...]:
    """The words somebody looks for, folded, each once: at most eight of the first 200 signs."""
    return tuple(dict.fromkeys(folded(query[:200]).split()))[:8]


def search_text(proposal: Proposal, names: Iterable[str]) -> str:
    """Everything an edition is found by, the most telling first: titles, names, summary, outcomes, the rest.

    All languages, folded; it begins with a blank, so that ` word` finds the start of any word.
    """
    spec = proposal.specification
    parts = [*spec.title.values(), *names, *proposal.summary.values()]
    parts += [text for outcome in spec.outcomes for text in outcome.title.values()]
    skills = (skill for outcome in spec.outcomes for skill in outcome.skills)
    parts += [label for skill in skills for label in skill.label.values()]
    parts += spec.description.values()
    return " " + " ".join(folded(part) for part in parts)


def summary_of(proposal: Proposal) -> dict[str, str]:
    """The card's sentence; where none was written, the first sentence of the description."""
    first = {tag: text.split(". ")[0][:160] for tag, text in proposal.specification.description.items()}
    return cleaned(proposal.summary) or cleaned(first)


class OfferingState(StrEnum):
    """Where an offering stands on a day."""

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
        return self.opens_on <= day <= self.closes_on


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
    if on > run.ends_on:
        return OfferingState.FINISHED
    if on in run.window:
        return OfferingState.OPEN if places_left > 0 else OfferingState.FULL
    if on < run.window.opens_on:
        return OfferingState.UPCOMING
    return OfferingState.RUNNING if on >= run.starts_on else OfferingState.CLOSED


class Plan(TypedDict):
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
    "code": _("A code is made of small letters, digits and hyphens."),
    "language": _("The edition is not taught in this language."),
    "location": _("At most 200 characters."),
    "places": _("Between 1 and 10,000 places."),
    "enrolment_closes_on": _("Applications cannot close before they open."),
    "starts_on": _("Teaching cannot start before applications open."),
    "ends_on": _("The end cannot lie before the start or before applications close."),
    "windows": _("Each audience's days lie within those of the offering."),
}


def faults_of(plan: Plan, languages: Collection[str]) -> dict[str, str]:
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


def _are_within(plan: Plan) -> bool:
    whole = Window(plan["enrolment_opens_on"], plan["enrolment_closes_on"])
    own = plan.get("windows", {}).values()
    return all(w.opens_on <= w.closes_on and w.opens_on in whole and w.closes_on in whole for w in own)
