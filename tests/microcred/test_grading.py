"""Grades in a list and grades that are numbers: where each stands, and how it is written."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred import openbadges
from microcred.errors import Malformed
from microcred.grading import Numbers, as_written, place_of
from microcred.openbadges.writing import NUMBERS
from microcred.record import Grade, GradingScale
from microcred.record_json import from_json, to_json
from microcred.scales import describe_scale, grades_text, read_scale
from tests.microcred.cast import RECORD

SPANISH = Numbers(Decimal(10), Decimal(0), Decimal("0.1"))
GERMAN = Numbers(Decimal("1.0"), Decimal("5.0"), Decimal("0.1"))
PERCENT = Numbers(Decimal(100), Decimal(0), Decimal(1))


@pytest.mark.parametrize(
    ("numbers", "typed", "written", "place"),
    [
        (SPANISH, "7", "7.0", 30),
        (SPANISH, "7.0", "7.0", 30),
        (SPANISH, "7,5", "7.5", 25),
        (SPANISH, "10", "10.0", 0),
        (SPANISH, "0", "0.0", 100),
        (GERMAN, "1.0", "1.0", 0),
        (GERMAN, "1,3", "1.3", 3),
        (GERMAN, "5", "5.0", 40),
        (PERCENT, "050", "50", 50),
    ],
)
def test_a_number_is_written_with_the_decimals_of_the_step(
    numbers: Numbers, typed: str, written: str, place: int
) -> None:
    assert as_written(typed, (), numbers) == written
    assert place_of(typed, (), numbers) == place


@pytest.mark.parametrize(
    "typed", ["", "10.1", "-0.1", "7.55", "1e1", "seven", "NaN", "Infinity", "٧", "1" * 13, "+7", "1_0"]
)
def test_what_is_no_grade_of_the_scale_is_none(typed: str) -> None:
    assert as_written(typed, (), SPANISH) is None


def test_a_grade_of_a_list_is_only_itself() -> None:
    assert as_written("B", ("A", "B", "F")) == "B"
    assert place_of("B", ("A", "B", "F")) == 1
    assert as_written("b", ("A", "B", "F")) is None


@given(st.integers(0, 100))
def test_every_place_is_found_again_from_its_grade(place: int) -> None:
    assert SPANISH.place(SPANISH.at(place)) == place


@pytest.mark.parametrize("numbers", [SPANISH, GERMAN, PERCENT])
def test_a_range_of_numbers_is_read_back_from_its_description(numbers: Numbers) -> None:
    scale = GradingScale("https://x.example/s", {"en": "Grades", "de": "Noten"}, (), "5.0", numbers)

    assert read_scale(scale.id, describe_scale(scale)) == scale


def test_the_description_says_which_end_is_the_best() -> None:
    scale = GradingScale("s", {}, (), "4.0", GERMAN)

    assert grades_text(scale) == "Numbers from best to worst: 1.0 to 5.0 in steps of 0.1. Lowest pass: 4.0."


HOSTILE = [("1", "5", "0"), ("1", "5", "-1"), ("1", "5", "0.00000001"), ("99999999", "0", "1")]


@pytest.mark.parametrize(("best", "worst", "step"), HOSTILE)
def test_numbers_that_no_scale_has_are_not_believed_from_anybody(best: str, worst: str, step: str) -> None:
    said = {"en": f"Grades\nNumbers from best to worst: {best} to {worst} in steps of {step}."}
    stored = to_json(replace(RECORD, grade=Grade("1.3", GradingScale("s", {}, (), "4.0", GERMAN))))
    stored["grade"]["scale"]["numbers"] = {"best": best, "worst": worst, "step": step}

    assert read_scale("s", said).numbers is None
    with pytest.raises(Malformed):
        from_json(stored)


def test_a_step_may_be_written_with_zeros_that_say_nothing() -> None:
    assert Numbers(Decimal("1E+1"), Decimal(0), Decimal("0.10")).at(30) == "7.0"
    assert Numbers(Decimal(100), Decimal(0), Decimal("1E+1")).at(3) == "70"


def test_a_record_keeps_the_range_and_a_badge_says_its_bounds() -> None:
    scale = GradingScale("https://x.example/s", {"en": "Grades"}, (), "4.0", GERMAN)
    record = replace(RECORD, grade=Grade("1.3", scale))

    document, losses = openbadges.write(record)
    described = document["credentialSubject"]["achievement"]["resultDescription"][0]

    assert from_json(to_json(record)) == record
    assert (described["valueMin"], described["valueMax"]) == ("1.0", "5.0")
    assert "allowedValue" not in described
    assert NUMBERS in losses
