"""Each line of an assessment: its code, outcome, clause and values, and whether it says what to do next."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mcx.network.rules.affiliations import Confirmation, EvidenceSource
from mcx.recognition.rules.assessment import (
    ASK_SINGLY,
    CONFIRMED,
    Achievement,
    HomeProgramme,
    affiliation,
    assess,
    assess_own,
    is_unconfirmed,
    no_agreement,
    route,
    with_affiliation,
)
from mcx.recognition.rules.decisions import (
    DIFFERENCES,
    UNSTATED,
    Decided,
    appeal_check,
    faults,
    officer_check,
    overrun,
)
from mcx.recognition.rules.terms import AgreementTerms, Clause, Place, Route
from microcred.accreditation import Decision, Ruling, accredited
from microcred.report import Check, Conclusion, Outcome, Report
from microcred.saying import Moment

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
SUBJECTS = ("scope", "level", "field", "quality", "identity", "grade", "credits")
DAY = date(2026, 7, 1)
AUDIT = Decision({"en": "Audit"}, "institutional", "Agency", valid_until=DAY)
SPC = Achievement(
    code="mu-spc",
    ects=Decimal("5.0"),
    eqf_level=6,
    isced_f="0715",
    identity_percent=Decimal("60.0"),
    accreditation=accredited("MU", [AUDIT], DAY, registry="Network"),
    grade="1.7",
    grades=("1.0", "1.3", "1.7", "2.0", "4.0", "5.0"),
    proof=Conclusion.PASSED,
)
HOME = HomeProgramme(
    slug="mechatronics",
    eqf_level=6,
    elective_ects_left=Decimal(12),
    university="TUW",
    confirmation=Confirmation(EvidenceSource.REGISTRAR, DAY),
)
TERMS = AgreementTerms(
    isced_f=("071",),
    identity_percent=50,
    lowest_grade="2.0",
    eqf_max=6,
    clauses=tuple(Clause(str(number), subject, {}) for number, subject in enumerate(SUBJECTS, 1)),
)
RULES = "Programme rules"
SHOWN = "VC-DM 2.0 §7.1"


def _line(check: Check) -> tuple[str, Outcome, str, dict[str, str], bool]:
    return check.code, check.outcome, check.source, dict(check.values), bool(check.fix)


def _lines(report: Report) -> list[tuple[str, Outcome, str, dict[str, str], bool]]:
    return [_line(check) for check in report]


def _asked(terms: AgreementTerms, achievement: Achievement, code: str, home: HomeProgramme = HOME) -> Any:
    check = assess("A", terms, achievement, home).check(f"recognition.{code}")
    assert check is not None
    assert check.message
    return _line(check)[1:]


def test_an_agreement_asks_every_condition_under_its_clause() -> None:
    assert _lines(assess("A", TERMS, SPC, HOME)) == [
        ("recognition.agreement", PASSED, "A cl. 1", {}, False),
        ("recognition.affiliation", PASSED, RULES, {"university": "TUW", "day": "2026-07-01"}, False),
        ("recognition.level", PASSED, "A cl. 2", {"level": "6", "agreed": "6"}, False),
        ("recognition.field", PASSED, "A cl. 3", {}, False),
        ("recognition.quality", PASSED, "A cl. 4", dict(_said(SPC).check.values), False),
        ("recognition.identity", PASSED, "A cl. 5", {"share": "60", "needed": "50"}, False),
        ("recognition.grade", PASSED, "A cl. 6", {"grade": "1.7", "lowest": "2.0"}, False),
        ("recognition.proof", PASSED, SHOWN, {}, False),
        ("recognition.once", PASSED, "A cl. 1", {}, False),
        ("recognition.credits", PASSED, "A cl. 7", {"counted": "5", "ects": "5"}, False),
    ]


def test_where_a_clause_has_no_number_the_agreement_is_cited() -> None:
    sources = {check.source for check in assess("A", replace(TERMS, clauses=()), SPC, HOME)}

    assert sources == {"A", RULES, SHOWN}


def test_a_university_asks_of_its_own_that_it_is_genuine_new_and_has_room() -> None:
    assert _lines(assess_own(SPC, HOME)) == [
        ("recognition.own", PASSED, RULES, {}, False),
        ("recognition.affiliation", PASSED, RULES, {"university": "TUW", "day": "2026-07-01"}, False),
        ("recognition.proof", PASSED, SHOWN, {}, False),
        ("recognition.once", PASSED, RULES, {}, False),
        ("recognition.credits", PASSED, RULES, {"counted": "5", "ects": "5"}, False),
    ]
    unproven = [check.code for check in assess_own(replace(SPC, proof=None), HOME)]
    assert unproven == [f"recognition.{code}" for code in ("own", "affiliation", "once", "credits")]


def test_a_claim_to_study_there_opens_nothing_of_ones_own_university() -> None:
    report = assess_own(SPC, replace(HOME, confirmation=None))

    assert report.conclusion is Conclusion.INCONCLUSIVE
    assert _line(report.checks[1]) == (
        "recognition.affiliation", UNKNOWN, RULES, {"university": "TUW"}, True,
    )  # fmt: skip


def test_what_is_given_away_on_the_universitys_word_says_whose_and_when() -> None:
    check = affiliation("TUW", Confirmation(EvidenceSource.REGISTRAR, DAY))

    assert check.message == (
        "The registrar of TUW confirmed on 2026-07-01 that the learner studies in this programme."
    )
    assert type(check.values["day"]) is Moment  # a day as the reader's language writes it
    assert set(CONFIRMED) == set(EvidenceSource) - {EvidenceSource.CLAIM}


def test_without_an_agreement_the_convention_is_cited() -> None:
    source = "Lisbon Recognition Convention III.5"
    assert _lines(no_agreement()) == [("recognition.agreement", UNKNOWN, source, {}, True)]


@pytest.mark.parametrize("terms", [{"programmes": ("law",)}, {"micro_credentials": ("mu-other",)}])
def test_what_is_not_covered_is_open(terms: dict[str, Any]) -> None:
    assert _asked(replace(TERMS, **terms), SPC, "agreement") == (UNKNOWN, "A cl. 1", {}, True)


@pytest.mark.parametrize(
    ("lowest", "highest", "level", "outcome", "agreed"),
    [
        (0, 6, 6, PASSED, "6"),
        (0, 7, 7, PASSED, "6–7"),
        (0, 7, 8, FAILED, "6–7"),
        (5, 6, 5, PASSED, "5–6"),
        (5, 6, 4, FAILED, "5–6"),
        (5, 6, 7, FAILED, "5–6"),
    ],
)
def test_a_level_is_as_agreed_from_the_lowest_to_the_highest(
    lowest: int, highest: int, level: int, outcome: Outcome, agreed: str
) -> None:
    terms, achievement = replace(TERMS, eqf_min=lowest, eqf_max=highest), replace(SPC, eqf_level=level)

    values = {"level": str(level), "agreed": agreed}
    assert _asked(terms, achievement, "level") == (outcome, "A cl. 2", values, outcome is FAILED)


def test_a_field_that_is_not_agreed_fails_with_advice() -> None:
    assert _asked(TERMS, replace(SPC, isced_f="0721"), "field") == (FAILED, "A cl. 3", {}, True)


@pytest.mark.parametrize(
    ("missing", "code", "clause", "values"),
    [
        ({"eqf_level": 0}, "level", "A cl. 2", {"agreed": "6"}),
        ({"isced_f": ""}, "field", "A cl. 3", {}),
        ({"ects": Decimal(0)}, "credits", "A cl. 7", {}),
    ],
)
def test_what_the_credential_does_not_state_is_open_and_an_officer_can_decide(
    missing: dict[str, Any], code: str, clause: str, values: dict[str, str]
) -> None:
    report = assess("A", TERMS, replace(SPC, **missing), HOME)

    check = report.check(f"recognition.{code}")
    assert check is not None
    assert _line(check) == (f"recognition.{code}", UNKNOWN, clause, values, True)
    assert "does not state" in check.message
    assert check.fix == ASK_SINGLY
    assert report.conclusion is Conclusion.INCONCLUSIVE


@pytest.mark.parametrize(("other", "code"), [({"eqf_level": 7}, "level"), ({"isced_f": "0721"}, "field")])
def test_what_is_not_as_agreed_can_still_be_decided_singly(other: dict[str, Any], code: str) -> None:
    check = assess("A", TERMS, replace(SPC, **other), HOME).check(f"recognition.{code}")

    assert check is not None
    assert (check.outcome, check.fix) == (FAILED, ASK_SINGLY)


@pytest.mark.parametrize(
    ("share", "outcome", "written"),
    [("50", PASSED, "50"), ("49.9", FAILED, "49.9"), ("100", PASSED, "100")],
)
def test_the_share_with_an_identity_document_may_equal_what_is_agreed(
    share: str, outcome: Outcome, written: str
) -> None:
    found = _asked(TERMS, replace(SPC, identity_percent=Decimal(share)), "identity")

    assert found == (outcome, "A cl. 5", {"share": written, "needed": "50"}, outcome is FAILED)


@pytest.mark.parametrize(
    ("grade", "lowest", "outcome"),
    [
        ("2.0", "2.0", PASSED),
        ("1.0", "2.0", PASSED),
        ("4.0", "2.0", FAILED),
        ("B", "2.0", UNKNOWN),
        ("1.0", "B", UNKNOWN),
        ("", "2.0", WARNING),  # still to be earned
    ],
)
def test_a_grade_is_good_enough_down_to_the_lowest_agreed(grade: str, lowest: str, outcome: Outcome) -> None:
    achieved = replace(SPC, grade=grade, proof=SPC.proof if grade else None)

    found = _asked(replace(TERMS, lowest_grade=lowest), achieved, "grade")

    values = {"lowest": lowest} | ({"grade": grade} if outcome in (PASSED, FAILED) else {})
    assert found == (outcome, "A cl. 6", values, outcome is FAILED)


def test_a_grade_that_the_credential_keeps_back_is_asked_for() -> None:
    assert _asked(TERMS, replace(SPC, grade=""), "grade") == (UNKNOWN, "A cl. 6", {"lowest": "2.0"}, True)


def _said(achievement: Achievement) -> Any:
    assert achievement.accreditation is not None
    return achievement.accreditation


def test_the_registers_answer_and_its_remarks_stand_under_the_clause_that_asks() -> None:
    conditional = replace(AUDIT, decision=Ruling.CONDITIONS, conditions="a librarian")
    refused = replace(AUDIT, kind="programme", decision=Ruling.NEGATIVE)
    remarked = replace(SPC, accreditation=accredited("MU", [conditional, refused], DAY, registry="Network"))

    assert _asked(TERMS, replace(SPC, accreditation=None), "quality") == (UNKNOWN, "A cl. 4", {}, False)
    assert _asked(TERMS, remarked, "quality")[:2] == (WARNING, "A cl. 4")
    assert _asked(TERMS, remarked, "quality.negative")[:2] == (WARNING, "A cl. 4")


@pytest.mark.parametrize(
    ("proof", "outcome"), [(Conclusion.INCONCLUSIVE, UNKNOWN), (Conclusion.FAILED, FAILED)]
)
def test_a_credential_that_was_not_verified_says_where_to_look(proof: Conclusion, outcome: Outcome) -> None:
    assert _asked(TERMS, replace(SPC, proof=proof), "proof") == (outcome, SHOWN, {}, True)
    check = assess("A", TERMS, replace(SPC, proof=proof), HOME).check("recognition.proof")
    assert check is not None
    assert "verif" in check.message


def test_what_counts_already_fails_under_the_clause_of_its_scope() -> None:
    again = replace(HOME, recognised_codes=("mu-spc",))

    assert _asked(TERMS, SPC, "once", again) == (FAILED, "A cl. 1", {}, False)


@pytest.mark.parametrize(
    ("left", "outcome", "counted"),
    [
        ("5", PASSED, "5"),
        ("4.5", WARNING, "4.5"),
        ("0.5", WARNING, "0.5"),
        ("0", FAILED, "0"),
        ("-1", FAILED, "0"),
    ],
)
def test_the_room_left_decides_how_many_credits_count(left: str, outcome: Outcome, counted: str) -> None:
    found = _asked(TERMS, SPC, "credits", replace(HOME, elective_ects_left=Decimal(left)))

    assert found == (outcome, "A cl. 7", {"counted": counted, "ects": "5"}, outcome is FAILED)


def test_compulsory_credits_need_no_room_among_the_electives() -> None:
    full = replace(HOME, elective_ects_left=Decimal(0))

    assert _asked(replace(TERMS, place=Place.COMPULSORY), SPC, "credits", full)[0] is PASSED


UNCONFIRMED = replace(HOME, confirmation=None)
INDIVIDUAL = replace(TERMS, route=Route.INDIVIDUAL)
DOUBTFUL = replace(SPC, proof=Conclusion.INCONCLUSIVE)
ROUTES = [
    (TERMS, SPC, HOME, Route.AUTOMATIC),
    (TERMS, SPC, UNCONFIRMED, Route.UNCONFIRMED),
    (TERMS, DOUBTFUL, HOME, Route.INDIVIDUAL),
    (TERMS, DOUBTFUL, UNCONFIRMED, Route.INDIVIDUAL),
    (INDIVIDUAL, SPC, HOME, Route.INDIVIDUAL),
    (INDIVIDUAL, SPC, UNCONFIRMED, Route.INDIVIDUAL),
]


@pytest.mark.parametrize(("terms", "achievement", "home", "expected"), ROUTES)
def test_only_the_missing_word_of_the_university_makes_it_wait(
    terms: AgreementTerms, achievement: Achievement, home: HomeProgramme, expected: Route
) -> None:
    assert route(Route.AUTOMATIC, terms, assess("A", terms, achievement, home)) == expected


def test_it_is_unconfirmed_where_that_line_itself_is_open() -> None:
    assert is_unconfirmed(assess("A", TERMS, SPC, UNCONFIRMED))
    assert not is_unconfirmed(assess("A", TERMS, DOUBTFUL, HOME))
    assert not is_unconfirmed(assess("A", TERMS, SPC, HOME))


def test_what_is_known_now_of_the_affiliation_takes_its_old_lines_place() -> None:
    before = assess("A", TERMS, SPC, UNCONFIRMED)

    after = with_affiliation(before, affiliation("TUW", Confirmation(EvidenceSource.REGISTRAR, DAY)))

    assert after == assess("A", TERMS, SPC, HOME)


@pytest.mark.parametrize(
    ("outcome", "differences", "is_enough"),
    [
        (Decided.REFUSED, ["level"], True),
        (Decided.PARTLY, ["level", "made up"], True),
        (Decided.REFUSED, ["made up"], False),
        (Decided.PARTLY, [], False),
        (Decided.RECOGNISED, [], True),
    ],
)
def test_only_a_whole_recognition_needs_no_substantial_difference(
    outcome: Decided, differences: list[str], is_enough: bool
) -> None:
    ects = {Decided.REFUSED: Decimal(0), Decided.PARTLY: Decimal(2), Decided.RECOGNISED: Decimal(5)}[outcome]

    found = faults(outcome, ects, Decimal(5), "Twenty signs and more of them", differences)

    assert set(found) == (set() if is_enough else {"differences"})


def test_a_part_of_one_credit_is_recognised_in_part() -> None:
    assert set(faults(Decided.RECOGNISED, Decimal("0.5"), Decimal(5), "Twenty signs and more", [])) == {
        "ects"
    }


def test_a_whole_recognition_of_nothing_is_told_how_much_may_count() -> None:
    found = faults(Decided.RECOGNISED, Decimal(0), Decimal(5), "Twenty signs and more", [])

    assert (
        found["ects"]
        == faults(Decided.PARTLY, Decimal(0), Decimal(5), "Twenty signs and more", ["level"])["ects"]
    )
    assert found["ects"] != UNSTATED


@pytest.mark.parametrize(
    ("code", "ects", "place", "slot"),
    [
        ("", 12, Place.ELECTIVE, ""),
        ("mu-spc", 12, Place.ELECTIVE, ""),
        ("mu-spc", 13, Place.COMPULSORY, ""),
        ("mu-spc", 13, Place.ELECTIVE, "{left}"),
        ("", 13, Place.ELECTIVE, "{left}"),
        ("mu-sql", 5, Place.COMPULSORY, "twice"),
        ("mu-sql", 13, Place.ELECTIVE, "twice"),
    ],
)
def test_nothing_counts_twice_and_electives_only_as_far_as_there_is_room(
    code: str, ects: int, place: Place, slot: str
) -> None:
    home = replace(HOME, recognised_codes=("mu-sql", ""))

    found = overrun(code, Decimal(ects), place, home)

    assert slot in found
    assert bool(found) is bool(slot)


def test_the_officers_finding_names_the_differences() -> None:
    source = "Lisbon Recognition Convention IV.1"
    named = f"{DIFFERENCES['level']}; {DIFFERENCES['workload']}"

    assert _line(officer_check(Decided.RECOGNISED, "", [])) == (
        "recognition.officer",
        PASSED,
        source,
        {},
        False,
    )
    assert _line(officer_check(Decided.REFUSED, "", ["level", "made up", "workload"])) == (
        "recognition.officer", FAILED, source, {"named": named}, True,
    )  # fmt: skip


def test_an_appeal_that_succeeded_cites_the_convention() -> None:
    source = "Lisbon Recognition Convention III.5"
    assert _line(appeal_check()) == ("recognition.appeal", PASSED, source, {}, False)


def test_what_has_no_code_is_not_said_to_count_already() -> None:
    home = replace(HOME, recognised_codes=("",))

    assert _asked(TERMS, replace(SPC, code=""), "once", home)[0] is PASSED
