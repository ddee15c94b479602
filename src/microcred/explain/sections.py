"""Facts, the sections they are told in, and whom they are told to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from microcred.openbadges.texts import best
from microcred.vocabulary import CodeList


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the credential says."""

    label: str
    value: str


def _the_code(_kind: str, code: str) -> str:
    return code


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a credential is told to: their language, and how words that are ours are said in it.

    `named` gives the name behind the code of a `country`, a `language`, a `field` of study (ISCED-F), the
    `scheme` of an identifier, or a `grade` that is a word.
    """

    language: str = "en"
    say: Callable[[str], str] = str
    named: Callable[[str, str], str] = _the_code

    def text(self, texts: Mapping[str, str] | None) -> str:
        """The credential's own text in their language, or the nearest there is."""
        return best(texts, self.language)

    def labels(self, codes: CodeList, *given: str) -> str:
        """What these codes are called."""
        return ", ".join(self.say(codes.label(code)) for code in given if code)


@dataclass(frozen=True, slots=True)
class Section:
    """Facts that belong together."""

    title: str
    facts: tuple[Fact, ...]


def section(title: str, facts: Iterable[tuple[str, str]]) -> Section:
    """The facts that say something, under a title."""
    return Section(title, tuple(Fact(label, value) for label, value in facts if value))
