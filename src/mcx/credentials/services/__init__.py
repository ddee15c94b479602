"""What can be done to awards, credentials and keys."""

from mcx.credentials.services.awards import (
    AlreadyClaimed,
    NotClaimable,
    claim,
    grade,
    offer_award,
    withdraw_award,
)
from mcx.credentials.services.issuing import (
    complete,
    complete_lacking,
    issue,
    issue_award,
    issue_pending,
    sweep,
)
from mcx.credentials.services.revocation import NotIssued, revoke
from mcx.credentials.services.stacks import sign_stack
from mcx.credentials.services.starting import equip, start_sealing, start_signing

__all__ = [
    "AlreadyClaimed",
    "NotClaimable",
    "NotIssued",
    "claim",
    "complete",
    "complete_lacking",
    "equip",
    "grade",
    "issue",
    "issue_award",
    "issue_pending",
    "offer_award",
    "revoke",
    "sign_stack",
    "start_sealing",
    "start_signing",
    "sweep",
    "withdraw_award",
]
