"""The standards library: reads, makes and proves every credential of the field."""

from microcred.annex import check_annex, check_specification
from microcred.errors import (
    KeyProblem,
    Malformed,
    MicrocredError,
    NotWritable,
    TooLarge,
    Unreadable,
    Unsupported,
)
from microcred.explain import explain
from microcred.reading import Reading, read
from microcred.record import AchievementRecord
from microcred.report import Check, Conclusion, Outcome, Report
from microcred.trust import KnownIssuer, Trust, read_trust
from microcred.verification import verify

__all__ = [
    "AchievementRecord",
    "Check",
    "Conclusion",
    "KeyProblem",
    "KnownIssuer",
    "Malformed",
    "MicrocredError",
    "NotWritable",
    "Outcome",
    "Reading",
    "Report",
    "TooLarge",
    "Trust",
    "Unreadable",
    "Unsupported",
    "check_annex",
    "check_specification",
    "explain",
    "read",
    "read_trust",
    "verify",
]
