"""Where an award stands, as people speak of it."""

from enum import StrEnum

from microcred.report import _


class Standing(StrEnum):
    """The states in which a registrar looks for awards."""

    OFFERED = "offered"
    CLAIMED = "claimed"
    ISSUED = "issued"
    OVERTAKEN = "overtaken"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


STANDING_NAMES = {
    Standing.OFFERED: _("Waiting to be claimed"),
    Standing.CLAIMED: _("Being signed"),
    Standing.ISSUED: _("Issued"),
    Standing.OVERTAKEN: _("Issued, grade corrected since"),
    Standing.REVOKED: _("Revoked"),
    Standing.WITHDRAWN: _("Withdrawn before it was claimed"),
}


def standing_of(status: str, *, is_revoked: bool, is_overtaken: bool = False) -> Standing:
    """The standing of an award with this status; a revoked one is revoked whatever else it is."""
    if is_revoked:
        return Standing.REVOKED
    if is_overtaken and status == Standing.ISSUED:
        return Standing.OVERTAKEN
    return Standing(status)
