"""The terms of an agreement as they are stored: what is understood, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mcx.network.rules.terms import Policy
from mcx.recognition.rules.terms import (
    AgreementState,
    AgreementTerms,
    Clause,
    Place,
    Route,
    agreement_state,
    takes_notice,
)
from microcred.saying import Said

CLAUSE = {"number": "3.2", "subject": "scope", "text": {"en": "What is covered."}}


def test_terms_are_read_as_they_were_stored() -> None:
    stored = {
        "route": "individual",
        "place": "compulsory",
        "micro_credentials": ["a", "b"],
        "programmes": None,
        "eqf_min": 0,
        "eqf_max": 7,
        "isced_f": ("071",),
        "max_ects": "7.5",
        "lowest_grade": "2.0",
        "identity_percent": 0,
        "needs_accreditation": False,
        "conversion": "min",
        "clauses": [CLAUSE],
    }

    assert AgreementTerms.from_json(stored) == AgreementTerms(
        route=Route.INDIVIDUAL,
        place=Place.COMPULSORY,
        micro_credentials=("a", "b"),
        programmes=(),
        eqf_min=0,
        eqf_max=7,
        isced_f=("071",),
        max_ects=Decimal("7.5"),
        lowest_grade="2.0",
        identity_percent=0,
        needs_accreditation=False,
        conversion=Policy.MIN,
        clauses=(Clause("3.2", "scope", {"en": "What is covered."}),),
    )


@pytest.mark.parametrize("empty", [None, ""])
def test_credits_without_a_bound_are_left_empty(empty: object) -> None:
    assert AgreementTerms.from_json({"max_ects": empty}).max_ects is None


@pytest.mark.parametrize("empty", [None, [], ()])
def test_no_clauses_are_none(empty: object) -> None:
    assert AgreementTerms.from_json({"clauses": empty, "isced_f": empty}) == AgreementTerms()


def test_a_subject_without_a_clause_has_no_number() -> None:
    terms = AgreementTerms.from_json({"clauses": [CLAUSE]})

    assert (terms.clause("scope"), terms.clause("grade")) == ("3.2", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"route": None},
        {"place": "elective "},
        {"micro_credentials": "mu-spc"},
        {"micro_credentials": [1]},
        {"micro_credentials": ["a", 1]},
        {"programmes": {"law": 1}},
        {"eqf_min": "6"},
        {"eqf_min": True},
        {"eqf_min": -1},
        {"identity_percent": 50.0},
        {"max_ects": "many"},
        {"max_ects": "NaN"},
        {"max_ects": "Infinity"},
        {"lowest_grade": 2.0},
        {"needs_accreditation": 1},
        {"clauses": "3.2"},
        {"clauses": ["3.2"]},
        {"clauses": [{**CLAUSE, "more": ""}]},
        {"clauses": [{"number": "3.2", "subject": "scope"}]},
        {"clauses": [{**CLAUSE, "text": "What is covered."}]},
        {"clauses": [{**CLAUSE, "text": {"en": 1}}]},
        {"clauses": [{**CLAUSE, "number": 3.2}]},
        {"clauses": [{**CLAUSE, "subject": None}]},
    ],
)
def test_terms_that_cannot_be_understood_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must|a clause has") as refused:
        AgreementTerms.from_json(wrong)
    assert isinstance(str(refused.value), Said)  # so that it can be said in any language


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"route": "own"}, "route must be one of automatic, individual"),
        ({"place": "hall"}, "place must be one of elective, compulsory"),
        ({"conversion": "median"}, "conversion must be one of max, average, min, none"),
        ({"eqf_max": 9}, "eqf_max must be a whole number from 0 to 8"),
        ({"identity_percent": 101}, "identity_percent must be a whole number from 0 to 100"),
        ({"micro_credentials": "mu-spc"}, "micro_credentials must be a list of texts"),
        ({"max_ects": "many"}, "max_ects must be a number of ECTS"),
        ({"max_ects": "360.5"}, "max_ects must be between 0 and 360 ECTS"),
        ({"max_ects": -1}, "max_ects must be between 0 and 360 ECTS"),
        ({"clauses": "3.2"}, "clauses must be a list"),
        ({"lowest_grade": 2}, "lowest_grade must be a grade as a text"),
        ({"needs_accreditation": 1}, "needs_accreditation must be true or false"),
        ({"b": 1, "a": 2}, "unknown terms: a, b"),
        ({"eqf_min": 7, "eqf_max": 6}, "eqf_min must not be higher than eqf_max"),
    ],
)
def test_what_cannot_be_understood_names_its_term_and_what_it_may_be(
    wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        AgreementTerms.from_json(wrong)


def test_the_edges_of_the_numbers_belong_to_the_terms() -> None:
    stored = {"eqf_min": 8, "eqf_max": 8, "identity_percent": 100, "max_ects": "360"}

    terms = AgreementTerms.from_json(stored)

    assert (terms.eqf_min, terms.eqf_max, terms.identity_percent, terms.max_ects) == (8, 8, 100, Decimal(360))
    assert AgreementTerms.from_json({"max_ects": 0}).max_ects == 0


@pytest.mark.parametrize("empty", [None, ""])
def test_an_agreement_may_leave_the_conversion_to_the_charter(empty: object) -> None:
    assert AgreementTerms.from_json({"conversion": empty}).conversion is None


FIRST, LAST, ONE = date(2026, 1, 1), date(2026, 6, 30), timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "day", "state"),
    [
        ("signed", FIRST - ONE, AgreementState.COMING),
        ("signed", FIRST, AgreementState.IN_FORCE),
        ("signed", LAST, AgreementState.IN_FORCE),
        ("signed", LAST + ONE, AgreementState.ENDED),
        ("draft", FIRST, AgreementState.DRAFT),
        ("withdrawn", FIRST, AgreementState.WITHDRAWN),
        ("withdrawn", LAST + ONE, AgreementState.WITHDRAWN),
    ],
)
def test_an_agreement_is_in_force_while_it_is_signed_and_within_its_days(
    status: str, day: date, state: AgreementState
) -> None:
    assert agreement_state(status, FIRST, LAST, on=day) is state


@pytest.mark.parametrize(
    ("days", "on", "earliest"),
    [
        (30, FIRST, FIRST + 30 * ONE),
        (0, FIRST, FIRST),
        (0, FIRST - 20 * ONE, FIRST),
        (30, FIRST - 20 * ONE, FIRST + 10 * ONE),
    ],
)
def test_notice_ends_an_agreement_after_the_notice_period(days: int, on: date, earliest: date) -> None:
    assert AgreementTerms(notice_days=days).earliest_end(FIRST, on=on) == earliest


@pytest.mark.parametrize(
    ("status", "earliest", "takes"),
    [
        ("signed", LAST - ONE, True),
        ("signed", LAST, False),
        ("signed", LAST + ONE, False),
        ("draft", FIRST, False),
        ("withdrawn", FIRST, False),
    ],
)
def test_notice_ends_what_both_have_signed_and_what_would_go_on(
    status: str, earliest: date, takes: bool
) -> None:
    assert takes_notice(status, earliest, LAST) is takes


@pytest.mark.parametrize("wrong", [-1, 731, "30", None, 1.5])
def test_a_notice_period_is_some_days_up_to_two_years(wrong: object) -> None:
    with pytest.raises(ValueError, match="notice_days"):
        AgreementTerms.from_json({"notice_days": wrong})
