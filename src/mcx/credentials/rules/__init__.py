"""Decisions about awards, credentials and what proves them, on plain values."""

from mcx.credentials.rules.certificates import TELLINGS, Telling, telling
from mcx.credentials.rules.lists import LIST_IS_GOOD_FOR, check_code, free_index, is_full, list_period
from mcx.credentials.rules.standing import PATIENCE, STANDING_NAMES, Standing, is_left, standing_of
from mcx.credentials.rules.verdicts import Verdict, verdict

# Longer reasons belong in a letter.
LONGEST_TEXT = 4000
# Larger than any credential with pictures seen in the field (European transcripts reach 1.3 MB).
LARGEST_FILE = 8 * 1024 * 1024

__all__ = [
    "LARGEST_FILE",
    "LIST_IS_GOOD_FOR",
    "LONGEST_TEXT",
    "PATIENCE",
    "STANDING_NAMES",
    "TELLINGS",
    "Standing",
    "Telling",
    "Verdict",
    "check_code",
    "free_index",
    "is_full",
    "is_left",
    "list_period",
    "standing_of",
    "telling",
    "verdict",
]
