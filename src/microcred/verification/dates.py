"""Whether the credential was already and is still valid at the moment asked about (VC-DM 2.0 §4.9)."""

from datetime import datetime
from functools import lru_cache

from microcred.instants import write_instant
from microcred.proofs.options import CLOCK_SKEW
from microcred.report import Check, _, failed, passed, unknown
from microcred.saying import Moment

SOURCE = "VC-DM 2.0 §4.9"


def check_dates(
    since: datetime | None, until: datetime | None, at: datetime, issued: datetime | None = None
) -> Check:
    """Not before its first and not after its last moment of validity, the last moment still counts, and not
    before it was issued.
    """
    shown = {"since": show(since) if since else "", "until": show(until) if until else ""}
    values = {**shown, "at": show(at)}
    if since is not None and until is not None and until < since:
        text = _("The credential's last day of validity ({until}) is before its first ({since}).")
        return failed("dates", text, SOURCE, _("Ask the issuer for a corrected credential."), **values)
    if since is not None and at < since:
        text = _("The credential is not valid yet. It will be valid from {since}.")
        return failed("dates", text, SOURCE, _("Check again after that date."), **values)
    if issued is not None and at + CLOCK_SKEW < issued:
        text = _("The credential says it was issued in the future, on {issued}.")
        fix = _("Ask the issuer for a corrected credential.")
        return failed("dates", text, SOURCE, fix, **values, issued=show(issued))
    if until is not None and at > until:
        text = _("The credential expired on {until}.")
        fix = _("If you need recent learning, ask the holder for a renewed credential.")
        return failed("dates", text, SOURCE, fix, **values)
    return _check_period(since, until, values)


def _check_period(since: datetime | None, until: datetime | None, values: dict[str, Moment | str]) -> Check:
    """From when until when a credential is valid to which nothing is to be objected."""
    if since is None:
        text = _("It does not say from when it is valid.")
        return unknown("dates", text, SOURCE, _("Ask the issuer for a corrected credential."), **values)
    if until is None:
        return passed("dates", _("Valid since {since}. It does not expire."), SOURCE, **values)
    return passed("dates", _("Valid from {since} to {until}."), SOURCE, **values)


@lru_cache(1024)
def show(instant: datetime) -> Moment:
    """The day, and the time where it matters."""
    written = write_instant(instant)
    day, time = written[:10], written[11:16]
    return Moment(day if time in ("00:00", "23:59") else f"{day} {time} UTC")
