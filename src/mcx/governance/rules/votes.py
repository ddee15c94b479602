"""When a proposed Charter is adopted: every member has one voice, and all must agree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Tally:
    """The members (by id) that voted in favour, against, and those whose vote is awaited."""

    in_favour: frozenset[int]
    against: frozenset[int]
    awaited: frozenset[int]

    @property
    def is_adopted(self) -> bool:
        """Every member voted in favour; a network without members adopts nothing."""
        return bool(self.in_favour) and not self.against and not self.awaited

    @property
    def is_rejected(self) -> bool:
        """One voice against suffices: the partners agree together or not at all."""
        return bool(self.against)


def tally(members: Collection[int], votes: Mapping[int, bool]) -> Tally:
    """How the vote stands; the voices of institutions that are no longer members do not count."""
    voices = {member: votes[member] for member in members if member in votes}
    return Tally(
        in_favour=frozenset(member for member, voice in voices.items() if voice),
        against=frozenset(member for member, voice in voices.items() if not voice),
        awaited=frozenset(members) - voices.keys(),
    )


def in_force_from(proposed: date, adopted: date) -> date:
    """A Charter is in force from the day it names, but never from a day before its adoption."""
    return max(proposed, adopted)
