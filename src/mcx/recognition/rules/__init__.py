"""Decisions about recognition, on plain values."""

from mcx.recognition.rules.assessment import (
    Achievement,
    HomeProgramme,
    assess,
    assess_own,
    credits_to_count,
    is_automatic,
    no_agreement,
)
from mcx.recognition.rules.decisions import (
    DIFFERENCES,
    appeal_check,
    as_kept,
    deadline,
    faults,
    is_in_time,
    officer_check,
)
from mcx.recognition.rules.grades import Conversion, Distribution, convert, passing
from mcx.recognition.rules.terms import AgreementTerms, Clause

__all__ = [
    "DIFFERENCES",
    "Achievement",
    "AgreementTerms",
    "Clause",
    "Conversion",
    "Distribution",
    "HomeProgramme",
    "appeal_check",
    "as_kept",
    "assess",
    "assess_own",
    "convert",
    "credits_to_count",
    "deadline",
    "faults",
    "is_automatic",
    "is_in_time",
    "no_agreement",
    "officer_check",
    "passing",
]
