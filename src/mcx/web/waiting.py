"""What waits for somebody: each domain's pages may say it, the home page shows it.

A domain takes part with a function `waiting(person, held, on) -> list[Waiting]` in its web module.
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: how many, where to go, and how urgent it looks.

    `tone` is good, info, warn or bad; `icon` the name of an icon.
    """

    title: str | Promise
    count: int
    url: str
    tone: str = "info"
    icon: str = "inbox"
