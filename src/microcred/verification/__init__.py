"""Verify any credential: a Report of named checks, never one boolean, never a network call of its own.

Top-level codes, those that do not apply left out: `format schema terms proof key issuer accreditation
status dates seal timestamp annex`; finer ones below them, as `proof.created`. Unknown is never failed,
unreachable is never invalid.
"""

from datetime import datetime

from microcred.errors import Unreadable, Unsupported
from microcred.reading import Reading, read
from microcred.report import Check, Report, failed, unknown
from microcred.trust import Loader, Trust
from microcred.verification.flows import Inquiry, checks_of
from microcred.verification.sources import Sources, methods_of

__all__ = ["CODES", "NOBODY", "verify"]

CODES = (
    *("format", "schema", "terms", "proof", "key", "issuer", "accreditation", "status", "dates"),
    *("seal", "timestamp", "annex"),
)
NOBODY = Trust()
_PLACES = {code: place for place, code in enumerate(CODES)}


def verify(
    data: bytes | Reading, *, at: datetime, trust: Trust = NOBODY, load: Loader | None = None
) -> Report:
    """Everything that can be found out about a credential at the instant `at`.

    Bytes that are no credential give a report of one failed check, a kind we do not read of one unknown.
    Only `load` may fetch; without it what would have to be fetched stays unknown.
    """
    try:
        reading = read(data) if isinstance(data, bytes) else data
    except Unreadable as error:
        return Report.of([failed("format", error.message)])
    except Unsupported as error:
        return Report.of([unknown("format", error.message)])
    inquiry = Inquiry(reading, at, Sources(trust, load, methods_of(reading.document)))
    return Report.of(sorted(checks_of(inquiry), key=_place))


def _place(check: Check) -> int:
    return _PLACES[check.code.partition(".")[0]]
