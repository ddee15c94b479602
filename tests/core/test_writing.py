"""Numbers, money, shares, periods and instants are written as the reader's language writes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from mcx.core import writing
from mcx.core.reports import written
from microcred import saying

LANGUAGES = ("en", "de", "es", "fi")
FIRST = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (lambda: writing.number("10.0"), ("10", "10", "10", "10")),
        (lambda: writing.number(Decimal("2.50")), ("2.5", "2,5", "2,5", "2,5")),
        (lambda: writing.number(1500), ("1500", "1500", "1500", "1500")),
        (lambda: writing.money("190"), ("€190", "190 €", "190 €", "190 €")),
        (lambda: writing.money("1190.5"), ("€1,190.50", "1.190,50 €", "1.190,50 €", "1 190,50 €")),
        (lambda: writing.percent("12.4"), ("12.4%", "12,4 %", "12,4 %", "12,4 %")),
        (lambda: writing.percent(40), ("40%", "40 %", "40 %", "40 %")),
        (lambda: writing.percent(12.4), ("12.4%", "12,4 %", "12,4 %", "12,4 %")),
        (lambda: writing.percent(27.0), ("27%", "27 %", "27 %", "27 %")),
        (lambda: writing.percent("33.35"), ("33.4%", "33,4 %", "33,4 %", "33,4 %")),
        (lambda: writing.credits_of(2.7), ("2.7 ECTS", "2,7 ECTS", "2,7 ECTS", "2,7 op")),
        (lambda: writing.hours_of(0.1), ("0.1 h", "0,1 h", "0,1 h", "0,1 h")),
        (lambda: writing.money(190.1), ("€190.10", "190,10 €", "190,10 €", "190,10 €")),
        (lambda: writing.credits_of("2.5"), ("2.5 ECTS", "2,5 ECTS", "2,5 ECTS", "2,5 op")),
        (lambda: writing.hours_of(65), ("65 h", "65 h", "65 h", "65 h")),
        (
            lambda: writing.with_credits(writing.span("2.5", 5)),
            ("2.5–5 ECTS", "2,5–5 ECTS", "2,5–5 ECTS", "2,5–5 op"),
        ),
        (lambda: writing.span("62.5", "75.0"), ("62.5–75", "62,5–75", "62,5–75", "62,5–75")),
        (lambda: writing.size(1_234), ("1.2 kB", "1,2 kB", "1,2 kB", "1,2 kt")),
        (lambda: writing.size(64 * 1024), ("64 kB", "64 kB", "64 kB", "64 kt")),
        (lambda: writing.size(12), ("0.1 kB", "0,1 kB", "0,1 kB", "0,1 kt")),
        (lambda: writing.size(0), ("0 kB", "0 kB", "0 kB", "0 kt")),
        (lambda: writing.size(1024 * 1024 - 1), ("1 MB", "1 MB", "1 MB", "1 Mt")),
        (lambda: writing.size(50 * 1024 * 1024), ("50 MB", "50 MB", "50 MB", "50 Mt")),
        (
            lambda: writing.period(FIRST, date(2026, 11, 22)),
            ("3–22 Nov 2026", "3.–22. Nov. 2026", "3–22 nov 2026", "3.–22. marraskuuta 2026"),
        ),
        (
            lambda: writing.period(FIRST, date(2027, 1, 2)),
            (
                "3 Nov 2026 – 2 Jan 2027",
                "3. Nov. 2026 – 2. Jan. 2027",
                "3 nov 2026 – 2 ene 2027",
                "3. marraskuuta 2026 – 2. tammikuuta 2027",
            ),
        ),
        (
            lambda: writing.period(FIRST, FIRST),
            ("3 November 2026", "3. November 2026", "3 de noviembre de 2026", "3. marraskuuta 2026"),
        ),
        (
            lambda: writing.instant(datetime(2026, 11, 3, 9, 5, tzinfo=UTC)),
            (
                "3 November 2026, 09:05 UTC",
                "3. November 2026, 09:05 UTC",
                "3 de noviembre de 2026, 09:05 UTC",
                "3. marraskuuta 2026 klo 9.05 UTC",
            ),
        ),
    ],
)
def test_each_language_has_its_way(write: Callable[[], str], expected: tuple[str, ...]) -> None:
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(write().replace("\u00a0", " "))

    assert tuple(said) == expected


def test_what_stands_together_is_not_torn_apart_at_the_end_of_a_line() -> None:
    with translation.override("fi"):
        assert "\u00a0" in writing.money(190)
        assert "\u00a0" in writing.percent(40)
        assert "\u00a0" in writing.credits_of(3)
        assert "\u00a0" in writing.size(64 * 1024)


@pytest.mark.parametrize(
    ("language", "together"),
    [
        ("en", ("2 October", "2 Oct", "4 Nov")),
        ("de", ("2. Oktober", "2. Okt.", "4. Nov.")),
        ("es", ("2 de octubre", "2 oct", "4 nov")),
        ("fi", ("2. lokakuuta", "2. lokakuuta", "4. marraskuuta")),
    ],
)
def test_a_day_keeps_its_month_on_one_line(language: str, together: tuple[str, str, str]) -> None:
    start, end = date(2026, 10, 2), date(2026, 11, 4)
    with translation.override(language):
        alone, both = writing.period(start, start), writing.period(start, end)
        at = writing.instant(datetime(2026, 10, 2, 9, 5, tzinfo=UTC))

    alone_said, first_said, last_said = (each.replace(" ", "\u00a0") for each in together)
    assert alone_said in alone
    assert alone_said in at
    assert first_said in both
    assert last_said in both
    assert " " in both  # between the days a line may end


def test_a_period_inside_a_sentence_is_written_as_anywhere_else() -> None:
    known = saying.period(FIRST, date(2026, 11, 22))
    open_ended = saying.period(FIRST, None)

    assert str(known) == "2026-11-03 – 2026-11-22"
    with translation.override("de"):
        assert written(known).replace("\u00a0", " ") == "3.–22. Nov. 2026"
        assert written(open_ended) == "3. November 2026 – …"


@pytest.mark.parametrize(
    ("stored", "expected"), [("75.0", "75"), ("190.00", "190"), ("62.5", "62,5"), ("190.50", "190,50")]
)
def test_a_whole_amount_inside_a_sentence_has_no_noughts_behind_it(stored: str, expected: str) -> None:
    with translation.override("de"):
        assert written(saying.Amount(stored)) == expected


def test_what_was_said_in_one_language_is_not_said_in_another() -> None:
    made: list[tuple[str | None, str]] = []

    @writing.by_language
    def say(word: str) -> str:
        made.append((translation.get_language(), word))
        return f"{translation.get_language()} {word}"

    for language in ("de", "fi", "de", "fi"):
        with translation.override(language):
            assert say("day") == f"{language} day"

    assert made == [("de", "day"), ("fi", "day")]


def test_long_words_of_a_file_are_not_kept() -> None:
    made: list[int] = []

    @writing.by_language
    def say(word: str) -> str:
        made.append(len(word))
        return word

    for _time in range(2):
        say("x" * 301)
        say("x" * 300)

    assert made == [301, 300, 301]
