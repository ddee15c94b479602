"""Anyone's question about any credential, answered with what this network knows itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from mcx.core import files
from mcx.credentials import rules
from mcx.credentials.documents.carriers import REGISTRY, check_own_carrier
from mcx.credentials.documents.trust import trust
from mcx.credentials.models import Award, IssuedCredential, Revocation
from mcx.credentials.rules import Verdict
from mcx.credentials.selectors import public_award_named, public_replaced_copies
from mcx.keys.selectors import did_of
from microcred import Kind, MicrocredError, Reading, read, verify
from microcred.report import Check, Outcome, Report, _, failed, passed
from microcred.trust import KnownIssuer, Trust
from microcred.verification import examine as examined
from microcred.verification.statuses import NO_STATUS, NOT_ASKED


@dataclass(frozen=True, slots=True)
class Examination:
    """What was read, what was checked, and what our own register adds.

    `reading` is None for a file that is no credential we read. `issuer` is the issuer as a register knows
    it, only where the signature proves that the credential comes from there; `revocation` only for a
    credential of this network that was revoked, `replaced` for a copy of one that stands which was replaced.
    """

    reading: Reading | None
    report: Report
    issuer: KnownIssuer | None = None
    revocation: Revocation | None = None
    replaced: IssuedCredential | None = None

    @property
    def verdict(self) -> Verdict:
        """The one word for it."""
        return rules.verdict(
            self.report,
            is_read=self.reading is not None,
            is_revoked=self.revocation is not None,
            is_replaced=self.replaced is not None,
        )


def examine(data: bytes, *, at: datetime, trusted: Trust | None = None) -> Examination:
    """Read and verify a file of anybody's, without asking anything outside of this network (about 8 queries).

    Whatever the file holds gives an answer: one that is no credential a report of one check. `trusted` is
    the register where several files are examined at once.
    """
    trusted = trusted or trust(at=at)
    try:
        reading = read(data)
    except MicrocredError:
        return Examination(None, verify(data, at=at, trust=trusted))
    report, issuer = examined(reading, at=at, trust=trusted)
    asks = _may_know_more(reading, report, issuer, trusted)
    award = _named(reading) if asks or report.check("carrier") else None
    replaced = _replaced_copy(reading) if award and asks else None
    revocation = _revocation(award, reading, issuer, replaced) if award and asks else None
    replaced = None if revocation else replaced
    own = award if award and issuer and did_of(award.institution) == issuer.id else None
    ours = {check.code: check for check in _of_register(reading, report, own, revocation or replaced)}
    report = Report.of(_with(report, ours))
    return Examination(reading, report, issuer, revocation, replaced)


def _may_know_more(reading: Reading, report: Report, issuer: KnownIssuer | None, trusted: Trust) -> bool:
    """Whether our register is asked: not if the credential's own status list cleared it, nor of others' ones.

    A European credential names its issuer as the seal does: where the seal is not believed, only the register
    can tell whose it is.
    """
    if {check.outcome for check in report if check.code == "status"} == {Outcome.PASSED}:
        return False
    said = {reading.heading.issuer.id, issuer.id if issuer else ""}
    return reading.kind is Kind.EUROPEAN or any(member.id in said for member in trusted.issuers)


def _named(reading: Reading) -> Award | None:
    """The award of this network that the credential's own id names; whoever signed it."""
    return public_award_named(reading.record.id) if reading.record else None


def _replaced_copy(reading: Reading) -> IssuedCredential | None:
    """The very copy that it is, where this network has issued it and replaced it since.

    Only the bytes count: whoever has the lost key can sign anything else with the same number.
    """
    part = _signed_part if reading.kind is Kind.SD_JWT else bytes
    given = {part(reading.original), part(reading.content)}
    rows = public_replaced_copies(reading.record.id) if reading.record else ()
    return next((row for row in rows if part(files.read(row)) in given), None)


def _signed_part(token: bytes) -> bytes:
    """What the issuer signed of an SD-JWT, however much its holder shows (RFC 9901 §4)."""
    return token.partition(b"~")[0]


def _revocation(
    award: Award, reading: Reading, issuer: KnownIssuer | None, copy: IssuedCredential | None
) -> Revocation | None:
    """Our own entry about a credential that says it is ours."""
    found: Revocation | None = getattr(award, "revocation", None)
    names = {reading.record.issuer.id if reading.record else "", issuer.id if issuer else ""}
    return found if found and (copy or did_of(award.institution) in names) else None


def _of_register(
    reading: Reading, report: Report, own: Award | None, end: Revocation | IssuedCredential | None
) -> Iterator[Check]:
    """What our own register knows better than the file: a revocation's day and kind, the bytes issued.

    `own` is the award that the credential is, where its signature proves that it is one of this network.

    A European credential of ours names no list, and one of ours names a list that is not at hand where the
    network runs under another address than the one it was founded at: the register answers itself.
    """
    texts = {check.text for check in report if check.code == "status"}
    carrier = report.check("carrier")
    is_open = end is None and texts <= {NO_STATUS, NOT_ASKED}
    award = end.award if isinstance(end, IssuedCredential) else own
    if isinstance(end, Revocation):
        yield _revoked(end)
    elif end is not None:
        yield _replaced(end)
    elif award and is_open:
        yield passed("status", _("This network's register says it has not been revoked."), REGISTRY)
    if award and carrier:
        yield check_own_carrier(reading, award)


def _with(report: Report, ours: Mapping[str, Check]) -> Iterator[Check]:
    """The same checks, with ours in the place of those that they answer better, or at the end."""
    yield from (check for check in report if check.code not in ours)
    yield from ours.values()


def _replaced(copy: IssuedCredential) -> Check:
    """The file ended, its award stands: a new file says the same."""
    said = rules.replaced(copy.lost, day=copy.replaced_by.issued_at.date())
    return failed("status", said.text, REGISTRY, _("Ask for the new file."), **said.values)


def _revoked(revocation: Revocation) -> Check:
    """The category and the day: the words are between the university and the learner."""
    values = {
        "day": revocation.revoked_at.date(),
        "institution": revocation.award.institution.short_name,
        "reason": revocation.get_reason_display(),
    }
    text = _("Revoked on {day} by {institution}. {reason}.")
    return failed("status", text, REGISTRY, _("Ask the institution that issued it."), **values)
