"""Decisions about recognition, on plain values."""

from mcx.recognition.rules.assessment import (
    Achievement,
    HomeProgramme,
    assess,
    credits_to_count,
    is_automatic,
    no_agreement,
)
from mcx.recognition.rules.grades import Conversion, Distribution, convert, passing
from mcx.recognition.rules.terms import AgreementTerms, Clause

__all__ = [
    "Achievement",
    "AgreementTerms",
    "Clause",
    "Conversion",
    "Distribution",
    "HomeProgramme",
    "assess",
    "convert",
    "credits_to_count",
    "is_automatic",
    "no_agreement",
    "passing",
]
