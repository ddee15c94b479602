"""Decisions about awards, credentials and what proves them, on plain values."""

from mcx.credentials.rules.certificates import TELLINGS, Telling, telling
from mcx.credentials.rules.lists import (
    LIST_IS_GOOD_FOR,
    check_code,
    did_of,
    free_index,
    host_of,
    is_full,
    list_period,
)
from mcx.credentials.rules.readiness import Readiness, check_readiness
from mcx.credentials.rules.seals import (
    EXPIRES_SOON,
    LARGEST_SEAL,
    LONGEST_PASSPHRASE,
    SEAL_STATES,
    SealFacts,
    SealState,
    check_seal,
    identifier_forms,
    seal_state,
)
from mcx.credentials.rules.standing import PATIENCE, STANDING_NAMES, Standing, is_left, standing_of
from mcx.credentials.rules.verdicts import Verdict, verdict

# Longer reasons belong in a letter.
LONGEST_TEXT = 4000
# Larger than any credential with pictures seen in the field (European transcripts reach 1.3 MB).
LARGEST_FILE = 8 * 1024 * 1024

__all__ = [
    "EXPIRES_SOON",
    "LARGEST_FILE",
    "LARGEST_SEAL",
    "LIST_IS_GOOD_FOR",
    "LONGEST_PASSPHRASE",
    "LONGEST_TEXT",
    "PATIENCE",
    "SEAL_STATES",
    "STANDING_NAMES",
    "TELLINGS",
    "Readiness",
    "SealFacts",
    "SealState",
    "Standing",
    "Telling",
    "Verdict",
    "check_code",
    "check_readiness",
    "check_seal",
    "did_of",
    "free_index",
    "host_of",
    "identifier_forms",
    "is_full",
    "is_left",
    "list_period",
    "seal_state",
    "standing_of",
    "telling",
    "verdict",
]
