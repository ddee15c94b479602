"""What a decision must look like before it is recorded; without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mcx.network.rules.accreditations import (
    EARLIEST,
    agency_id,
    faults,
    faults_of_end,
    faults_of_reason,
    is_address,
)
from microcred.accreditation import Decision, Ruling
from tests.cast import TODAY

AUDIT = Decision(
    {"en": "Audit"},
    "institutional",
    "Agency",
    valid_from=date(2024, 2, 29),
    valid_until=date(2030, 1, 1),
)
ONE = timedelta(days=1)


def wrong(**changes: object) -> set[str]:
    """The fields that are wrong once these are changed."""
    return set(faults(replace(AUDIT, **changes), TODAY))  # type: ignore[arg-type]


def test_a_decision_that_can_be_right_has_no_faults() -> None:
    assert faults(AUDIT, TODAY) == {}
    assert wrong(valid_until=None) == set()


@pytest.mark.parametrize(
    ("first", "last", "fields"),
    [
        (None, None, {"valid_from"}),
        (EARLIEST, None, set()),
        (EARLIEST - ONE, None, {"valid_from"}),
        (TODAY.replace(year=2027), None, set()),
        (TODAY.replace(year=2027) + ONE, None, {"valid_from"}),
        (TODAY, TODAY, set()),
        (TODAY, TODAY - ONE, {"valid_until"}),
        (TODAY, TODAY.replace(year=2076), set()),
        (TODAY, TODAY.replace(year=2076) + ONE, {"valid_until"}),
        (date(2024, 2, 29), date(2074, 3, 1), set()),
        (date(2024, 2, 29), date(2074, 3, 2), {"valid_until"}),
    ],
)
def test_days_have_to_make_sense_to_the_day(first: date | None, last: date | None, fields: set[str]) -> None:
    assert wrong(valid_from=first, valid_until=last) == fields


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": {"en": " "}}, "title"),
        ({"agency": " "}, "agency"),
        ({"kind": "horoscope"}, "kind"),
        ({"decision": "maybe"}, "decision"),
        ({"decision": Ruling.CONDITIONS}, "conditions"),
        ({"conditions": "Hire."}, "conditions"),
        ({"agency_id": "not an agency"}, "agency_id"),
        ({"agency_id": "0"}, "agency_id"),
        ({"agency_id": "https://agency"}, "agency_id"),
        ({"report_url": "javascript:alert(1)"}, "report_url"),
        ({"report_url": "https://a b.example/"}, "report_url"),
        ({"report_url": "https://you@evil.example/"}, "report_url"),
        ({"report_url": "report.pdf"}, "report_url"),
        ({"report_url": "https://[broken"}, "report_url"),
        ({"report_url": "https://example./"}, "report_url"),
    ],
)
def test_words_and_addresses_are_refused_by_field(changes: dict[str, object], field: str) -> None:
    assert wrong(**changes) == {field}


def test_conditions_belong_to_a_conditional_decision() -> None:
    assert wrong(decision=Ruling.CONDITIONS, conditions="Hire.") == set()


@pytest.mark.parametrize(
    "given", ["63", " 63 ", "https://data.deqar.eu/agency/63", "http://data.deqar.eu/agency/63/"]
)
def test_an_agencys_number_in_deqar_becomes_its_permanent_address(given: str) -> None:
    assert agency_id(given) == "https://data.deqar.eu/agency/63"
    assert wrong(agency_id=given) == set()


def test_an_agency_may_have_another_address() -> None:
    assert agency_id("https://agency.example/") == "https://agency.example/"
    assert is_address("http://agency.example/a?b=c")
    assert wrong(report_url="https://agency.example/report.pdf") == set()


@pytest.mark.parametrize(
    ("day", "fields"),
    [
        (date(2024, 2, 28), {"ended_from"}),
        (date(2024, 2, 29), set()),
        (date(2030, 1, 1), set()),
        (date(2030, 1, 2), {"ended_from"}),
    ],
)
def test_a_decision_ends_within_its_time(day: date, fields: set[str]) -> None:
    assert faults_of_end(AUDIT, day).keys() == fields
    assert faults_of_end(replace(AUDIT, valid_until=None), date(2090, 1, 1)) == {}


def test_a_reason_says_something() -> None:
    assert faults_of_reason(" nine sig ") == {"reason": faults_of_reason("")["reason"]}
    assert faults_of_reason("ten signs!") == {}
