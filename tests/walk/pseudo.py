"""A language that nobody speaks: every text accented, a third longer and between ⟦ ⟧.

What a page says in it without accents was never given to a translator, and what fits in it leaves room for
German and Finnish. It stands in for Esperanto, and once more for Hebrew, which is written from right to left:
Django and Babel know both, the product offers neither.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import allauth
import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from django.conf import settings as configured
from django.test import override_settings

from mcx.core.management.commands.extract_messages import Command

PSEUDO, RIGHT_TO_LEFT = "eo", "he"
BEGIN, END = "⟦", "⟧"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "áƀçđéƒğĥïĵķļɱñöþɋřšţůʋŵẋýžÁɃÇĐÉƑĞĤÏĴĶĻṀÑÖÞɊŘŠŢŮṼŴẊÝŽ"
ACCENTS = str.maketrans(PLAIN, ACCENTED)
# Slots, tags, entities and line breaks are for programs; so is a doubled sign of a format.
KEPT = re.compile(r"(%%|%\(\w+\)[sd]|%[sd]|\{\{.*?\}\}|\{[^{}]*\}|<[^<>]+>|&#?\w+;|\n)", re.S)
# What Django and allauth say is in catalogues of their own, which every language that we offer has.
DJANGO = Path(django.__file__).parent
THEIRS = (
    DJANGO / "conf" / "locale",
    DJANGO / "contrib" / "auth" / "locale",
    Path(allauth.__file__).parent / "locale",
)
THIRD = 3


def pseudo(text: str) -> str:
    """The text in this language, with everything in its place that a program puts there or reads."""
    if not text.strip():
        return text
    parts = KEPT.split(text)
    letters = sum(len(each) for each in parts[::2])
    said = "".join(each if number % 2 else each.translate(ACCENTS) for number, each in enumerate(parts))
    body, ending = (said[:-1], "\n") if said.endswith("\n") else (said, "")
    return f"{BEGIN}{body}{_padding(-(-letters // THIRD))}{END}{ending}"


def _padding(length: int) -> str:
    """So many letters, in words of a length that words have."""
    words = " ýéšöůïñá" * (length // 9 + 1)
    return words[:length].rstrip()


def catalogue(language: str) -> Catalog:
    """Everything that is given to translators, in this language."""
    made = Catalog(locale=language, fuzzy=False)
    for template in (Command.template(), *map(_theirs, THEIRS)):
        for entry in template:
            # Babel reads a context out of a compiled catalogue as bytes.
            context: Any = entry.context
            context = context.decode() if isinstance(context, bytes) else context
            if entry.id and made.get(entry.id, context) is None:
                made.add(entry.id, _string(entry.id, made.num_plurals), context=context)
    return made


def _string(key: str | tuple[str, ...] | list[str], forms: int) -> str | tuple[str, ...]:
    if isinstance(key, str):
        return pseudo(key)
    one, several = map(pseudo, key)
    return (one, *[several] * (forms - 1))


def _theirs(folder: Path) -> Catalog:
    with (folder / "de" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return read_mo(file)


def compiled(folder: Path) -> Path:
    """A folder of catalogues in both directions of writing."""
    for language in (PSEUDO, RIGHT_TO_LEFT):
        place = folder / language / "LC_MESSAGES"
        place.mkdir(parents=True)
        with (place / "django.mo").open("wb") as file:
            write_mo(file, catalogue(language))
    return folder


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """The product offers these languages, too."""
    languages = [*configured.LANGUAGES, (PSEUDO, "⟦Pšéůđö⟧"), (RIGHT_TO_LEFT, "⟦öđůéšP⟧")]
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[folder, *configured.LOCALE_PATHS]):
        yield
