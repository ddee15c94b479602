"""Decisions about recognition, on plain values."""

from mcx.recognition.rules.assessment import (
    Achievement,
    HomeProgramme,
    affiliation,
    assess,
    assess_own,
    credits_to_count,
    is_automatic,
    is_unconfirmed,
    no_agreement,
    route,
    with_affiliation,
)
from mcx.recognition.rules.decisions import (
    DIFFERENCES,
    appeal_check,
    appeal_due,
    appeal_until,
    as_kept,
    decision_due,
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
    "affiliation",
    "appeal_check",
    "appeal_due",
    "appeal_until",
    "as_kept",
    "assess",
    "assess_own",
    "convert",
    "credits_to_count",
    "decision_due",
    "faults",
    "is_automatic",
    "is_in_time",
    "is_unconfirmed",
    "no_agreement",
    "officer_check",
    "passing",
    "route",
    "with_affiliation",
]
