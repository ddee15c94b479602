"""What a grading scale must be, and the bands into which its grades fall."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.network.rules.scale_presets import PRESETS, Preset
from mcx.network.rules.scales import (
    ScaleFacts,
    band_of,
    bands,
    faults,
    free_slug,
    grade_in,
    tidied,
)
from mcx.network.rules.terms import Policy
from microcred.grading import Numbers

TITLE = {"en": "Grades"}
LIST = ScaleFacts(TITLE, ("A", "B", "C", "F"), "C")


def numbers(best: str, worst: str, step: str, lowest: str, band: str) -> ScaleFacts:
    """A scale of numbers, as it is kept."""
    return tidied(
        ScaleFacts(TITLE, lowest_pass=lowest, numbers=Numbers(*map(Decimal, (best, worst, step))), band=band)
    )


SPANISH = numbers("10", "0", "0.1", "5", "1")
GERMAN = numbers("1.0", "5.0", "0.1", "4.0", "0.5")


def test_a_list_with_a_lowest_pass_can_be_used() -> None:
    assert faults(LIST) == {}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(LIST, title={}), "title"),
        (replace(LIST, title={"en": "x" * 121}), "title"),
        (replace(LIST, grades=("A",)), "grades"),
        (replace(LIST, grades=("A", "a", "C", "F")), "grades"),
        (replace(LIST, grades=("A", "B" * 41, "C", "F")), "grades"),
        (replace(LIST, grades=("A", "B | B", "C", "F")), "grades"),
        (replace(LIST, grades=tuple(str(each) for each in range(61)), lowest_pass="1"), "grades"),
        (replace(LIST, lowest_pass="D"), "lowest_pass"),
        (replace(LIST, lowest_pass="F"), "lowest_pass"),
        (numbers("10", "0", "0.3", "5", "1"), "step"),
        (numbers("10", "0", "0.005", "5", "1"), "step"),
        (numbers("1000", "0", "0.01", "5", "1"), "step"),
        (numbers("10.05", "0.05", "0.1", "5", "1"), "step"),
        (numbers("10", "10", "1", "10", "1"), "worst"),
        (numbers("2000", "0", "1", "5", "1"), "best"),
        (numbers("10", "0", "0.1", "5.05", "1"), "lowest_pass"),
        (numbers("10", "0", "0.1", "0", "1"), "lowest_pass"),
        (numbers("10", "0", "0.1", "five", "1"), "lowest_pass"),
        (numbers("10", "0", "0.1", "5", "0.25"), "band"),
        (numbers("10", "0", "0.1", "5", "0"), "band"),
        (numbers("10", "0", "0.1", "5", "6"), "band"),
        (numbers("10", "0", "0.1", "5", ""), "band"),
        (numbers("100", "0", "0.1", "5", "1"), "band"),
    ],
)
def test_each_fault_is_said_at_its_field(wrong: ScaleFacts, field: str) -> None:
    assert list(faults(wrong)) == [field]


def test_numbers_are_kept_with_the_decimals_of_the_step() -> None:
    kept = numbers("10", "0", "0.10", "5", " 1,0 ")

    assert kept.numbers == Numbers(Decimal("10.0"), Decimal("0.0"), Decimal("0.1"))
    assert (str(kept.numbers.best), kept.lowest_pass, kept.band) == ("10.0", "5.0", "1.0")
    assert faults(kept) == {}


def test_the_bands_of_a_list_are_its_passing_grades() -> None:
    assert bands(LIST) == ("A", "B", "C")
    assert band_of("B", LIST) == "B"
    assert band_of("F", LIST) is None
    assert grade_in("B", LIST, Policy.MIN) == "B"


def test_bands_begin_at_the_lowest_pass_and_the_best_grade_joins_the_last() -> None:
    assert bands(SPANISH) == ("9.0–10.0", "8.0–8.9", "7.0–7.9", "6.0–6.9", "5.0–5.9")


def test_where_one_is_the_best_bands_begin_at_four() -> None:
    assert bands(GERMAN) == ("1.0–1.5", "1.6–2.0", "2.1–2.5", "2.6–3.0", "3.1–3.5", "3.6–4.0")


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (numbers("20", "0", "1", "10", "1"), tuple(str(each) for each in range(20, 9, -1))),
        (numbers("10", "1", "0.5", "5.5", "1"), ("9.5–10.0", "8.5–9.0", "7.5–8.0", "6.5–7.0", "5.5–6.0")),
        (numbers("20", "0", "1", "10", "4"), ("18–20", "14–17", "10–13")),
        (numbers("20", "0", "1", "10", "11"), ("10–20",)),
        (numbers("100", "0", "1", "50", "20"), ("90–100", "70–89", "50–69")),
    ],
)
def test_what_is_left_at_the_best_end_is_a_band_when_it_is_half_of_one(
    scale: ScaleFacts, expected: tuple[str, ...]
) -> None:
    assert faults(scale) == {}
    assert bands(scale) == expected


@pytest.mark.parametrize(
    ("policy", "spanish", "german"),
    [(Policy.MAX, "7.9", "2.1"), (Policy.MIN, "7.0", "2.5"), (Policy.AVERAGE, "7.5", "2.3")],
)
def test_one_grade_stands_for_a_band_as_was_agreed(policy: Policy, spanish: str, german: str) -> None:
    assert grade_in("7.0–7.9", SPANISH, policy) == spanish
    assert grade_in("2.1–2.5", GERMAN, policy) == german


@given(st.integers(0, 100))
def test_every_passing_number_is_in_one_band_and_no_other_is_in_any(place: int) -> None:
    grade = SPANISH.numbers.at(place) if SPANISH.numbers else ""

    assert (band_of(grade, SPANISH) in bands(SPANISH)) == (place <= 50)


@given(st.sampled_from(list(Policy)), st.integers(0, 50))
def test_the_grade_that_stands_for_a_band_lies_in_it(policy: Policy, place: int) -> None:
    band = band_of(SPANISH.numbers.at(place) if SPANISH.numbers else "", SPANISH) or ""

    assert band_of(grade_in(band, SPANISH, policy), SPANISH) == band


@pytest.mark.parametrize("preset", PRESETS, ids=lambda each: each.code)
def test_every_scale_to_begin_with_can_be_used_as_it_is(preset: Preset) -> None:
    facts = ScaleFacts(TITLE, preset.grades, preset.lowest_pass, numbers=preset.numbers, band=preset.band)

    assert faults(tidied(facts)) == {}
    assert len(bands(tidied(facts))) >= 1


def test_what_no_source_stands_for_is_marked() -> None:
    unconfirmed = {each.country for each in PRESETS if not each.is_confirmed}

    assert unconfirmed == {"BE", "CZ", "ES", "FI", "FR", "GR", "IE", "LT", "LV", "PT", "RO", "SE"}


def test_an_address_is_short_plain_and_free() -> None:
    assert free_slug("mu-Spanish scale 0–10", ()) == "mu-spanish-scale-0-10"
    assert free_slug("mu-Grades", {"mu-grades", "mu-grades-2"}) == "mu-grades-3"
    assert free_slug("Ää", ()) == "aa"
    assert free_slug("—", ()) == "scale"
    assert free_slug("x" * 80, {"x" * 35}) == "x" * 35 + "-2"
    assert free_slug("Grades from 10 to 0 with one decimal", ()) == "grades-from-10-to-0-with-one"
