"""Verify any credential: a Report of named checks, never one boolean, never a network call of its own.

Top-level codes, those that do not apply left out: `carrier format schema terms proof key issuer
accreditation status dates seal timestamp annex`; finer ones below them, as `proof.created`. Unknown is never
failed, unreachable is never invalid.
"""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from microcred.errors import Unreadable, Unsupported
from microcred.presentations import Request
from microcred.reading import Reading, read
from microcred.report import Report, failed, unknown
from microcred.trust import KnownIssuer, Loader, Trust
from microcred.verification.carriers import check_carrier
from microcred.verification.flows import Inquiry, Insider, checks_of, nobody_inside
from microcred.verification.sources import Sources, methods_of

__all__ = ["CODES", "NOBODY", "Examined", "examine", "verify"]

CODES = (
    "carrier",
    *("format", "schema", "terms", "proof", "key", "issuer", "accreditation", "status", "dates"),
    *("seal", "timestamp", "annex"),
)
NOBODY = Trust()


def verify(
    data: bytes | Reading,
    *,
    at: datetime,
    trust: Trust = NOBODY,
    load: Loader | None = None,
    request: Request | None = None,
) -> Report:
    """Everything that can be found out about a credential at the instant `at`.

    Bytes that are no credential give a report of one failed check, a kind we do not read of one unknown.
    Only `load` may fetch; without it what would have to be fetched stays unknown. With `request` a
    presentation has to be the holder's answer to it.
    """
    try:
        reading = read(data) if isinstance(data, bytes) else data
    except Unreadable as error:
        return Report.of([failed("format", error.message.text, **error.message.values)])
    except Unsupported as error:
        return Report.of([unknown("format", error.message.text, **error.message.values)])
    return examine(reading, at=at, trust=trust, load=load, request=request).report


class Examined(NamedTuple):
    """The report on a credential, and its issuer by the register's name where the report proves that it is.

    What a credential says of its issuer itself proves nothing.
    """

    report: Report
    issuer: KnownIssuer | None


def examine(
    reading: Reading,
    *,
    at: datetime,
    trust: Trust = NOBODY,
    load: Loader | None = None,
    request: Request | None = None,
    insider: Insider = nobody_inside,
) -> Examined:
    """The same of a credential that was read, and who issued it.

    `insider` knows more of credentials than files show, and is asked about each that was read.
    """
    inquiry = Inquiry(reading, at, Sources(trust, load, methods_of(reading.document)), request, insider)
    found = (*check_carrier(reading), *checks_of(inquiry))
    report = Report.of(sorted(found, key=lambda check: _place(check.code)))
    return Examined(report, inquiry.origin.issuer)


@lru_cache(1024)
def _place(code: str) -> int:
    """Where checks of this code stand in a report, finer ones beside the one above them."""
    return CODES.index(code.partition(".")[0])
