"""A check as tests compare it: everything but its words, of which only that there are some."""

from microcred.report import Check, Outcome

Line = tuple[str, Outcome, str, dict[str, str], bool]
"""Code, outcome, clause and values, and whether it says what to do next."""


def line(check: Check) -> Line:
    """The check without its words; their slots have to fit its values."""
    assert check.message
    assert "{" not in check.advice
    return check.code, check.outcome, check.source, dict(check.values), bool(check.fix)
