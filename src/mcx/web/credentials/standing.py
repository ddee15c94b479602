"""Where an award stands, in words, tones and a history, for registrars and learners alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mcx.credentials.models import Award, Revocation
from mcx.credentials.rules import STANDING_NAMES, Standing, standing_of
from mcx.web.credentials.words import Words

TONES = {
    Standing.OFFERED: "info",
    Standing.CLAIMED: "info",
    Standing.ISSUED: "good",
    Standing.EXPIRED: "warn",
    Standing.OVERTAKEN: "warn",
    Standing.REVOKED: "bad",
    Standing.WITHDRAWN: "muted",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A standing as a badge shows it; `label` is marked for translation."""

    standing: Standing
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a history, as `parts/timeline.html` shows it."""

    at: datetime
    title: Words
    icon: str
    tone: str = "muted"
    by: str = ""
    text: str = ""


def revocation_of(award: Award) -> Revocation | None:
    """The award's revocation, without a query where it was selected with the award."""
    found: Revocation | None = getattr(award, "revocation", None)
    return found


def shown(award: Award, at: datetime) -> Shown:
    """The badge of an award, without a query where revocation and later grade were selected with it."""
    standing = standing_of(
        award.status,
        award.valid_until,
        is_revoked=revocation_of(award) is not None,
        is_overtaken=getattr(award.result, "replaced_by", None) is not None,
        at=at,
    )
    return Shown(standing, STANDING_NAMES[standing], TONES[standing])


def events_of(award: Award) -> list[Event]:
    """What happened to the award, first things first."""
    return list(_events(award))


def _events(award: Award) -> Iterator[Event]:
    yield Event(award.offered_at, _("Awarded"), "academic-cap")
    if award.claimed_at:
        yield Event(award.claimed_at, _("Claimed by the learner"), "hand-raised", by=award.learner.name)
    if award.issued_at:
        yield Event(award.issued_at, _("Signed and issued"), "check", "good")
    if revocation := revocation_of(award):
        title = revocation.get_reason_display()
        yield Event(
            revocation.revoked_at,
            _("Revoked: %(reason)s") % {"reason": title},
            "no-symbol",
            "bad",
            text=revocation.explanation,
        )
