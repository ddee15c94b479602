"""The words of MCX: the table `glossary.toml`, its page in the guide, and explanations where words are met.

The first time that a page uses a term which a newcomer cannot know, the word itself becomes a quiet button
that opens a line about it. Browsers do that without a script: `popovertarget` opens it; Escape, or a touch
beside it, closes it.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

FILE = Path(__file__).with_name("glossary.toml")
# Where a button would be wrong: inside of what is itself pressed, named or followed, of headings, of names
# on the screen, code and pictures. What is in another language than the page's, hidden from readers aloud, a
# tag, or marked `data-plain` is left alone too, with all that is in it.
PRESSED = {"a", "button", "label", "legend", "option", "select", "summary", "textarea"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "strong", "th", "title"}
LEFT_ALONE = frozenset(PRESSED | HEADINGS | {"code", "kbd", "pre", "script", "style", "svg"})
PLAIN = r'\s(?:lang="(?!{language}\b)|aria-hidden="true"|class="tag\b|data-plain\b)'
# Elements that hold nothing, so that nothing ends them.
VOID = frozenset({"img", "input", "br", "hr", "meta", "link", "col", "source", "wbr"})
# What is left alone up to its end, tags with the blanks behind them, and the texts between: each character is
# looked at once, whatever people wrote into the page.
PARTS = re.compile(
    rf"<!--.*?-->|<(?P<alone>{'|'.join(sorted(LEFT_ALONE))})\b(?:[^<]++|<(?!/(?P=alone)\b))*+"
    r"|<(?P<end>/?)(?P<name>\w+)(?P<attributes>[^>]*)>\s*|(?P<text>[^<]+)",
    re.S,
)
# A button is a thing of its own to the browser, which would break the line between it and a comma behind it.
TORN = re.compile(r'<button type="button" class="term"[^>]*>[^<]*</button>[,.;:!?)»”“…]+')
SEEN = 4096  # texts of which a process keeps which terms they use
SHORT = 400  # characters of such a text; longer ones are seldom said twice
LONGEST = 500_000  # characters; a longer page is for reading through, not for looking words up
# How a term looks in a sentence unless the table says otherwise: itself, or with the ending of its plural.
PLURALS = {"en": "s?", "de": "(?:n|s|en)?", "es": "(?:s|es)?", "fi": ""}


@dataclass(frozen=True, slots=True)
class Term:
    """One notion: per language its word, a line that explains it, and the words that are not used for it."""

    slug: str
    words: Mapping[str, str]
    meanings: Mapping[str, str]
    matches: Mapping[str, str]
    instead: Mapping[str, tuple[str, ...]]
    is_explained: bool

    @property
    def word(self) -> str:
        """The term in the reader's language."""
        return self.words[reader()]

    @property
    def meaning(self) -> str:
        """What it means, in the reader's language."""
        return self.meanings[reader()]


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that belong together, under a name per language."""

    slug: str
    names: Mapping[str, str]
    terms: tuple[Term, ...]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.names[reader()]

    @property
    def in_order(self) -> list[Term]:
        """Its terms by the reader's alphabet, near enough: capitals make no difference."""
        return sorted(self.terms, key=lambda term: term.word.casefold())


def reader() -> str:
    """The language of the page, if the table has it; English else."""
    language = (get_language() or "en").partition("-")[0]
    return language if language in PLURALS else "en"


@cache
def groups() -> tuple[Group, ...]:
    """The whole table, read once: it changes with the software only."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Group(each["slug"], each["names"], tuple(_term(row) for row in each["terms"]))
        for each in table["groups"]
    )


def _term(row: Mapping[str, Any]) -> Term:
    return Term(
        slug=row["slug"],
        words={language: row[language][0] for language in PLURALS},
        meanings={language: row[language][1] for language in PLURALS},
        matches=row.get("match", {}),
        instead={language: tuple(words) for language, words in row.get("instead", {}).items()},
        is_explained=row.get("is_explained", False),
    )


@cache
def _plain(language: str) -> re.Pattern[str]:
    """The attributes of an element that is left alone on a page in this language."""
    return re.compile(PLAIN.format(language=language))


@cache
def _terms(language: str) -> tuple[re.Pattern[str], tuple[Term, ...]]:
    """One of the explained terms as a word of its own, the longer ones first; its group is its place."""
    terms = [term for group in groups() for term in group.terms if term.is_explained]
    terms.sort(key=lambda term: len(term.words[language]), reverse=True)
    looks = (
        term.matches.get(language) or re.escape(term.words[language]) + PLURALS[language] for term in terms
    )
    alternatives = "|".join(f"({look})" for look in looks)
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.I), tuple(terms)


@lru_cache(SEEN)
def _used(language: str, text: str) -> frozenset[int]:
    """The places of the terms that a text uses: pages say most of their texts again and again."""
    return frozenset(found.lastindex or 0 for found in _terms(language)[0].finditer(text))


def _opens_what_is_plain(tag: re.Match[str], plain: re.Pattern[str]) -> bool:
    attributes = tag["attributes"]
    if not attributes or tag["end"] or tag["name"] in VOID:
        return False
    return plain.search(attributes) is not None


def explained(html: str) -> SafeString:
    """The HTML of a page's main part, each term that needs it explained where it is first met."""
    if len(html) > LONGEST:
        return mark_safe(html)  # noqa: S308 - the page's own HTML
    language = reader()
    looks, terms = _terms(language)
    plain, used = _plain(language), partial(_used, language)
    met: dict[int, Term] = {}
    inside, depth = "", 0  # of what element, and how deep in elements of its name, nothing is explained

    def button(found: re.Match[str]) -> str:
        place = found.lastindex or 0
        if place in met:
            return found[0]
        met[place] = term = terms[place - 1]
        return f'<button type="button" class="term" popovertarget="term-{term.slug}">{found[0]}</button>'

    def part(found: re.Match[str]) -> str:
        nonlocal inside, depth
        kind = found.lastgroup
        if depth:
            if found["name"] == inside:
                depth += -1 if found["end"] else 1
        elif kind == "text":
            text = found[0]
            is_told = len(text) <= SHORT and used(text) <= met.keys()
            return text if is_told else looks.sub(button, text)
        elif kind == "attributes" and _opens_what_is_plain(found, plain):
            inside, depth = found["name"], 1
        return found[0]

    body = TORN.sub(r'<span class="nowrap">\g<0></span>', PARTS.sub(part, html))
    page = reverse("guide:words")
    rows = ((one.slug, one.word, one.meaning, page, _("Glossary")) for one in met.values())
    cards = format_html_join("", CARD, rows)
    return mark_safe(body + cards)  # noqa: S308 - the page's own HTML; what was added is escaped


CARD = (
    '<div popover id="term-{0}" class="term-card"><p><strong>{1}</strong></p><p>{2}</p>'
    '<p><a href="{3}#{0}">{4}</a></p></div>'
)


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Every term with what it means, in the reader's language."""
    return render(request, "guide/words.html", {"groups": groups()})
