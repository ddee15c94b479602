"""Whether an achievement counts at home: one condition at a time."""

import ast
import inspect
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mcx.network.rules.affiliations import Confirmation, EvidenceSource
from mcx.recognition.rules import assessment, decisions
from mcx.recognition.rules.assessment import (
    Achievement,
    HomeProgramme,
    assess,
    credits_to_count,
    is_automatic,
    no_agreement,
)
from mcx.recognition.rules.terms import AgreementTerms, Clause, Route
from microcred.accreditation import Decision, Ruling, accredited
from microcred.report import Conclusion, Outcome

DAY = date(2026, 7, 1)
AUDIT = Decision({"en": "Audit"}, "institutional", "Agency", valid_until=DAY)
YES, NO = (accredited("MU", [AUDIT], day, registry="Network") for day in (DAY, DAY + timedelta(days=1)))
SPC = Achievement(
    code="mu-spc",
    ects=Decimal(5),
    eqf_level=6,
    isced_f="0715",
    identity_percent=Decimal(60),
    accreditation=YES,
    grade="1.7",
    grades=("1.0", "1.3", "1.7", "2.0", "4.0", "5.0"),
    proof=Conclusion.PASSED,
)
HOME = HomeProgramme(
    slug="mechatronics",
    eqf_level=6,
    elective_ects_left=Decimal(12),
    confirmation=Confirmation(EvidenceSource.REGISTRAR, date(2026, 7, 1)),
)
TERMS = AgreementTerms(
    micro_credentials=("mu-spc",),
    isced_f=("071",),
    identity_percent=50,
    lowest_grade="2.0",
    max_ects=Decimal(10),
    eqf_max=6,
    clauses=(Clause("3.2", "scope", {"en": "What is covered."}), Clause("4.1", "grade", {"en": "Grades."})),
)


def _outcome(terms: AgreementTerms, achievement: Achievement, home: HomeProgramme, code: str) -> Outcome:
    check = assess("Agreement 2026-04", terms, achievement, home).check(code)
    assert check is not None
    return check.outcome


def test_it_decides_by_itself_when_every_condition_holds() -> None:
    report = assess("Agreement 2026-04", TERMS, SPC, HOME)

    assert report.conclusion is Conclusion.PASSED
    assert is_automatic(TERMS, report)
    assert credits_to_count(TERMS, SPC, HOME) == Decimal(5)


def test_every_answer_cites_its_clause() -> None:
    report = assess("Agreement 2026-04", TERMS, SPC, HOME)

    cited = {check.code: check.source for check in report}
    assert cited["recognition.agreement"] == "Agreement 2026-04 cl. 3.2"
    assert cited["recognition.grade"] == "Agreement 2026-04 cl. 4.1"
    assert all(check.source for check in report)


@pytest.mark.parametrize(
    ("achievement", "code"),
    [
        (replace(SPC, eqf_level=5), "recognition.level"),
        (replace(SPC, eqf_level=7), "recognition.level"),
        (replace(SPC, isced_f="0311"), "recognition.field"),
        (replace(SPC, accreditation=NO), "recognition.quality"),
        (replace(SPC, identity_percent=Decimal(40)), "recognition.identity"),
        (replace(SPC, grade="4.0"), "recognition.grade"),
        (replace(SPC, proof=Conclusion.FAILED), "recognition.proof"),
    ],
)
def test_a_condition_that_fails_hands_the_case_to_an_officer(achievement: Achievement, code: str) -> None:
    report = assess("A", TERMS, achievement, HOME)

    assert _outcome(TERMS, achievement, HOME, code) is Outcome.FAILED
    assert not is_automatic(TERMS, report)


def test_what_the_register_says_of_the_awarding_body_stands_in_the_report() -> None:
    conditional = replace(AUDIT, decision=Ruling.CONDITIONS, conditions="a librarian")
    refused = replace(AUDIT, kind="programme", decision=Ruling.NEGATIVE, title={"en": "Law"})
    remarked = accredited("MU", [conditional, refused], DAY, registry="Network")

    report = assess("A", TERMS, replace(SPC, accreditation=remarked), HOME)

    said = {check.code: (check.outcome, check.message) for check in report}
    assert said["recognition.quality"] == (
        Outcome.WARNING,
        "MU was accredited on 2026-07-01 with conditions: “Audit”, Agency (a librarian).",
    )
    assert said["recognition.quality.negative"][0] is Outcome.WARNING
    assert is_automatic(TERMS, report)


