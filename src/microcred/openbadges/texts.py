"""Words and numbers as Open Badges 3.0 and VC-DM 2.0 write them.

Open Badges take one plain string where our texts have several languages; the others go into language
value objects `{"@value", "@language"}` (VC-DM 2.0 §11.1). A text that names no language is read under
`und` (BCP 47: undetermined), in documents of our own under `en`.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from microcred.instants import write_instant
from microcred.record import Text

IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]+")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def best(text: Text | None, language: str = "en") -> str:
    """The text in this language, else in English, else in the first language there is."""
    if not text:
        return ""
    return text.get(language) or text.get("en") or next(iter(text.values()))


def values(text: Text | None) -> Any:
    """The text as language value objects: one alone, several as an array, none as None."""
    objects = [
        {"@value": words} if tag == "und" else {"@value": words, "@language": tag}
        for tag, words in (text or {}).items()
    ]
    return objects[0] if len(objects) == 1 else objects or None


def text_of(value: Any, plain: str = "und") -> dict[str, str]:
    """What a string (in the language `plain`), a language map or language value objects say.

    No order counts: English comes first, then the other languages by the alphabet; of two texts in one
    language the first by the alphabet is read.
    """
    if isinstance(value, str):
        return {plain: value} if value else {}
    text: dict[str, str] = {}
    for item in value if isinstance(value, list) else [value]:
        for tag, words in _text_of_one(item, plain).items():
            text[tag] = min(words, text.get(tag, words))
    return {tag: text[tag] for tag in sorted(text, key=lambda tag: (tag != "en", tag))}


def _text_of_one(item: Any, plain: str) -> dict[str, str]:
    if isinstance(item, str):
        return {plain: item} if item else {}
    if not isinstance(item, dict):
        return {}
    if isinstance(words := item.get("@value"), str):
        tag = item.get("@language")
        return {_spelt(tag) if isinstance(tag, str) and LANGUAGE_TAG.fullmatch(tag) else "und": words}
    pairs = ((tag, words) for tag, words in item.items() if isinstance(words, str))
    return {_spelt(tag): words for tag, words in pairs if LANGUAGE_TAG.fullmatch(tag)}


@lru_cache(256)
def _spelt(tag: str) -> str:
    """A language tag in its usual letters (BCP 47 §2.1.1): in the graph they are all small ones."""
    language, *rest = tag.lower().split("-")
    spelling = {2: str.upper, 4: str.title}
    return "-".join([language, *(spelling.get(len(one), str)(one) for one in rest)])


def without_empty(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs as an object, leaving out what says nothing."""
    return {name: value for name, value in pairs if value not in (None, "", [], {}, ())}


def is_iri(value: str) -> bool:
    """Whether this is an absolute IRI, as every `id` must be (VC-DM 2.0 §4.4)."""
    return IRI.fullmatch(value) is not None


def iri(value: str, within: str) -> str:
    """The identifier itself when it is an IRI, else a fragment of the thing it belongs to."""
    return value if is_iri(value) else f"{within}#{quote(value, safe='')}"


def local(value: str, within: str) -> str:
    """What `iri` was given."""
    return unquote(value.removeprefix(f"{within}#")) if value.startswith(f"{within}#") else value


def number(value: Decimal) -> int | float:
    """A decimal as a JSON number."""
    return int(value) if value == value.to_integral_value() else float(value)


def decimal(value: Decimal | None) -> str:
    """A decimal as plain digits, without an exponent."""
    return "" if value is None else f"{value:f}"


def instant(value: datetime | None) -> str:
    """An instant as VC-DM 2.0 §4.9 wants it: UTC, seconds, `Z`."""
    return "" if value is None else write_instant(value)
