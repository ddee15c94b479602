"""What a verification amounts to, in one word for people; the report beside it says why."""

from enum import StrEnum

from microcred.report import Conclusion, Outcome, Report


class Verdict(StrEnum):
    """The answers that a verifier gives."""

    VERIFIED = "verified"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FAILED = "failed"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"


def verdict(report: Report, *, is_read: bool, is_revoked: bool) -> Verdict:
    """The one word for a report.

    Expired or revoked is said only of a credential that is genuine otherwise: of a forged one, the
    forgery matters.
    """
    if not is_read:
        return Verdict.UNREADABLE
    wrong = {check.code.partition(".")[0] for check in report.only(Outcome.FAILED)}
    doubts = report.only(Outcome.UNKNOWN)
    if is_revoked and wrong <= {"status", "dates"}:
        return Verdict.REVOKED
    if wrong == {"dates"} and not doubts:
        return Verdict.EXPIRED
    if report.conclusion is Conclusion.INCONCLUSIVE:
        return Verdict.INCOMPLETE
    return Verdict.VERIFIED if report.conclusion is Conclusion.PASSED else Verdict.FAILED
