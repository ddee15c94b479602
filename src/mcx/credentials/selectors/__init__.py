"""Look-ups of awards, credentials and what proves them."""

from mcx.credentials.selectors.awards import (
    award_for,
    award_for_staff,
    award_to_check,
    award_to_seal,
    awards_for_staff,
    awards_of,
    counts,
    credential_of,
    credentials_of,
    is_on_certificate,
    issued_to,
    replacement_of,
    revocation_of,
)
from mcx.credentials.selectors.europass import UPLOAD, europass_upload
from mcx.credentials.selectors.pictures import PICTURES, PUBLIC_PICTURES, picture, public_picture
from mcx.credentials.selectors.records import record_of
from mcx.credentials.selectors.self_check import self_check
from mcx.credentials.selectors.status import (
    signed_status_list,
    status_list_for,
    status_list_url,
    status_list_version,
)
from mcx.credentials.selectors.trust import trust
from mcx.credentials.selectors.verification import Examination, examine

__all__ = [
    "PICTURES",
    "PUBLIC_PICTURES",
    "UPLOAD",
    "Examination",
    "award_for",
    "award_for_staff",
    "award_to_check",
    "award_to_seal",
    "awards_for_staff",
    "awards_of",
    "counts",
    "credential_of",
    "credentials_of",
    "europass_upload",
    "examine",
    "is_on_certificate",
    "issued_to",
    "picture",
    "public_picture",
    "record_of",
    "replacement_of",
    "revocation_of",
    "self_check",
    "signed_status_list",
    "status_list_for",
    "status_list_url",
    "status_list_version",
    "trust",
]
