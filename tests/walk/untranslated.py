"""What of a page in the pseudo-language (`tests/walk/pseudo.py`) was never given to a translator.

A run of plain words is data of the network, a name that Babel gives, or marked as being in another language;
otherwise the program says it, and in English to everybody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

from babel import Locale
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.utils.translation import get_language

# What is quoted as a program reads it, and what no one sees.
UNREAD = {"script", "style", "template", "code", "pre", "kbd", "svg"}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SAID = ("aria-label", "title", "placeholder", "alt", "data-label", "aria-description")
BUTTONS = {"submit", "button", "reset"}
WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Letters that are no words: a clause of a recommendation, the initials of a person, hours, the head of a key.
SIGNS = re.compile(r"[ivxIVX]+|[A-Za-z]{1,2}|.*\d.*|z(?:6Mk|Dn)\w+")
ADDRESS = re.compile(r"\b(?:https?|did|urn):\S+")
FRAGMENT = 4  # so many words in a row are no coincidence


class Texts(HTMLParser):
    """The texts of a page that somebody reads or hears."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.found = language, list[str]()
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at what it says itself; what is inside is read unless it is code or in another language."""
        given = {name: value or "" for name, value in attrs}
        elsewhere = given.get("lang", self.language) != self.language
        is_read = tag not in UNREAD and not elsewhere and self._is_read()
        if is_read:
            names = [*SAID, "value"] if tag == "input" and given.get("type") in BUTTONS else SAID
            self.found += [given[name] for name in names if given.get(name)]
        if tag not in EMPTY:
            self.open.append((tag, is_read))

    def handle_endtag(self, tag: str) -> None:
        """Read on after it."""
        while any(name == tag for name, _is_read in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        """Keep a text that is read."""
        if self._is_read() and data.strip():
            self.found.append(data)

    def _is_read(self) -> bool:
        return not self.open or self.open[-1][1]


def texts(page: str, language: str) -> list[str]:
    """The texts of a page in this language, in their order."""
    reader = Texts(language)
    reader.feed(page)
    reader.close()
    return reader.found


@dataclass(slots=True)
class Known:
    """What may be said in plain letters: whole texts, and some words in a row of longer ones."""

    whole: set[tuple[str, ...]] = field(default_factory=set)
    fragments: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, found: Iterable[str]) -> None:
        """Learn these."""
        for text in set(found):
            words = _words(text)
            self.whole.add(words)
            last = len(words) - FRAGMENT + 1
            self.fragments.update(words[at : at + FRAGMENT] for at in range(last))

    def forget(self, found: Iterable[str]) -> None:
        """Take no text of the program for data, though somebody wrote the same."""
        self.whole.difference_update(map(_words, found))

    def escaped(self, text: str) -> list[str]:
        """The runs of plain words in this text that are not known."""
        words = WORDS.findall(ADDRESS.sub(" ", text))
        folded = [each.casefold() for each in words]
        told = [bool(SIGNS.fullmatch(each)) or not each.isascii() for each in words]
        for at in range(len(words)):
            for end in range(len(words), at, -1):
                run = tuple(folded[at:end])
                if run in self.whole or (len(run) == FRAGMENT and run in self.fragments):
                    told[at:end] = [True] * (end - at)
                    break
        return list(_runs(words, told))


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORDS.findall(text.casefold()))


def _runs(words: list[str], told: list[bool]) -> Iterator[str]:
    run: list[str] = []
    for word, is_told in zip([*words, ""], [*told, True], strict=True):
        if not is_told:
            run.append(word)
        elif run:
            yield " ".join(run)
            run = []


def data_of_the_network() -> Iterator[str]:
    """Every text in the database; of what is kept of a check or an event, only the values."""
    for model in apps.get_models():
        names = [
            each.attname for each in model._meta.fields if isinstance(each, CharField | TextField | JSONField)
        ]
        for row in model._default_manager.values_list(*names) if names else ():
            for value in row:
                yield from _leaves(value)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)


@cache
def names_of_babel() -> frozenset[str]:
    """Languages, countries, units, months and days in the pseudo-language's stead."""
    locale = Locale.parse(get_language() or "en")
    tables: list[Any] = [locale.languages, locale.territories, locale.currencies, locale.months, locale.days]
    return frozenset(name for table in tables for name in _leaves(_plain(table)))


def _plain(table: Any) -> Any:
    return {key: _plain(value) for key, value in table.items()} if hasattr(table, "items") else table
