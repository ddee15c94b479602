"""What a report says to its reader: sentences in their language, days and names as they write them.

How a value is written depends on its kind, which is said where the sentence is made (`microcred.saying`).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from babel import Locale
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from mcx.core.text import in_language
from mcx.core.writing import by_language, instant, money, period
from microcred.report import Check
from microcred.saying import BETWEEN, Amount, Country, Language, Listed, Moment, Money, Name, Said

ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?: ?UTC|Z|\+00:00))?"
)


def translated(text: object) -> str:
    """A text that was marked for translation where it was written, in the reader's language."""
    said = str(text)
    if isinstance(said, Said):
        return _filled(said.text, said.values)
    return _sentence(said) if said else ""


def message(check: Check) -> str:
    """What a check found, in the reader's language."""
    return _filled(check.text, check.values)


def advice(check: Check) -> str:
    """What a check advises, in the reader's language."""
    return _filled(check.fix, check.values)


def messages(checks: Iterable[Check]) -> str:
    """What several checks found, one sentence after the other."""
    return " ".join(message(check) for check in checks)


@by_language
def _sentence(marked: str) -> str:
    return gettext(marked)


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    if not sentence:
        return ""
    said = _sentence(sentence)
    return said.format_map({name: written(value) for name, value in values.items()}) if values else said


def written(value: str) -> str:
    """A value as its kind is written in the reader's language; a fact as it is."""
    way = _WAYS.get(type(value))
    return way(value) if way else str(value)


def _listed(value: Listed) -> str:
    if value.divider == BETWEEN and all(type(one) is Moment for one in value.values):
        try:
            return period(*map(date.fromisoformat, value.values))
        except ValueError:  # no days, or not of our calendar: each as it is
            pass
    return value.divider.join(map(written, value.values))


def _name(value: Name) -> str:
    return in_language(value.languages, get_language() or "en") or value.otherwise


def _amount(value: str) -> str:
    amount = Decimal(value)
    return number_format(amount.to_integral_value() if amount == amount.to_integral_value() else amount)


def _money(value: str) -> str:
    return money(value.removesuffix(" EUR"))


@by_language
def _moment(value: str) -> str:
    """A day or an instant in ISO 8601 as the reader writes it; what is none as it is."""
    found = ISO.fullmatch(value)
    if not found:
        return str(value)
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return str(value)
    if not found["time"]:
        return date_format(day, "DATE_FORMAT")
    return instant(datetime.combine(day, time.fromisoformat(found["time"]), UTC))


# What scales of two steps call them in English; every other grade is its scale's own and stays as it is.
_GRADES: Mapping[str, str] = {"pass": _("pass"), "fail": _("fail")}


def grade_name(grade: str) -> str:
    """A grade as its scale writes it; one of a scale that only passes or fails in the reader's language."""
    return gettext(_GRADES[grade]) if grade in _GRADES else grade


def is_verdict(grade: str) -> bool:
    """Whether the grade says no more than that somebody passed or failed."""
    return grade in _GRADES


@by_language
def country_name(code: str) -> str:
    """The country's name in the reader's language; the code itself where it is unknown."""
    return str(_locale().territories.get(code.upper(), code)) if code else ""


@by_language
def language_name(code: str) -> str:
    """The same of a language."""
    return str(_locale().languages.get(code, code))


def _locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")


_WAYS: Mapping[type[str], Callable[[Any], str]] = {
    Said: translated,
    Listed: _listed,
    Moment: _moment,
    Amount: _amount,
    Money: _money,
    Country: country_name,
    Language: language_name,
    Name: _name,
}
