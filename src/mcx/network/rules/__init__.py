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
)
from mcx.network.rules.appointments import APPOINTABLE, may_appoint
from mcx.network.rules.dates import Phase, phase_on
from mcx.network.rules.terms import (
    CHOICES,
    DEGREES,
    EXTRA_ELEMENTS,
    TERMS,
    Article,
    CharterTerms,
    Kind,
    Span,
    TermChange,
    changed_terms,
    names_of,
    readable,
    shown,
    smallest_degree,
)

__all__ = [
    "APPOINTABLE",
    "CHOICES",
    "DEGREES",
    "EXTRA_ELEMENTS",
    "IDENTIFIER_PREFIX",
    "IDENTITY",
    "LONGEST_REASON",
    "MOST_WAITING",
    "TERMS",
    "AffiliationState",
    "Article",
    "CharterTerms",
    "Kind",
    "Phase",
    "Span",
    "TermChange",
    "Vouching",
    "agency_id",
    "changed_terms",
    "faults",
    "faults_of_end",
    "faults_of_reason",
    "is_student_identifier",
    "may_appoint",
    "names_of",
    "phase_on",
    "readable",
    "shown",
    "smallest_degree",
    "state_on",
]
