"""Facts and the sections they are told in."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the credential says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """Facts that belong together."""

    title: str
    facts: tuple[Fact, ...]


def section(title: str, facts: Iterable[tuple[str, str]]) -> Section:
    """The facts that say something, under a title."""
    return Section(title, tuple(Fact(label, value) for label, value in facts if value))
