"""Anyone's question about any credential, answered with what this network knows itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from mcx.credentials import rules
from mcx.credentials.models import Revocation
from mcx.credentials.rules import Verdict
from mcx.credentials.selectors.awards import revocation_of
from mcx.credentials.selectors.keys import did_of
from mcx.credentials.selectors.trust import trust
from microcred import MicrocredError, Reading, read, verify
from microcred.report import Check, Outcome, Report, _
from microcred.trust import KnownIssuer, Trust

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
    revocation = _revocation(reading, report)
    if revocation:
        report = Report.of(_with_reason(report, revocation))
    return Examination(reading, report, _proven_issuer(reading, report, trusted), revocation)


def _proven_issuer(reading: Reading, report: Report, trusted: Trust) -> KnownIssuer | None:
    """The issuer by its register's name: what a credential says of its issuer itself proves nothing."""
    known = trusted.known(reading.record.issuer.id) if reading.record else None
    proof, key = report.check("proof"), report.check("key")
    holds = (Outcome.PASSED, Outcome.WARNING)
    is_proven = proof and key and proof.outcome in holds and key.outcome in holds
    return known if is_proven else None


def _revocation(reading: Reading, report: Report) -> Revocation | None:
    """Our own entry about a credential that says it is ours, unless its status list already cleared it."""
    status = report.check("status")
    if reading.record is None or (status and status.outcome is Outcome.PASSED):
        return None
    found = revocation_of(reading.record.id)
    return found if found and reading.record.issuer.id == did_of(found.award.institution) else None


def _with_reason(report: Report, revocation: Revocation) -> Iterator[Check]:
    """The same checks; the one about the status says when and why, which no status list can."""
    for check in report:
        yield _revoked(check, revocation) if check.code == "status" else check


def _revoked(check: Check, revocation: Revocation) -> Check:
    values = {
        "day": revocation.revoked_at.date().isoformat(),
        "institution": revocation.award.institution.short_name,
        "reason": revocation.get_reason_display(),
        "explanation": revocation.explanation,
    }
    text = _("REVOKED on {day} by {institution}. {reason}: {explanation}")
    return replace(check, outcome=Outcome.FAILED, text=text, source=REGISTRY, values=values)
