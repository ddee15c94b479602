"""Where an award stands, as people speak of it."""

from datetime import datetime, timedelta
from enum import StrEnum

from microcred.report import _

# Whoever has a job in hand signs within seconds; what waits longer was left by a worker that died.
PATIENCE = timedelta(minutes=1)


class Standing(StrEnum):
    """The states in which a registrar looks for awards."""

    OFFERED = "offered"
    CLAIMED = "claimed"
    ISSUED = "issued"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


STANDING_NAMES = {
    Standing.OFFERED: _("Waiting to be claimed"),
    Standing.CLAIMED: _("Being signed"),
    Standing.ISSUED: _("Issued"),
    Standing.EXPIRED: _("Expired"),
    Standing.OVERTAKEN: _("Issued, grade corrected since"),
    Standing.REVOKED: _("Revoked"),
    Standing.WITHDRAWN: _("Withdrawn before it was claimed"),
}


def standing_of(
    status: str, valid_until: datetime | None, *, is_revoked: bool, is_overtaken: bool, at: datetime
) -> Standing:
    """The standing of an award with this status; what is worst about an issued one is said."""
    if is_revoked:
        return Standing.REVOKED
    if status == Standing.ISSUED and is_overtaken:
        return Standing.OVERTAKEN
    if status == Standing.ISSUED and valid_until is not None and valid_until < at:
        return Standing.EXPIRED
    return Standing(status)


def is_left(claimed_at: datetime | None, *, at: datetime) -> bool:
    """Whether an award that is not signed yet waits so long that somebody else takes it up."""
    return claimed_at is not None and claimed_at <= at - PATIENCE
