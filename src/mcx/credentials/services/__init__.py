"""What can be done to awards, credentials and keys."""

from mcx.credentials.selectors.keys import NoSigningKey
from mcx.credentials.services.awards import (
    AlreadyClaimed,
    NotClaimable,
    claim,
    grade,
    offer_award,
    withdraw_award,
)
from mcx.credentials.services.founding import found
from mcx.credentials.services.issuing import (
    complete,
    complete_lacking,
    issue,
    issue_award,
    issue_pending,
    sweep,
)
from mcx.credentials.services.keys import LastKey, create_key, make_key, retire_key
from mcx.credentials.services.revocation import NotIssued, revoke
from mcx.credentials.services.rotation import Rotation, rotate_key_encryption_key
from mcx.credentials.services.seals import SealRefused, SealTaken, add_seal, end_seal, make_test_seal
from mcx.credentials.services.stacks import sign_stack

__all__ = [
    "AlreadyClaimed",
    "LastKey",
    "NoSigningKey",
    "NotClaimable",
    "NotIssued",
    "Rotation",
    "SealRefused",
    "SealTaken",
    "add_seal",
    "claim",
    "complete",
    "complete_lacking",
    "create_key",
    "end_seal",
    "found",
    "grade",
    "issue",
    "issue_award",
    "issue_pending",
    "make_key",
    "make_test_seal",
    "offer_award",
    "retire_key",
    "revoke",
    "rotate_key_encryption_key",
    "sign_stack",
    "sweep",
    "withdraw_award",
]
