"""What the checks need to know of the institution that designs."""

from collections.abc import Collection
from dataclasses import dataclass

from microcred.record import Organisation


@dataclass(frozen=True, slots=True)
class House:
    """The institution's short address and facts, and the slugs of the grading scales it may use."""

    slug: str
    organisation: Organisation
    scales: Collection[str]
