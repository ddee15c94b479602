"""Look-ups of agreements and cases, what an agreement would say, and decisions as files."""

from mcx.recognition.selectors.agreements import (
    agreement_with,
    agreements,
    agreements_between,
    agreements_to_sign,
)
from mcx.recognition.selectors.cases import (
    appealable,
    appeals_for,
    case_for,
    cases_for_staff,
    cases_of,
    code_of,
    counts,
    open_appeal,
    recognised_ects,
    standing_decision,
)
from mcx.recognition.selectors.previews import (
    Preview,
    consider,
    distribution,
    ects_of,
    home_programme,
    identity_percent,
    preview,
    record_of,
)
from mcx.recognition.selectors.transcripts import NotFinal, transcript_of

__all__ = [
    "NotFinal",
    "Preview",
    "agreement_with",
    "agreements",
    "agreements_between",
    "agreements_to_sign",
    "appealable",
    "appeals_for",
    "case_for",
    "cases_for_staff",
    "cases_of",
    "code_of",
    "consider",
    "counts",
    "distribution",
    "ects_of",
    "home_programme",
    "identity_percent",
    "open_appeal",
    "preview",
    "recognised_ects",
    "record_of",
    "standing_decision",
    "transcript_of",
]
