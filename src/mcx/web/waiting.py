"""What waits for somebody as the home page shows it: with its colour, its picture and the way to its desk."""

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse

from mcx.credentials.rules import Standing
from mcx.governance.selectors.waiting import Kind, Urgency, Waiting

TONES = {Urgency.URGENT: "bad", Urgency.DUE: "warn", Urgency.OPEN: "info", Urgency.RUNNING: "good"}


class Place(NamedTuple):
    """Where a kind of thing is dealt with: its picture, the name of the page, and what is asked of it."""

    icon: str
    page: str
    query: str = ""


PLACES = {
    Kind.SECOND_FACTOR: Place("shield-check", "mfa_index"),
    Kind.VOTES: Place("scale", "network:charter-version"),
    Kind.AWAITED_VOTES: Place("scale", "network:charter-version"),
    Kind.ACCREDITATIONS: Place("shield-exclamation", "network:overview"),
    Kind.CLAIMS: Place("check-badge", "network:claims"),
    Kind.OWN_CLAIMS: Place("clock", "network:affiliations"),
    Kind.DRAFTS: Place("pencil-square", "design:list"),
    Kind.REVIEWS: Place("clipboard-document-check", "quality:desk"),
    Kind.OFFERS: Place("calendar-days", "catalogue:list"),
    Kind.APPLICATIONS: Place("inbox-arrow-down", "learning:admissions"),
    Kind.GRADES: Place("pencil-square", "learning:classes"),
    Kind.OWN_APPLICATIONS: Place("clock", "learning:mine"),
    Kind.COURSES: Place("academic-cap", "learning:mine"),
    Kind.AWARDS: Place("gift", "wallet:list"),
    Kind.OVERTAKEN: Place("exclamation-triangle", "credentials:registry", f"?standing={Standing.OVERTAKEN}"),
    Kind.KEYS: Place("key", "credentials:keys"),
    Kind.SEALS: Place("clock", "credentials:keys"),
    Kind.CASES: Place("scale", "recognition:desk"),
    Kind.APPEALS: Place("megaphone", "recognition:desk"),
    Kind.AGREEMENTS: Place("document-check", "recognition:agreements"),
    Kind.REFUSALS: Place("megaphone", "recognition:mine"),
    Kind.GAPS: Place("chart-bar", "industry:gaps"),
    Kind.CLOSING: Place("calendar-days", "catalogue:list", "?open=1"),
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
