"""A Report as every endpoint that decides something writes it."""

from ninja import Schema

from mcx.core.reports import advice, message
from microcred.report import Check, Conclusion, Outcome, Report


class CheckOut(Schema):
    """One check and its result; `source` is the rule it applies, `fix` is what the caller can do."""

    code: str
    outcome: Outcome
    message: str
    source: str
    fix: str

    @classmethod
    def of(cls, check: Check) -> "CheckOut":
        """The check in the caller's language; what stands in it is looked at once, with the whole answer."""
        return cls.model_construct(
            code=check.code,
            outcome=check.outcome,
            message=message(check),
            source=check.source,
            fix=advice(check),
        )


class ReportOut(Schema):
    """The checks of one decision; the conclusion is failed, inconclusive or passed, never a boolean."""

    conclusion: Conclusion
    checks: list[CheckOut]

    @classmethod
    def of(cls, report: Report) -> "ReportOut":
        """The report in the caller's language."""
        return cls(conclusion=report.conclusion, checks=[CheckOut.of(check) for check in report])
