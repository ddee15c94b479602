"""Deadlines of recognition and the edges of grades and terms; without a database."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from mcx.network.rules.scales import ScaleFacts, bands
from mcx.network.rules.terms import CharterTerms, Policy
from mcx.recognition.rules.decisions import (
    Decided,
    appeal_due,
    appeal_until,
    decision_due,
    faults,
    is_in_time,
    is_whole,
)
from mcx.recognition.rules.grades import Distribution, _at, convert
from mcx.recognition.rules.terms import AgreementTerms

ASKED, ONE = date(2026, 1, 31), timedelta(days=1)
REASONS = "Twenty signs exactly"


def test_the_day_on_which_a_period_begins_does_not_count() -> None:
    assert decision_due(ASKED, CharterTerms(recognition_days=30)) == date(2026, 3, 2)
    assert decision_due(ASKED, CharterTerms(recognition_days=1)) == ASKED + ONE


def test_to_appeal_and_to_decide_on_an_appeal_are_two_terms() -> None:
    terms = CharterTerms(recognition_days=3, appeal_days=5, appeal_decision_days=7)

    due = decision_due(ASKED, terms), appeal_until(ASKED, terms), appeal_due(ASKED, terms)

    assert [(day - ASKED).days for day in due] == [3, 5, 7]


def test_the_last_day_is_in_time_and_the_next_is_not() -> None:
    last = decision_due(ASKED, CharterTerms(recognition_days=30))

    assert [is_in_time(day, last) for day in (last - ONE, last, last + ONE)] == [True, True, False]


@pytest.mark.parametrize(
    ("outcome", "ects", "fields"),
    [
        (Decided.RECOGNISED, "5", set()),
        (Decided.RECOGNISED, "4.9", {"ects"}),
        (Decided.RECOGNISED, "5.1", {"ects"}),
        (Decided.PARTLY, "4.9", set()),
        (Decided.PARTLY, "0.1", set()),
        (Decided.PARTLY, "5", {"ects"}),
        (Decided.PARTLY, "0", {"ects"}),
        (Decided.REFUSED, "0", set()),
        (Decided.REFUSED, "0.1", {"ects"}),
    ],
)
def test_credits_decide_between_whole_and_part(outcome: Decided, ects: str, fields: set[str]) -> None:
    assert set(faults(outcome, Decimal(ects), Decimal(5), REASONS, ["level"])) == fields


@pytest.mark.parametrize(
    ("outcome", "ects", "fields"),
    [
        (Decided.RECOGNISED, "2.5", set()),
        (Decided.PARTLY, "2.5", set()),
        (Decided.RECOGNISED, "60", set()),
        (Decided.RECOGNISED, "60.5", {"ects"}),
        (Decided.RECOGNISED, "0", {"ects"}),
        (Decided.PARTLY, "0", {"ects"}),
        (Decided.REFUSED, "0", set()),
    ],
)
def test_a_credential_that_states_no_credits_is_worth_what_the_officer_finds(
    outcome: Decided, ects: str, fields: set[str]
) -> None:
    found = faults(outcome, Decimal(ects), Decimal(0), REASONS, ["level"])

    assert set(found) == fields
    assert all("states no ECTS" in text for text in found.values())


def test_all_of_it_counts_where_no_credits_are_stated() -> None:
    assert [is_whole(Decimal(2), Decimal(offered)) for offered in (0, 2, 3)] == [True, True, False]


def test_reasons_are_at_least_twenty_signs() -> None:
    assert "reasons" not in faults(Decided.REFUSED, Decimal(0), Decimal(5), REASONS, ["level"])
    assert "reasons" in faults(Decided.REFUSED, Decimal(0), Decimal(5), REASONS[:-1] + " ", ["level"])


HOST = Distribution("host", "2025", (("A", 100),))
HOME = Distribution("home", "2025", (("1", 30), ("2", 40), ("3", 30)))


@pytest.mark.parametrize(("policy", "grade"), [(Policy.MAX, "1"), (Policy.AVERAGE, "2"), (Policy.MIN, "3")])
def test_each_policy_chooses_another_of_the_overlapping_grades(policy: Policy, grade: str) -> None:
    done = convert("A", HOST, HOME, policy)

    assert done is not None
    assert (done.converted, done.policy) == (grade, policy)
    assert [share for _name, share in done.candidates] == [
        Fraction(3, 10),
        Fraction(4, 10),
        Fraction(3, 10),
    ]


def test_without_a_policy_or_a_group_nothing_is_converted() -> None:
    nobody = Distribution("home", "2025", (("1", 0),))

    assert convert("A", HOST, HOME, Policy.NONE) is None
    assert convert("A", HOST, nobody, Policy.MAX) is None
    assert convert("A", nobody, HOME, Policy.MAX) is None
    assert convert("F", HOST, HOME, Policy.MAX) is None


@pytest.mark.parametrize(
    ("point", "grade"),
    [
        (Fraction(0), "1"),
        (Fraction(299, 1000), "1"),
        (Fraction(3, 10), "2"),
        (Fraction(7, 10), "3"),
        (Fraction(1), "3"),
    ],
)
def test_a_point_on_an_edge_belongs_to_the_band_that_begins_there(point: Fraction, grade: str) -> None:
    assert _at(point, HOME) == grade


def test_bands_that_only_touch_do_not_overlap() -> None:
    host = Distribution("host", "2025", (("A", 30), ("B", 70)))

    best, rest = convert("A", host, HOME, Policy.MIN), convert("B", host, HOME, Policy.MAX)

    assert best is not None
    assert rest is not None
    assert (best.converted, rest.converted) == ("1", "2")


def test_the_lowest_pass_passes() -> None:
    assert bands(ScaleFacts({}, ("A", "B", "F"), "B")) == ("A", "B")
    assert bands(ScaleFacts({}, ("A", "B"), "")) == ("A", "B")


@pytest.mark.parametrize(
    ("terms", "is_right"),
    [
        ({"eqf_min": 6, "eqf_max": 6}, True),
        ({"eqf_min": 7, "eqf_max": 6}, False),
        ({"eqf_max": 8}, True),
        ({"eqf_max": 9}, False),
        ({"identity_percent": 100}, True),
        ({"identity_percent": 101}, False),
        ({"max_ects": "360"}, True),
        ({"max_ects": "360.1"}, False),
        ({"max_ects": "0"}, True),
        ({"max_ects": "-0.1"}, False),
    ],
)
def test_the_limits_of_terms_belong_to_them(terms: dict[str, object], is_right: bool) -> None:
    if is_right:
        assert AgreementTerms.from_json(terms).route == "automatic"
    else:
        with pytest.raises(ValueError, match="must"):
            AgreementTerms.from_json(terms)


def test_a_grade_that_nobody_was_given_stands_for_one_grade_whole() -> None:
    host = Distribution("host", "2025", (("A", 50), ("B", 0), ("C", 50)))

    done = convert("B", host, HOME, Policy.AVERAGE)

    assert done is not None
    assert (done.converted, done.candidates) == ("2", (("2", Fraction(1)),))


def test_the_end_of_the_group_belongs_to_the_last_grade_that_was_given() -> None:
    unused = Distribution("home", "2025", (("1", 60), ("2", 40), ("3", 0)))

    assert _at(Fraction(1), unused) == "2"
