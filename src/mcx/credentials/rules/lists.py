"""DIDs, and random places in status lists."""

from collections.abc import Callable

from microcred.status_list import ENTRIES


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
