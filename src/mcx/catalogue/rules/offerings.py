"""Runs of an edition: for whom, when one can apply, and where a run stands on a day."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NotRequired, TypedDict


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


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
