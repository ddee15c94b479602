"""Anyone's question about any credential, answered with what this network knows itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mcx.credentials import rules
from mcx.credentials.models import Award, Revocation
from mcx.credentials.rules import Verdict
from mcx.credentials.selectors.awards import award_named, revocation_of
from mcx.credentials.selectors.keys import did_of
from mcx.credentials.selectors.trust import trust
from microcred import MicrocredError, Reading, read, verify
from microcred.report import Check, Outcome, Report, _, failed, passed
from microcred.trust import KnownIssuer, Trust
from microcred.verification import proven_issuer

REGISTRY = "Register of this network"


@dataclass(frozen=True, slots=True)
class Examination:
    """What was read, what was checked, and what our own register adds.

    `reading` is None for a file that is no credential we read. `issuer` is the issuer as a register knows
    it, only where the signature proves that the credential comes from there; `revocation` only for a
    credential of this network that was revoked.
    """

    reading: Reading | None
    report: Report
    issuer: KnownIssuer | None = None
    revocation: Revocation | None = None

    @property
    def verdict(self) -> Verdict:
        """The one word for it."""
        is_read = self.reading is not None
        return rules.verdict(self.report, is_read=is_read, is_revoked=self.revocation is not None)


def examine(data: bytes, *, at: datetime, trusted: Trust | None = None) -> Examination:
    """Read and verify a file of anybody's, without asking anything outside of this network (about 8 queries).

    Whatever the file holds gives an answer: one that is no credential a report of one check. `trusted` is
    the register where several files are examined at once.
    """
    trusted = trusted or trust(on=at.date())
    try:
        reading = read(data)
    except MicrocredError:
        return Examination(None, verify(data, at=at, trust=trusted))
    report = verify(reading, at=at, trust=trusted)
    issuer = proven_issuer(reading, report, trusted)
    revocation = _revocation(reading, report, issuer)
    report = Report.of(_with_status(reading, report, revocation, issuer))
    return Examination(reading, report, issuer, revocation)


def _revocation(reading: Reading, report: Report, issuer: KnownIssuer | None) -> Revocation | None:
    """Our own entry about a credential that says it is ours, unless its status list already cleared it."""
    status = report.check("status")
    if reading.record is None or (status and status.outcome is Outcome.PASSED):
        return None
    found = revocation_of(reading.record.id)
    names = {reading.record.issuer.id, issuer.id if issuer else ""}
    return found if found and did_of(found.award.institution) in names else None


def _with_status(
    reading: Reading, report: Report, revocation: Revocation | None, issuer: KnownIssuer | None
) -> Iterator[Check]:
    """The same checks; the one about the status says when and of which kind, which no status list can.

    A European credential names no list: for one of ours the register answers itself.
    """
    yield from (check for check in report if not (revocation and check.code == "status"))
    if revocation:
        yield _revoked(revocation)
    elif report.check("status") is None and _is_ours(reading, issuer):
        text = _("It has not been revoked, says the register of this network.")
        yield passed("status", text, REGISTRY)


def _is_ours(reading: Reading, issuer: KnownIssuer | None) -> bool:
    award: Award | None = award_named(reading.record.id) if reading.record and issuer else None
    return award is not None and issuer is not None and did_of(award.institution) == issuer.id


def _revoked(revocation: Revocation) -> Check:
    """The category and the day: the words are between the university and the learner."""
    values = {
        "day": revocation.revoked_at.date().isoformat(),
        "institution": revocation.award.institution.short_name,
        "reason": revocation.get_reason_display(),
    }
    text = _("REVOKED on {day} by {institution}. {reason}.")
    return failed("status", text, REGISTRY, _("Ask the institution that issued it."), **values)
