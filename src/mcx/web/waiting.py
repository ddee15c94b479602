"""What waits for somebody as the home page shows it: with its colour, its picture and the way to its desk."""

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse

from mcx.credentials.rules import Standing
from mcx.governance.selectors.waiting import TaskKind, Urgency, Waiting

TONES = {Urgency.URGENT: "bad", Urgency.DUE: "warn", Urgency.OPEN: "info", Urgency.RUNNING: "good"}


class Place(NamedTuple):
    """Where a kind of thing is dealt with: its picture, the name of the page, and what is asked of it."""

    icon: str
    page: str
    query: str = ""


PLACES = {
    TaskKind.SECOND_FACTOR: Place("shield-check", "mfa_index"),
    TaskKind.VOTES: Place("scale", "network:charter-version"),
    TaskKind.AWAITED_VOTES: Place("scale", "network:charter-version"),
    TaskKind.ACCREDITATIONS: Place("shield-exclamation", "network:overview"),
    TaskKind.CLAIMS: Place("check-badge", "network:claims"),
    TaskKind.OWN_CLAIMS: Place("clock", "network:affiliations"),
    TaskKind.DRAFTS: Place("pencil-square", "design:list"),
    TaskKind.REVIEWS: Place("clipboard-document-check", "quality:desk"),
    TaskKind.OFFERS: Place("calendar-days", "catalogue:list"),
    TaskKind.APPLICATIONS: Place("inbox-arrow-down", "learning:admissions"),
    TaskKind.GRADES: Place("pencil-square", "learning:classes"),
    TaskKind.OWN_APPLICATIONS: Place("clock", "learning:mine"),
    TaskKind.COURSES: Place("academic-cap", "learning:mine"),
    TaskKind.AWARDS: Place("gift", "wallet:list"),
    TaskKind.OVERTAKEN: Place(
        "exclamation-triangle", "credentials:registry", f"?standing={Standing.OVERTAKEN}"
    ),
    TaskKind.KEYS: Place("key", "credentials:keys"),
    TaskKind.SEALS: Place("clock", "credentials:keys"),
    TaskKind.CASES: Place("scale", "recognition:desk"),
    TaskKind.APPEALS: Place("megaphone", "recognition:desk"),
    TaskKind.AGREEMENTS: Place("document-check", "recognition:agreements"),
    TaskKind.REFUSALS: Place("megaphone", "recognition:mine"),
    TaskKind.GAPS: Place("chart-bar", "industry:gaps"),
    TaskKind.CLOSING: Place("calendar-days", "catalogue:list", "?open=1"),
}


class Shown(NamedTuple):
    """A kind of thing that waits, as a card shows it."""

    waiting: Waiting
    tone: str
    icon: str
    url: str


def shown(found: Iterable[Waiting]) -> list[Shown]:
    """The cards, in the order in which they came."""
    return [_shown(waiting) for waiting in found]


def _shown(waiting: Waiting) -> Shown:
    place = PLACES[waiting.kind]
    url = reverse(place.page, args=[waiting.key] if waiting.key else []) + place.query
    return Shown(waiting, TONES[waiting.urgency], place.icon, url)
