"""How numbers, money, shares, sizes, periods and instants are written in the reader's language.

Days alone are Django's (`DATE_FORMAT`); what it does not know comes from Babel's tables (CLDR). A unit is
part of a text for translators, since languages differ in the unit, its place and the blank before it.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, wraps
from typing import TypeVarTuple

from babel import Locale
from babel.dates import format_interval
from babel.numbers import format_currency, format_percent
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import catalog

# English here is Europe's: the day stands before the month.
BABELS = {"en": "en_GB"}
BREAKING = str.maketrans({"\u2009": " "})
TENTH = Decimal("0.1")

Number = Decimal | float | int | str
# A day and the blank behind it, with Spanish's “de”; its month follows.
BEFORE_MONTH = re.compile(r"\b(\d{1,2}\.?) (?:(de) )?(?=[^\W\d_])")
KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE
KEPT = 2048  # days, sentences or names of one kind that a process keeps as they were written
LONGEST_KEPT = 300  # characters: the sentences of ours are shorter
Given = TypeVarTuple("Given")


def by_language(say: Callable[[*Given], str]) -> Callable[[*Given], str]:
    """The same, said once in each language and kept; for what rests on its arguments and nothing else.

    A page says the same days, sentences and sources over and over, and finding the words anew takes longer
    than all else that is done with them. What is kept goes with the words of the language as they were read.
    Long texts are of somebody's file: they are said anew each time, so that nobody fills the memory.
    """

    @lru_cache(KEPT)
    def kept(_words: object, *values: *Given) -> str:
        return say(*values)

    @wraps(say)
    def said(*values: *Given) -> str:
        if any(isinstance(value, str) and len(value) > LONGEST_KEPT for value in values):
            return say(*values)
        return kept(catalog(), *values)

    return said


def locale() -> Locale:
    """What Babel knows of the reader's language."""
    language = get_language() or "en"
    return Locale.parse(BABELS.get(language, language), sep="_" if language in BABELS else "-")


def exact(value: Number) -> Decimal:
    """A number as it is read in digits: a float has binary dust behind them, which nobody wrote."""
    return Decimal(str(value))


def number(value: Number) -> str:
    """A number without noughts at its end."""
    return number_format(exact(value).normalize())


def money(euros: Number) -> str:
    """A price in euros; whole ones without cents."""
    amount, here = exact(euros), locale()
    pattern = here.currency_formats["standard"].pattern
    whole = pattern.replace(".00", "") if amount == amount.to_integral_value() else pattern
    return str(format_currency(amount, "EUR", whole, locale=here, currency_digits=False))


def percent(share: Number) -> str:
    """A share of a hundred, with its sign and a decimal at most."""
    tenths = exact(share).quantize(TENTH, ROUND_HALF_UP)
    return str(format_percent(tenths / 100, locale=locale(), decimal_quantization=False))


def credits_of(ects: Number) -> str:
    """A number of credits with its unit."""
    return with_credits(number(ects))


def with_credits(written: str) -> str:
    """The unit of credits behind a number or a range that is written already."""
    return gettext("{ects} ECTS").format(ects=written)


def span(low: Number, high: Number) -> str:
    """From one number to another."""
    return f"{number(low)}–{number(high)}"


def hours_of(hours: Number) -> str:
    """A number of hours with its unit, short."""
    return with_hours(number(hours))


def with_hours(written: str) -> str:
    """The unit of hours behind a number or a range that is written already."""
    return gettext("{hours} h").format(hours=written)


def size(octets: int) -> str:
    """The size of a file, given in bytes; what is not empty has at least a tenth of a kilobyte."""
    kilobytes = round(max(octets / KILOBYTE, 0.1 if octets else 0), 1)
    if kilobytes < KILOBYTE:
        return gettext("{size} kB").format(size=number(str(kilobytes)))
    return gettext("{size} MB").format(size=number(str(round(octets / MEGABYTE, 1))))


@by_language
def period(first: date, last: date) -> str:
    """The days from the first to the last, both among them; what they share is said once."""
    if first == last:
        return _together(date_format(first, "DATE_FORMAT"))
    return _together(str(format_interval(first, last, "yMMMd", locale=locale())).translate(BREAKING))


def instant(at: datetime) -> str:
    """A day and a time of day, which is Greenwich's for everybody."""
    here = at.astimezone(UTC)
    return gettext("{day}, {time} UTC").format(
        day=_together(date_format(here, "DATE_FORMAT")), time=date_format(here, "TIME_FORMAT")
    )


def _together(written: str) -> str:
    """The same with each day and its month on one line."""
    return BEFORE_MONTH.sub(
        lambda found: "\u00a0".join(part for part in found.groups() if part) + "\u00a0", written
    )