def test_an_awarding_body_that_no_register_knows_is_unknown_not_failed() -> None:
    stranger = replace(SPC, accreditation=None)

    assert _outcome(TERMS, stranger, HOME, "recognition.quality") is Outcome.UNKNOWN
    assert not is_automatic(TERMS, assess("A", TERMS, stranger, HOME))
    careless = replace(TERMS, needs_accreditation=False)
    assert assess("A", careless, stranger, HOME).check("recognition.quality") is None


def test_what_the_agreement_does_not_list_is_unknown_not_failed() -> None:
    assert _outcome(TERMS, replace(SPC, code="other"), HOME, "recognition.agreement") is Outcome.UNKNOWN
    elsewhere = replace(TERMS, programmes=("law",))
    assert _outcome(elsewhere, SPC, HOME, "recognition.agreement") is Outcome.UNKNOWN


def test_a_credential_that_cannot_be_verified_completely_is_unknown_not_failed() -> None:
    doubtful = replace(SPC, proof=Conclusion.INCONCLUSIVE)

    assert _outcome(TERMS, doubtful, HOME, "recognition.proof") is Outcome.UNKNOWN
    assert not is_automatic(TERMS, assess("A", TERMS, doubtful, HOME))


def test_a_grade_still_to_be_earned_is_a_warning() -> None:
    assert _outcome(TERMS, replace(SPC, grade="", proof=None), HOME, "recognition.grade") is Outcome.WARNING


def test_a_grade_that_the_credential_keeps_back_decides_nothing() -> None:
    withheld = replace(SPC, grade="")

    assert _outcome(TERMS, withheld, HOME, "recognition.grade") is Outcome.UNKNOWN
    assert not is_automatic(TERMS, assess("A", TERMS, withheld, HOME))


@pytest.mark.parametrize(
    ("code", "left_out"),
    [
        ("recognition.credits", {"ects": Decimal(0)}),
        ("recognition.level", {"eqf_level": 0}),
        ("recognition.field", {"isced_f": ""}),
    ],
)
def test_what_a_credential_does_not_say_is_unknown_and_no_nought(code: str, left_out: dict[str, Any]) -> None:
    report = assess("mu-tuni", TERMS, replace(SPC, **left_out), HOME)
    found = report.check(code)

    assert found is not None
    assert (found.outcome, dict(found.values).get("level")) == (Outcome.UNKNOWN, None)
    assert "does not state" in found.message
    assert not is_automatic(replace(TERMS, route=Route.AUTOMATIC), report)


def test_nothing_counts_twice() -> None:
    again = replace(HOME, recognised_codes=("mu-spc",))

    assert _outcome(TERMS, SPC, again, "recognition.once") is Outcome.FAILED


@pytest.mark.parametrize(
    ("left", "used", "counted", "outcome"),
    [
        ("12", "0", "5", Outcome.PASSED),
        ("3", "0", "3", Outcome.WARNING),
        ("12", "8", "2", Outcome.WARNING),
        ("0", "0", "0", Outcome.FAILED),
        ("12", "10", "0", Outcome.FAILED),
    ],
)
def test_credits_count_as_far_as_there_is_room(left: str, used: str, counted: str, outcome: Outcome) -> None:
    home = replace(HOME, elective_ects_left=Decimal(left), ects_under_agreement=Decimal(used))

    assert credits_to_count(TERMS, SPC, home) == Decimal(counted)
    assert _outcome(TERMS, SPC, home, "recognition.credits") is outcome


@pytest.mark.parametrize("rules", [assessment, decisions.officer_check, decisions.appeal_check])
def test_what_learner_and_officer_both_read_addresses_neither(rules: Any) -> None:
    said = [
        call.args[0].value
        for call in ast.walk(ast.parse(inspect.getsource(rules)))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "_"
        if isinstance(call.args[0], ast.Constant)
    ]

    assert said
    assert not [text for text in said if re.search(r"\byou(r|rs)?\b", str(text), re.IGNORECASE)]


def test_without_an_agreement_the_answer_is_open() -> None:
    assert no_agreement().conclusion is Conclusion.INCONCLUSIVE


def test_an_individual_route_never_decides_by_itself() -> None:
    terms = replace(TERMS, route=Route.INDIVIDUAL)

    assert not is_automatic(terms, assess("A", terms, SPC, HOME))


@pytest.mark.parametrize("wrong", [{"route": "magic"}, {"conversion": "best"}, {"unheard": 1}])
def test_terms_that_nobody_knows_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must be one of|unknown terms"):
        AgreementTerms.from_json(wrong)
