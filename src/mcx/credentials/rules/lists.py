"""Random places in status lists, how long a list is good for, and the code beside a certificate's number."""

from collections.abc import Callable
from datetime import datetime, timedelta

from microcred.status_list import ENTRIES

# How long a copy of a status list is good for (Bitstring Status List v1.0 §2.2): for so long somebody may
# still show a list from before a revocation. Whoever asks gets one that is good for half of it at least.
LIST_IS_GOOD_FOR = timedelta(hours=24)
# No sign that looks like another one on paper; ten of them are 49 bits, too many to try over the web.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
SIGNS_IN_CODE = 10


def is_full(taken: int, entries: int = ENTRIES) -> bool:
    """A list three quarters full is closed: finding a free random place must stay quick."""
    return taken >= entries * 3 // 4


def list_period(changed_at: datetime, *, at: datetime) -> tuple[datetime, datetime]:
    """Since when and until when the list is good that is read at this instant.

    It is signed anew when it changes, then whenever half of its time has passed: everybody who asks in the
    meantime gets the same bytes.
    """
    half = LIST_IS_GOOD_FOR / 2
    since = changed_at + max(0, (at - changed_at) // half) * half
    return since, since + LIST_IS_GOOD_FOR


def free_index(is_taken: Callable[[int], bool], draw: Callable[[int], int], entries: int = ENTRIES) -> int:
    """A random index that nobody has; random so that neighbours in time are no neighbours in the list."""
    index = draw(entries)
    while is_taken(index):
        index = draw(entries)
    return index


def check_code(choose: Callable[[str], str]) -> str:
    """A random code for one certificate: it stands on nothing else, so who knows it holds the certificate."""
    return "".join(choose(SIGNS) for _sign in range(SIGNS_IN_CODE))
