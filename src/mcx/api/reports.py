"""A Report as every endpoint that decides something writes it."""

from ninja import Schema

from microcred.report import Conclusion, Outcome, Report


class CheckOut(Schema):
    """One question and its answer; `source` is the clause it rests on, `fix` what the caller can do."""

    code: str
    outcome: Outcome
    message: str
    source: str
    fix: str


class ReportOut(Schema):
    """The checks of one decision; the conclusion is failed, inconclusive or passed, never a boolean."""

    conclusion: Conclusion
    checks: list[CheckOut]

    @classmethod
    def of(cls, report: Report) -> "ReportOut":
        """The report as JSON."""
        return cls.model_validate(report.as_json())
