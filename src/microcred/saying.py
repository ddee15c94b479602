"""What is said to people, kept so that it can be said in their language: marked sentences and typed values.

Each of these is a text in English, as the command line and the logs show it, and remembers what it was made
of. What kind of value stands in a sentence is said where the sentence is made, never guessed from the name
of its slot: `Said` is a sentence or a name of ours, `Moment` a day or an instant, `Amount` a number with its
decimals, `Country` and `Language` are codes, `Name` is what something is called in several languages,
`Listed` are several values. Any other text is a fact and stays as it is.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Self

NO_VALUES: Mapping[str, str] = MappingProxyType({})


class Kept(str):
    """A text that stays of its kind, also as the `str` of an error that says it.

    `str.__str__` makes a mere text of it, as a document needs that is written.
    """

    __slots__ = ()

    def __str__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __getstate__(self) -> None:
        """Everything is said when it is made."""


class Said(Kept):
    """A sentence marked for translation, its `{slots}` filled; it was made of `text` and `values`."""

    __slots__ = ("text", "values")
    text: str
    values: Mapping[str, str]

    def __new__(cls, text: str, /, **values: object) -> Self:
        typed = values_of(values)
        said = super().__new__(cls, text.format_map(typed) if typed else text)
        said.text, said.values = str.__str__(text), typed
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        return (self.text,), dict(self.values)


class Moment(Kept):
    """A day or an instant as ISO 8601 writes it."""

    __slots__ = ()


class Amount(Kept):
    """A number in digits with a point before its decimals."""

    __slots__ = ()


class Money(Kept):
    """A sum in digits with a point before its decimals, and the currency's code (ISO 4217): `49.50 EUR`."""

    __slots__ = ()


class Country(Kept):
    """The code of a country (ISO 3166-1)."""

    __slots__ = ()


class Language(Kept):
    """The code of a language (BCP 47)."""

    __slots__ = ()


class Name(Kept):
    """What something is called in each language (BCP 47), in English where that is among them.

    `otherwise` is its name where there is none in any language.
    """

    __slots__ = ("languages", "otherwise")
    languages: Mapping[str, str]
    otherwise: str

    def __new__(cls, languages: Mapping[str, str], otherwise: str = "") -> Self:
        filled = {tag: text for tag, text in languages.items() if text}
        name = super().__new__(cls, filled.get("en") or next(iter(filled.values()), otherwise))
        name.languages, name.otherwise = filled, otherwise
        return name

    def __getnewargs_ex__(self) -> tuple[tuple[dict[str, str], str], dict[str, str]]:
        return (dict(self.languages), self.otherwise), {}


class Listed(Kept):
    """Several values, each of its own kind, with a divider between them."""

    __slots__ = ("divider", "values")
    values: tuple[str, ...]
    divider: str

    def __new__(cls, values: Iterable[object], divider: str = ", ") -> Self:
        typed = tuple(typed_value(one) for one in values)
        listed = super().__new__(cls, divider.join(typed))
        listed.values, listed.divider = typed, divider
        return listed

    def __getnewargs_ex__(self) -> tuple[tuple[tuple[str, ...], str], dict[str, str]]:
        return (self.values, self.divider), {}


BETWEEN = " – "


def period(first: object, last: object) -> Listed:
    """From one day to another, both dates; an end that is not said is “…”."""
    return Listed((first or "…", last or "…"), BETWEEN)


_CODES: Mapping[str, type[str]] = {
    "moment": Moment,
    "amount": Amount,
    "money": Money,
    "country": Country,
    "language": Language,
}
_NAMES = {kind: name for name, kind in _CODES.items()}
_KINDS = frozenset({str, Said, Listed, Name, *_NAMES})


def values_of(values: dict[str, Any]) -> Mapping[str, str]:
    """The values of a sentence, each as a text that knows its kind."""
    if not values:
        return NO_VALUES
    for name, value in values.items():
        if type(value) not in _KINDS:
            values[name] = typed_value(value)
    return values


def typed_value(value: object) -> str:
    """A text that knows its kind: dates and decimals by theirs, errors as the sentences they say."""
    if type(value) in _KINDS:
        return value  # type: ignore[return-value]  # the kinds are all texts
    if isinstance(value, date):
        return Moment(value)
    if isinstance(value, Decimal):
        return Amount(f"{value:f}")
    said = str(value)
    return said if type(said) in _KINDS else str.__str__(said)  # such as a text marked safe for HTML


def as_stored(value: str) -> str | dict[str, Any]:
    """The value as JSON keeps it: a fact as its text, anything else with its kind."""
    match value:
        case Said():
            return {
                "said": value.text,
                "values": {name: as_stored(one) for name, one in value.values.items()},
            }
        case Name():
            return {"called": dict(value.languages), "otherwise": value.otherwise}
        case Listed():
            return {"listed": [as_stored(one) for one in value.values], "divider": value.divider}
    kind = _NAMES.get(type(value))
    return {kind: str.__str__(value)} if kind else str.__str__(value)


def from_stored(stored: str | Mapping[str, Any]) -> str:
    """The value that `as_stored` wrote."""
    if isinstance(stored, str):
        return stored
    if "said" in stored:
        return Said(stored["said"], **{name: from_stored(one) for name, one in stored["values"].items()})
    if "called" in stored:
        return Name(stored["called"], stored["otherwise"])
    if "listed" in stored:
        return Listed(map(from_stored, stored["listed"]), stored["divider"])
    ((kind, text),) = stored.items()
    return _CODES[kind](text)
