"""The Report names what is missing, where it is asked for, and what to do."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.design.rules.checks import check_draft, check_proposal
from mcx.design.rules.draft import Draft
from mcx.design.rules.matrix import matrix_of
from mcx.design.rules.proposal import proposal_of
from mcx.design.rules.sections import section_of, state_of_sections
from mcx.network.rules.course_fields import Section
from mcx.network.rules.terms import Span
from microcred.report import Conclusion, Outcome
from tests.design.drafts import COMPLETE, EXAM, HOUSE, LAB, PROJECT, READ, STUDY, TELL, TERMS, draft


def test_a_complete_draft_meets_everything() -> None:
    report = check_draft(COMPLETE, TERMS, HOUSE)

    assert report.conclusion is Conclusion.PASSED
    assert not report.only(Outcome.WARNING)


def test_an_empty_draft_misses_much_and_every_check_says_what_to_do() -> None:
    report = check_draft(Draft(), TERMS, HOUSE)

    failed = {check.code for check in report.only(Outcome.FAILED)}
    assert {"annex.title", "annex.outcomes", "annex.workload", "annex.level", "annex.assessment"} <= failed
    assert {"annex.participation", "frame.ects", "frame.hours", "frame.level", "frame.scale"} <= failed
    assert all(check.advice and check.source for check in report.only(Outcome.FAILED, Outcome.WARNING))


FAILING: list[tuple[str, dict[str, Any]]] = [
    ("annex.title", {"title": {}}),
    ("annex.participation", {"participation": ()}),
    ("annex.level", {"eqf_level": ""}),
    ("alignment.assessed.o2", {"assessments": (PROJECT, replace(EXAM, outcomes=()))}),
    ("assessment.weights", {"assessments": (PROJECT, replace(EXAM, weight="50"))}),
    ("assessment.weights", {"assessments": (PROJECT, replace(EXAM, weight=""))}),
    ("assessment.criteria.a2", {"assessments": (PROJECT, replace(EXAM, criteria={}))}),
    ("assessment.kind.a2", {"assessments": (PROJECT, replace(EXAM, kind=""))}),
    ("assessment.kind.a2", {"assessments": (PROJECT, replace(EXAM, title={}))}),
    ("frame.ects", {"ects": "8"}),
    ("frame.ects", {"ects": "1.5"}),
    ("frame.ects.form", {"ects": "2.25"}),
    ("frame.hours", {"activities": (LAB,)}),
    ("frame.hours", {"activities": (replace(LAB, hours="500"), STUDY)}),
    ("frame.level", {"eqf_level": "5"}),
    ("frame.languages", {"languages": ("de",)}),
    ("frame.scale", {"scale": ""}),
    ("frame.scale", {"scale": "tuni-scale"}),
    ("frame.cost", {"cost_members": "a lot"}),
    ("numbers.ects", {"ects": "three"}),
    ("numbers.hours.l1", {"activities": (replace(LAB, hours="many"), STUDY)}),
    ("numbers.weight.a1", {"assessments": (replace(PROJECT, weight="half"), EXAM)}),
    ("numbers.valid_days", {"valid_days": "1.5"}),
]


@pytest.mark.parametrize(("code", "changes"), FAILING)
def test_a_fault_fails_its_check(code: str, changes: dict[str, Any]) -> None:
    report = check_draft(draft(**changes), TERMS, HOUSE)

    check = report.check(code)
    assert check is not None
    assert check.outcome is Outcome.FAILED
    assert check.advice
    assert check.source


NOTED: list[tuple[str, dict[str, Any]]] = [
    ("texts.languages", {"title": {"en": "Statistical process control"}}),
    ("texts.languages", {"outcomes": (READ, replace(TELL, title={"en": "Tell"}))}),
    ("texts.summary", {"summary": {}}),
    ("texts.description", {"description": {}}),
    ("texts.translation", {"description": {"en": "Charts."}}),
    ("annex.outcomes", {"outcomes": (READ, replace(TELL, title={"en": "Tell"}))}),
    (
        "alignment.taught.o2",
        {"activities": (replace(LAB, outcomes=("o1",)), replace(STUDY, outcomes=("o1",)))},
    ),
    ("alignment.activity.l2", {"activities": (LAB, replace(STUDY, outcomes=()))}),
    (
        "alignment.assessment.a2",
        {"assessments": (replace(PROJECT, outcomes=("o1", "o2")), replace(EXAM, outcomes=()))},
    ),
    ("assessment.supervision.a1", {"assessments": (replace(PROJECT, supervision=""), EXAM)}),
    ("assessment.supervision.a1", {"assessments": (replace(PROJECT, identity_check=""), EXAM)}),
    (
        "assessment.identity",
        {"assessments": (replace(PROJECT, identity_check="none"), replace(EXAM, identity_check="none"))},
    ),
    ("outcomes.dublin.o1", {"outcomes": (replace(READ, dublin=""), TELL)}),
    ("outcomes.skills", {"outcomes": (replace(READ, skills=()), TELL)}),
    ("frame.languages", {"languages": ("es", "fi")}),
    ("frame.field", {"isced_f": ""}),
    ("frame.field", {"isced_f": "9998"}),
    ("frame.cost", {"cost_others": ""}),
    ("frame.prerequisites", {"prerequisites": {}}),
    ("frame.stackability", {"stackability": ""}),
]


@pytest.mark.parametrize(("code", "changes"), NOTED)
def test_a_weakness_is_noted_but_does_not_fail(code: str, changes: dict[str, Any]) -> None:
    report = check_draft(draft(**changes), TERMS, HOUSE)

    check = report.check(code)
    assert check is not None
    assert check.outcome is Outcome.WARNING
    assert check.advice
    assert report.conclusion is Conclusion.PASSED


@pytest.mark.parametrize(
    ("element", "code", "changes"),
    [
        ("description", "texts.description", {"description": {}}),
        ("languages", "frame.languages", {"languages": ()}),
        ("skills", "outcomes.skills", {"outcomes": (replace(READ, skills=()), TELL)}),
        ("isced-f", "frame.field", {"isced_f": ""}),
        ("cost", "frame.cost", {"cost_others": ""}),
        ("prerequisites", "frame.prerequisites", {"prerequisites": {}}),
        ("stackability", "frame.stackability", {"stackability": ""}),
        (
            "supervision",
            "assessment.supervision.a1",
            {"assessments": (replace(PROJECT, supervision=""), EXAM)},
        ),
    ],
)
def test_what_the_charter_requires_fails_with_its_clause(
    element: str, code: str, changes: dict[str, Any]
) -> None:
    strict = replace(TERMS, extra_elements=(element,))

    check = check_draft(draft(**changes), strict, HOUSE).check(code)

    assert check is not None
    assert (check.outcome, check.source) == (Outcome.FAILED, "Charter 3, extra_elements")


def test_a_vote_changes_what_is_asked() -> None:
    wider = replace(TERMS, version=4, micro_credential_ects=Span(Decimal(1), Decimal(8)), eqf_levels=(5,))
    planned = replace(TERMS, eqf_levels=(5,), planned_eqf_levels=(6,))

    volume = check_draft(draft(ects="8"), wider, HOUSE).check("frame.ects")
    level = check_draft(COMPLETE, planned, HOUSE).check("frame.level")

    assert volume
    assert (volume.outcome, volume.source) == (Outcome.PASSED, "Charter 4, micro_credential_ects")
    assert level
    assert level.outcome is Outcome.WARNING


def test_hours_are_told_against_credits() -> None:
    check = check_draft(draft(ects="5"), TERMS, HOUSE).check("frame.hours")

    assert check
    assert (
        check.message == "The hours of all activities add up to 82.5. 5 ECTS credits mean 125 to 150 hours."
    )
    assert check.source == "Charter 3, hours_per_ects"


def test_without_the_institution_nothing_of_it_is_asked() -> None:
    report = check_proposal(proposal_of(COMPLETE), TERMS)

    assert report.check("annex.country") is None
    assert report.check("frame.languages") is None


def test_an_institution_without_accreditation_cannot_be_trusted() -> None:
    bare = replace(HOUSE, organisation=replace(HOUSE.organisation, accreditations=()))

    check = check_draft(COMPLETE, TERMS, bare).check("annex.quality")

    assert check
    assert check.outcome is Outcome.FAILED


@pytest.mark.parametrize(("code", "changes"), [*FAILING, *NOTED])
def test_every_check_is_answered_in_some_step(code: str, changes: dict[str, Any]) -> None:
    assert section_of(code) is not Section.CHECK


def test_the_steps_count_what_fails_in_them() -> None:
    report = check_draft(draft(ects="8", title={}), TERMS, HOUSE)

    counts = state_of_sections(report)

    assert counts[Section.ABOUT] == 1
    assert counts[Section.FRAME] == 1
    assert counts[Section.ACTIVITIES] == 1
    assert counts[Section.OUTCOMES] == 0


def test_the_matrix_shows_what_leads_to_each_outcome_and_what_shows_it() -> None:
    matrix = matrix_of(proposal_of(COMPLETE).specification)

    assert [line.activities for line in matrix.lines] == [(True, False), (True, True)]
    assert [line.assessments for line in matrix.lines] == [(True, False), (False, True)]
    assert [column.size for column in matrix.assessments] == [0.6, 0.4]
    assert all(line.is_aligned for line in matrix.lines)


words = st.text(max_size=12)


@given(
    ects=words,
    level=words,
    hours=words,
    weight=words,
    kind=words,
    cost=words,
    ids=st.lists(st.sampled_from(["o1", "o2", "o3", "x"]), max_size=3).map(tuple),
)
def test_any_draft_gets_a_report(
    ects: str, level: str, hours: str, weight: str, kind: str, cost: str, ids: tuple[str, ...]
) -> None:
    odd = draft(
        ects=ects,
        eqf_level=level,
        cost_members=cost,
        activities=(replace(LAB, hours=hours, kind=kind, outcomes=ids),),
        assessments=(replace(EXAM, weight=weight, kind=kind, outcomes=ids),),
    )

    report = check_draft(odd, TERMS, HOUSE)

    assert all(check.message for check in report)
    assert matrix_of(proposal_of(odd).specification).lines
