"""The days of an offering, to the day; without a database."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mcx.catalogue.rules import (
    PLAN_FAULTS,
    Audience,
    OfferingState,
    Run,
    Window,
    faults_of,
    review_due,
    state_of,
)
from mcx.network.rules.terms import CharterTerms

ONE = timedelta(days=1)
OPENS, CLOSES = date(2026, 9, 1), date(2026, 9, 30)
STARTS, ENDS = date(2026, 11, 1), date(2026, 12, 20)
RUN = Run(Window(OPENS, CLOSES), STARTS, ENDS)
PLAN: dict[str, Any] = {
    "code": "a-1",
    "language": "en",
    "location": "",
    "places": 1,
    "enrolment_opens_on": OPENS,
    "enrolment_closes_on": CLOSES,
    "starts_on": STARTS,
    "ends_on": ENDS,
}


@pytest.mark.parametrize(
    ("day", "is_in"), [(OPENS - ONE, False), (OPENS, True), (CLOSES, True), (CLOSES + ONE, False)]
)
def test_both_ends_of_a_window_belong_to_it(day: date, is_in: bool) -> None:
    assert (day in RUN.window) is is_in


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (OPENS - ONE, OfferingState.UPCOMING),
        (OPENS, OfferingState.OPEN),
        (CLOSES, OfferingState.OPEN),
        (CLOSES + ONE, OfferingState.CLOSED),
        (STARTS - ONE, OfferingState.CLOSED),
        (STARTS, OfferingState.RUNNING),
        (ENDS, OfferingState.RUNNING),
        (ENDS + ONE, OfferingState.FINISHED),
    ],
)
def test_a_run_changes_its_state_on_the_day(day: date, state: OfferingState) -> None:
    assert state_of(RUN, day, places_left=1) is state


def test_a_run_that_was_cancelled_is_nothing_else() -> None:
    assert state_of(replace(RUN, is_cancelled=True), ENDS + ONE, places_left=1) is OfferingState.CANCELLED


def test_the_last_place_is_a_place() -> None:
    assert state_of(RUN, OPENS, places_left=1) is OfferingState.OPEN
    assert state_of(RUN, OPENS, places_left=0) is OfferingState.FULL


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"enrolment_closes_on": OPENS}, set()),
        ({"enrolment_closes_on": OPENS - ONE}, {"enrolment_closes_on"}),
        ({"starts_on": OPENS}, set()),
        ({"starts_on": OPENS - ONE}, {"starts_on"}),
        ({"ends_on": STARTS}, set()),
        ({"ends_on": STARTS - ONE}, {"ends_on"}),
        ({"starts_on": OPENS, "ends_on": CLOSES}, set()),
        ({"starts_on": OPENS, "ends_on": CLOSES - ONE}, {"ends_on"}),
        ({"starts_on": ENDS, "enrolment_closes_on": STARTS}, set()),
        ({"language": "fi"}, {"language"}),
        ({"code": "A"}, {"code"}),
        ({"code": "a" * 80}, set()),
        ({"code": "a" * 81}, {"code"}),
        ({"location": "x" * 200}, set()),
        ({"location": "x" * 201}, {"location"}),
        ({"places": 1}, set()),
        ({"places": 0}, {"places"}),
        ({"places": 10_000}, set()),
        ({"places": 10_001}, {"places"}),
        ({"windows": {Audience.MEMBERS: Window(OPENS, CLOSES)}}, set()),
        ({"windows": {Audience.MEMBERS: Window(CLOSES, CLOSES)}}, set()),
        ({"windows": {Audience.MEMBERS: Window(CLOSES, CLOSES - ONE)}}, {"windows"}),
        ({"windows": {Audience.MEMBERS: Window(OPENS - ONE, CLOSES)}}, {"windows"}),
        ({"windows": {Audience.MEMBERS: Window(OPENS, CLOSES + ONE)}}, {"windows"}),
    ],
)
def test_a_plan_is_judged_to_the_day_and_the_place(changes: dict[str, Any], fields: set[str]) -> None:
    found = faults_of(PLAN | changes, ["en"])  # type: ignore[arg-type]

    assert found == {field: PLAN_FAULTS[field] for field in fields}


@pytest.mark.parametrize(("years", "due"), [(1, date(2027, 1, 1)), (3, date(2028, 12, 31))])
def test_an_edition_is_reviewed_after_as_many_years_of_365_days(years: int, due: date) -> None:
    assert review_due(date(2026, 1, 1), CharterTerms(review_cycle_years=years)) == due
