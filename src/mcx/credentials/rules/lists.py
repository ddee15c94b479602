"""DIDs, random places in status lists, and the code beside a certificate's number."""

from collections.abc import Callable

from microcred.status_list import ENTRIES

# No sign that looks like another one on paper; ten of them are 49 bits, too many to try over the web.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
SIGNS_IN_CODE = 10


def did_of(host: str, slug: str) -> str:
    """The did:web of a member; `host` is written as did:web wants it (`localhost%3A8000`)."""
    return f"did:web:{host}:institutions:{slug}"


def host_of(public_url: str) -> str:
    """The did:web form of the host that a network is reached at (did:web §3.2)."""
    return public_url.split("://", 1)[-1].split("/", 1)[0].lower().replace(":", "%3A")


def is_full(taken: int, entries: int = ENTRIES) -> bool:
    """A list three quarters full is closed: finding a free random place must stay quick."""
    return taken >= entries * 3 // 4


def free_index(is_taken: Callable[[int], bool], draw: Callable[[int], int], entries: int = ENTRIES) -> int:
    """A random index that nobody has; random so that neighbours in time are no neighbours in the list."""
    index = draw(entries)
    while is_taken(index):
        index = draw(entries)
    return index


def check_code(choose: Callable[[str], str]) -> str:
    """A random code for one certificate: it stands on nothing else, so who knows it holds the certificate."""
    return "".join(choose(SIGNS) for _sign in range(SIGNS_IN_CODE))
