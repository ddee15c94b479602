"""Whether a value is spelled as its datatype demands, and how to say so to a person."""

import re
from collections.abc import Callable
from typing import Any

from microcred.elm.nodes import is_iri, listed
from microcred.elm.values import is_duration, read_decimal, read_instant
from microcred.report import _

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def is_language_map(value: Any) -> bool:
    """Whether it maps language tags to texts."""
    return isinstance(value, dict) and all(
        _TAG.fullmatch(tag) and all(isinstance(text, str) for text in listed(entry))
        for tag, entry in value.items()
    )


def has_one_text_per_language(value: Any) -> bool:
    """Whether it is a language map in which no language has two texts."""
    return is_language_map(value) and all(len(listed(entry)) == 1 for entry in value.values())


def _is_whole(value: Any) -> bool:
    return type(value) is int


IS: dict[str, Callable[[Any], bool]] = {
    "text": has_one_text_per_language,
    "texts": is_language_map,
    "date": lambda value: read_instant(value) is not None,
    "duration": lambda value: isinstance(value, str) and is_duration(value),
    "string": lambda value: isinstance(value, str),
    "uri": is_iri,
    "iri": lambda value: is_iri(value) or (isinstance(value, dict) and is_iri(value.get("id"))),
    "literal": lambda value: isinstance(value, str),
    "integer": _is_whole,
    "positive": lambda value: _is_whole(value) and value > 0,
    "decimal": lambda value: read_decimal(value) is not None or (_is_whole(value) and value >= 0),
    "boolean": lambda value: isinstance(value, bool),
}

SAYS = {
    "text": _('{path} must be texts by language, one for each, such as {{"en": "Title"}}.'),
    "texts": _('{path} must be texts by language, such as {{"en": "Title"}}.'),
    "date": _("{path} must be a date and time with a zone, such as 2026-11-23T10:00:00Z."),
    "duration": _("{path} must be a duration, such as PT150H for 150 hours."),
    "string": _("{path} must be a text. Write numbers in quotes too."),
    "uri": _("{path} must be a complete address, such as https://uni.example/."),
    "iri": _("{path} must be a complete address, such as https://uni.example/."),
    "literal": _("{path} must be a text."),
    "integer": _("{path} must be a whole number."),
    "positive": _("{path} must be a whole number from 1."),
    "decimal": _("{path} must be a number."),
    "boolean": _("{path} must be true or false."),
}


def count(datatype: str, value: Any) -> int:
    """How many values of the graph a property stands for: of a language map, its texts."""
    if datatype in ("text", "texts") and isinstance(value, dict):
        return sum(len(listed(entry)) for entry in value.values())
    return len(listed(value))
