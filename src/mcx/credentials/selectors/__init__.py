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
from mcx.credentials.selectors.keys import (
    did_document,
    did_of,
    institution_to_sign,
    institution_with_did,
    institutions_with_keys,
    institutions_without_key,
    key_for,
    signing_key,
)
from mcx.credentials.selectors.pictures import PICTURES, PUBLIC_PICTURES, picture, public_picture
from mcx.credentials.selectors.records import record_of
from mcx.credentials.selectors.seals import (
    institutions_whose_seal_ends,
    seal_for,
    seal_in_use,
)
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
    "did_document",
    "did_of",
    "europass_upload",
    "examine",
    "institution_to_sign",
    "institution_with_did",
    "institutions_whose_seal_ends",
    "institutions_with_keys",
    "institutions_without_key",
    "is_on_certificate",
    "issued_to",
    "key_for",
    "picture",
    "public_picture",
    "record_of",
    "replacement_of",
    "revocation_of",
    "seal_for",
    "seal_in_use",
    "self_check",
    "signed_status_list",
    "signing_key",
    "status_list_for",
    "status_list_url",
    "status_list_version",
    "trust",
]
