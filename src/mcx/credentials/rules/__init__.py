"""Decisions about awards, credentials and what proves them, on plain values."""

from mcx.credentials.rules.lists import did_of, free_index, host_of, is_full
from mcx.credentials.rules.readiness import Readiness, check_readiness
from mcx.credentials.rules.standing import STANDING_NAMES, Standing, standing_of
from mcx.credentials.rules.verdicts import Verdict, verdict

# Longer reasons belong in a letter.
LONGEST_TEXT = 4000
# Larger than any credential with pictures seen in the field (European transcripts reach 1.3 MB).
LARGEST_FILE = 8 * 1024 * 1024

__all__ = [
    "LARGEST_FILE",
    "LONGEST_TEXT",
    "STANDING_NAMES",
    "Readiness",
    "Standing",
    "Verdict",
    "check_readiness",
    "did_of",
    "free_index",
    "host_of",
    "is_full",
    "standing_of",
    "verdict",
]
