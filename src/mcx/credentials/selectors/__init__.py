"""Look-ups of awards, credentials and what proves them."""

from mcx.credentials.selectors.awards import (
    award_for,
    award_to_check,
    awards_for_staff,
    awards_of,
    counts,
    credential_of,
    revocation_of,
)
from mcx.credentials.selectors.keys import did_document, did_of, institution_with_did, signing_key
from mcx.credentials.selectors.records import record_of
from mcx.credentials.selectors.status import signed_status_list, status_list, status_list_url
from mcx.credentials.selectors.trust import trust

__all__ = [
    "award_for",
    "award_to_check",
    "awards_for_staff",
    "awards_of",
    "counts",
    "credential_of",
    "did_document",
    "did_of",
    "institution_with_did",
    "record_of",
    "revocation_of",
    "signed_status_list",
    "signing_key",
    "status_list",
    "status_list_url",
    "trust",
]
