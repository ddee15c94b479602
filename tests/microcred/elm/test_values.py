"""Instants, days, hours and language tags in the spelling of the model, and back."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.elm import values
from microcred.elm.languages import canonical_tag
from microcred.instants import write_instant


@pytest.mark.parametrize(
    ("hours", "text"),
    [("150", "PT150H"), ("62.5", "PT62H30M"), ("0.5", "PT30M"), ("0.01", "PT36S"), ("0", "PT0H")],
)
def test_hours_are_written_as_durations(hours: str, text: str) -> None:
    assert values.write_hours(Decimal(hours)) == text
    assert values.read_hours(text) == Decimal(hours)


@given(st.decimals(min_value=0, max_value=100_000, places=4))
def test_any_number_of_hours_comes_back(hours: Decimal) -> None:
    text = values.write_hours(hours)

    assert values.is_duration(text)
    assert values.read_hours(text) == hours


@pytest.mark.parametrize("text", ["P1M", "P2Y", "P", "PT", "150", "", None, 7, "-PT5H", "P1DT"])
def test_what_has_no_number_of_hours_is_not_guessed(text: object) -> None:
    assert values.read_hours(text) is None


@pytest.mark.parametrize("text", ["P1Y2M3DT4H5M6.7S", "P2M", "PT150H", "-P1D"])
def test_durations_of_the_schema_are_durations(text: str) -> None:
    assert values.is_duration(text)


@pytest.mark.parametrize("text", ["", "P", "PT", "150 hours", "P1H", "PT1D", "P1DT"])
def test_other_texts_are_no_durations(text: str) -> None:
    assert not values.is_duration(text)


@pytest.mark.parametrize(
    "text", ["1999-10-02T00:00:00Z", "1999-10-01T22:00:00Z", "1999-10-02T00:00:00+02:00", "1999-10-02"]
)
def test_a_day_is_read_from_midnight_anywhere_in_europe(text: str) -> None:
    assert values.read_day(text) == date(1999, 10, 2)


@given(st.dates())
def test_any_day_comes_back(day: date) -> None:
    assert values.read_day(values.write_day(day)) == day


def test_an_instant_is_written_in_utc() -> None:
    vienna = datetime(2026, 7, 1, 11, 30, tzinfo=timezone(timedelta(hours=2)))

    assert write_instant(vienna) == "2026-07-01T09:30:00Z"
    assert values.read_instant("2026-07-01T11:30:00+02:00") == datetime(2026, 7, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-07-01T09:30:00", "2026-07-01", "2026-02-30T00:00:00Z", "", None, 5])
def test_an_instant_without_zone_or_that_does_not_exist_is_none(text: object) -> None:
    assert values.read_instant(text) is None


@pytest.mark.parametrize("tag", ["en", "pt-BR", "zh-Hant", "sr-Latn-RS"])
def test_language_tags_get_their_usual_spelling_back(tag: str) -> None:
    assert canonical_tag(tag.lower()) == tag


@pytest.mark.parametrize(("text", "number"), [("5", "5"), ("2.5", "2.5"), ("2,5", "2.5"), (" 4 ", "4")])
def test_credit_points_are_read_as_people_write_them(text: str, number: str) -> None:
    assert values.read_decimal(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "five", "-1", "1e9", "NaN", "٣", None, 5])
def test_what_is_no_plain_number_is_not_guessed(text: object) -> None:
    assert values.read_decimal(text) is None
