"""What a listing says of an edition and its runs, and sets of listings as bits; without a database."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mcx.catalogue.rules import (
    LONGEST_URI,
    Audience,
    Run,
    Window,
    bits_of,
    listed_under,
    run_from_json,
    run_json,
    takes_applications,
    taught_in,
)

RUN = Run(Window(date(2026, 9, 1), date(2026, 9, 30)), date(2026, 10, 1), date(2026, 12, 18))
LISTED = ("2026-09-01", "2026-09-30", "2026-10-01", "2026-12-18", False)


def under(**changes: Any) -> dict[str, list[str]]:
    """What a course in maintenance is listed under."""
    course: dict[str, Any] = {
        "institution": "mu",
        "languages": ("en", "es"),
        "eqf_level": 6,
        "ects": Decimal("10.00"),
        "participation": ("online",),
        "isced_f": "0714",
        "cost": {Audience.MEMBERS: "0", Audience.OTHERS: "100"},
    }
    return listed_under(**{**course, **changes})


def test_an_edition_is_listed_under_each_of_its_values() -> None:
    assert under() == {
        "institutions": ["mu"],
        "languages": ["en", "es"],
        "eqf": ["6"],
        "ects": ["10"],
        "participation": ["online"],
        "fields": ["07"],
        "isced_f": ["0714"],
        "free_for": ["members"],
    }


def test_halves_of_credits_are_listed_and_a_field_that_nobody_named_is_not() -> None:
    found = under(ects=Decimal("2.50"), isced_f="", cost={})

    assert (found["ects"], found["fields"], found["isced_f"], found["free_for"]) == (["2.5"], [], [], [])


@pytest.mark.parametrize("is_full", [True, False])
def test_a_run_is_listed_by_its_days_and_whether_it_is_full(is_full: bool) -> None:
    assert run_json(RUN, is_full=is_full) == (*LISTED[:4], is_full)
    assert run_from_json([*LISTED[:4], is_full]) == (RUN, is_full)


@pytest.mark.parametrize(
    ("day", "takes"),
    [("2026-08-31", False), ("2026-09-01", True), ("2026-09-30", True), ("2026-10-01", False)],
)
def test_a_run_takes_applications_from_its_first_day_to_its_last_while_a_place_is_free(
    day: str, takes: bool
) -> None:
    assert takes_applications(LISTED, day) is takes
    assert not takes_applications((*LISTED[:4], True), day)


def test_nobody_applies_for_what_has_ended() -> None:
    late = ("2026-09-01", "2027-01-31", "2026-10-01", "2026-12-18", False)

    assert takes_applications(late, "2026-12-18")
    assert not takes_applications(late, "2026-12-19")


@pytest.mark.parametrize("keys", [set(), {0}, {7, 8}, {1, 2, 3, 64}, {0, 63, 120, 127}])
def test_a_set_of_keys_has_the_bit_of_each(keys: set[int]) -> None:
    assert bits_of(keys, 128) == sum(1 << key for key in keys)
    assert bits_of(keys, 129) == bits_of(keys, 128)


@pytest.mark.parametrize(
    ("specification", "taught"),
    [
        ({}, set()),
        ({"outcomes": [{}]}, set()),
        ({"outcomes": [{"skills": [{"uri": "a"}, {"uri": "b"}]}, {"skills": [{"uri": "a"}]}]}, {"a", "b"}),
        ({"outcomes": [{"skills": [{"uri": ""}, {"uri": "c" * LONGEST_URI}]}]}, {"c" * LONGEST_URI}),
        ({"outcomes": [{"skills": [{"uri": "d" * (LONGEST_URI + 1)}]}]}, set()),
    ],
)
def test_an_edition_teaches_the_skills_of_its_outcomes_that_have_an_address(
    specification: dict[str, Any], taught: set[str]
) -> None:
    assert taught_in(specification) == taught
