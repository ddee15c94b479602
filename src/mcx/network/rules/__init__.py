"""What follows from plain facts of the consortium: its terms, its votes, its appointments."""

from mcx.network.rules.accreditations import agency_id, faults, faults_of_end, faults_of_reason
from mcx.network.rules.affiliations import (
    IDENTIFIER_PREFIX,
    IDENTITY,
    LONGEST_REASON,
    MOST_WAITING,
    AffiliationState,
    Vouching,
    is_student_identifier,
    state_on,
    student_code,
)
from mcx.network.rules.appointments import APPOINTABLE, may_appoint
from mcx.network.rules.dates import Phase, gaps, phase_on
from mcx.network.rules.terms import (
    A_MICRO_DEGREE_IS_NEVER_A_DEGREE,
    CHOICES,
    EXTRA_ELEMENTS,
    TERM_NAMES,
    Article,
    CharterTerms,
    Span,
    TermChange,
    changed_terms,
    readable,
    shown,
)
from mcx.network.rules.terms_check import PERIODS, SPANS, check_terms
from mcx.network.rules.votes import Tally, in_force_from, tally

__all__ = [
    "APPOINTABLE",
    "A_MICRO_DEGREE_IS_NEVER_A_DEGREE",
    "CHOICES",
    "EXTRA_ELEMENTS",
    "IDENTIFIER_PREFIX",
    "IDENTITY",
    "LONGEST_REASON",
    "MOST_WAITING",
    "PERIODS",
    "SPANS",
    "TERM_NAMES",
    "AffiliationState",
    "Article",
    "CharterTerms",
    "Phase",
    "Span",
    "Tally",
    "TermChange",
    "Vouching",
    "agency_id",
    "changed_terms",
    "check_terms",
    "faults",
    "faults_of_end",
    "faults_of_reason",
    "gaps",
    "in_force_from",
    "is_student_identifier",
    "may_appoint",
    "phase_on",
    "readable",
    "shown",
    "state_on",
    "student_code",
    "tally",
]
