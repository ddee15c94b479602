"""What stands at the head of every credential, whatever it is about: title, holder, issuer and dates.

A credential about an achievement has a whole record (`microcred.record`); one about an activity or an
entitlement has this.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from microcred.record import AchievementRecord, Organisation, Text
from microcred.report import _


class Claimed(StrEnum):
    """What a European credential can say of somebody; the value is the name of the class in ELM 3.2."""

    ACHIEVEMENT = "LearningAchievement"
    ACTIVITY = "LearningActivity"
    ASSESSMENT = "LearningAssessment"
    ENTITLEMENT = "LearningEntitlement"
    OTHER = "Claim"


CLAIMED = {
    Claimed.ACHIEVEMENT: _("Achievement"),
    Claimed.ACTIVITY: _("Activity"),
    Claimed.ASSESSMENT: _("Assessment"),
    Claimed.ENTITLEMENT: _("Entitlement"),
    Claimed.OTHER: _("Statement"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is said of the holder; `until` is when what it entitles to ends."""

    kind: Claimed
    title: Text
    description: Text | None = None
    awarded_by: tuple[Organisation, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a credential; `claims` are there where no record says what it is about."""

    title: Text
    holder: str
    issuer: Organisation
    issued_at: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    claims: tuple[Claim, ...] = ()


def head_of(record: AchievementRecord) -> Heading:
    """The head of a credential about an achievement."""
    return Heading(
        record.specification.title,
        record.learner.name,
        record.issuer,
        record.issued_at,
        record.valid_from,
        record.valid_until,
    )
