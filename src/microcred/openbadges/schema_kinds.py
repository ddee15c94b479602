"""The few kinds of value the 1EdTech JSON Schemas know, compiled to plain functions.

A kind takes a value and returns what is wrong with it, each with the path to it: nothing, mostly.
JSON Schema (draft 2019-09) keywords used there: type, enum, pattern, format, items, contains, minItems,
required, additionalProperties, propertyNames, oneOf.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from typing import Any

import orjson

from microcred.openbadges.node import LARGEST_SHARED, SHARED
from microcred.report import _
from microcred.saying import Said

MISSING = _("“{path}” is missing")
UNEXPECTED = _("“{path}” does not belong here")
WRONG_TYPE = _("“{path}” has the wrong type of value")
WRONG_WORD = _("“{path}” is not one of the allowed words")
WRONG_FORM = _("“{path}” is not written in the expected form")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where."""

    text: str
    path: str = ""

    def within(self, name: str) -> "Problem":
        """The same problem seen from the object or array around it."""
        return replace(self, path=name + self.path if self.path[:1] in ("", "[") else f"{name}.{self.path}")

    def __str__(self) -> str:
        """The problem in English; as a value of a check it is said in any language."""
        return Said(self.text, path=self.path)


Problems = tuple[Problem, ...]
Kind = Callable[[Any], Problems]

NONE: Problems = ()
_TYPE: Problems = (Problem(WRONG_TYPE),)
_WORD: Problems = (Problem(WRONG_WORD),)
_FORM: Problems = (Problem(WRONG_FORM),)

_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?").fullmatch
_EXTENSION = re.compile(r"(ext:)[a-z|A-Z|0-9|.|-|_]+").search
_INSTANT = re.compile(
    r"\d{4}-[01]\d-[0-3]\d[tT][0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?([+-][0-2]\d:[0-5]\d|[zZ])"
).fullmatch
_DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d").fullmatch


def _texts(one: Kind) -> Kind:
    """A string, or an object of such strings under language tags."""

    def check(value: Any) -> Problems:
        return _by_language(value, one) if isinstance(value, dict) else one(value)

    return check


def _by_language(value: dict[str, Any], one: Kind) -> Problems:
    if not all(_LANGUAGE(tag) for tag in value):
        return _FORM
    return next((problems for words in value.values() if (problems := one(words))), NONE)


def _string(value: Any) -> Problems:
    return NONE if isinstance(value, str) else _TYPE


def _formatted(matches: Callable[[str], Any]) -> Kind:
    def check(value: Any) -> Problems:
        if not isinstance(value, str):
            return _TYPE
        return NONE if matches(value) else _FORM

    return check


def number(value: Any) -> Problems:
    """A number; true and false are none."""
    return NONE if isinstance(value, int | float) and not isinstance(value, bool) else _TYPE


def boolean(value: Any) -> Problems:
    """True or false."""
    return NONE if isinstance(value, bool) else _TYPE


def text(value: Any) -> Problems:
    """A string, or an object of strings under language tags."""
    if isinstance(value, str):
        return NONE
    return _by_language(value, _string) if isinstance(value, dict) else _TYPE


instant: Kind = _formatted(_INSTANT)
day: Kind = _formatted(_DAY)


def pattern(expression: str) -> Kind:
    """A text of this form."""
    return _texts(_formatted(re.compile(expression).fullmatch))


def word(*words: str) -> Kind:
    """One of these words, or a map of languages to them."""

    def check(value: Any) -> Problems:
        return NONE if value in words else _WORD

    return _texts(lambda value: check(value) if isinstance(value, str) else _TYPE)


def closed(*words: str) -> Kind:
    """One of these words and nothing else."""
    allowed = frozenset(words)
    return lambda value: NONE if isinstance(value, str) and value in allowed else _WORD


def extensible(*words: str) -> Kind:
    """One of these words, or a word of one's own that begins with `ext:`."""
    allowed = frozenset(words)
    return lambda value: NONE if isinstance(value, str) and (value in allowed or _EXTENSION(value)) else _WORD


def many(one: Kind, *, at_least: int = 0) -> Kind:
    """One of these or an array of them."""

    def check(value: Any) -> Problems:
        if not isinstance(value, list):
            return one(value)
        if len(value) < at_least:
            return _FORM
        return _each(one, value)

    return check


def _each(one: Kind, values: Iterable[Any]) -> Problems:
    found: list[Problem] = []
    for index, value in enumerate(values):
        if problems := one(value):
            found += [problem.within(f"[{index}]") for problem in problems]
    return tuple(found)


def types(*needed: tuple[str, ...]) -> Kind:
    """A text, or an array of texts that holds one word of each group."""

    groups = [frozenset(group) for group in needed]

    def check(value: Any) -> Problems:
        if not isinstance(value, list):
            return text(value)
        words = [word for word in value if isinstance(word, str)]
        if any(group.isdisjoint(words) for group in groups):
            return _WORD
        return _each(text, value) if value else _FORM

    return check


def contexts(*first: str, at_least: int) -> Kind:
    """One context, or an array whose first entries match these expressions in their order."""
    expressions = [re.compile(expression).fullmatch for expression in first]

    def check(value: Any) -> Problems:
        if not isinstance(value, list):
            return _context(value)
        if len(value) < at_least:
            return _FORM
        for matches, item in zip(expressions, value, strict=False):
            if not isinstance(item, str) or not matches(item):
                return _FORM
        return _each(_context, value[len(first) :])

    return check


def _context(value: Any) -> Problems:
    return NONE if isinstance(value, str | dict) else _TYPE


def thing(properties: Mapping[str, Kind], required: tuple[str, ...], *, open_ended: bool = True) -> Kind:
    """An object with these properties; unless open-ended, with no others."""

    needed = frozenset(required)
    others = _anything if open_ended else _nothing

    def check(value: Any) -> Problems:
        if not isinstance(value, dict):
            return _TYPE
        found: list[Problem] = []
        if not needed <= value.keys():
            found += [Problem(MISSING, name) for name in required if name not in value]
        for name, inner in value.items():
            kind = properties.get(name, others)
            if kind is text and type(inner) is str:
                continue
            if problems := kind(inner):
                found += [problem.within(name) for problem in problems]
        return tuple(found)

    return check


def _anything(_value: Any) -> Problems:
    return NONE


def _nothing(_value: Any) -> Problems:
    return (Problem(UNEXPECTED),)


def once(kind: Kind) -> Kind:
    """The same kind for objects that credentials share, such as an edition: each is looked at once."""

    @lru_cache(SHARED)
    def known(data: bytes) -> Problems:
        return kind(orjson.loads(data))

    @wraps(kind)
    def check(value: Any) -> Problems:
        data = orjson.dumps(value)
        return known(data) if len(data) <= LARGEST_SHARED else kind(value)

    return check


def later(definitions: Mapping[str, Kind], name: str) -> Kind:
    """The kind of that name, looked up when it is needed: kinds contain each other."""

    def check(value: Any) -> Problems:
        return definitions[name](value)

    return check


def either(*kinds: Kind) -> Kind:
    """Any of these kinds; the problems told are those of the first."""

    def check(value: Any) -> Problems:
        first = kinds[0](value)
        return first if first and all(kind(value) for kind in kinds[1:]) else NONE

    return check
