"""What a network lacks on its way to the first recognised credential: each line, and who may mend it."""

from dataclasses import replace
from typing import Any

import pytest

from mcx.accounts.rules import Role
from mcx.governance.rules.readiness import (
    GOALS,
    GUIDE,
    NEXT,
    START,
    Goal,
    GoalState,
    Issuer,
    Readiness,
    check_issuer,
    check_readiness,
    checklist,
)
from microcred.report import Check, Conclusion, Outcome, failed, passed

READY = Readiness(
    is_founded=True,
    members=2,
    has_charter=True,
    members_without_key=(),
    members_with_unusable_key=(),
    members_without_accreditation=(),
    members_without_identifier=(),
    members_without_seal=(),
    members_to_renew_seal=(),
    members_without_scale=(),
    skills=1,
    is_public_address=True,
    is_production=True,
    has_mail=True,
    is_postgres=True,
    can_review=True,
    is_published=False,
    has_open_run=True,
    is_admitted=False,
    is_issued=False,
    is_sealed=False,
    programmes=4,
    agreements=5,
    has_student=True,
    is_recognised=False,
    roles=frozenset({Role.COORDINATOR, Role.REGISTRAR, Role.ASSESSOR, Role.RECOGNITION}),
)
# The lines under their goals, with their values and, of each, who may mend it.
LEADS = (Role.COORDINATOR, Role.LEAD)
LINES: dict[Goal, dict[str, tuple[dict[str, str], tuple[Role, ...]]]] = {
    Goal.STANDS: {
        "coordinator": ({}, LEADS),
        "charter": ({}, (Role.COORDINATOR,)),
        "address": ({}, ()),
        "mode": ({}, ()),
        "mail": ({}, ()),
    },
    Goal.PUBLISH: {
        "scales": ({"names": ""}, (Role.COORDINATOR, Role.REGISTRAR)),
        "skills": ({"number": "1"}, ()),
        "review": ({}, LEADS),
    },
    Goal.ADMIT: {"runs": ({}, (Role.TEACHER, Role.REGISTRAR)), "registrar": ({}, LEADS)},
    Goal.ISSUE: {
        "assessor": ({}, LEADS),
        "keys": ({"names": ""}, (Role.REGISTRAR,)),
        "keys-open": ({"names": ""}, (Role.REGISTRAR,)),
    },
    Goal.SEAL: {
        "accreditation": ({"names": ""}, LEADS),
        "identifiers": ({}, LEADS),
        "seals": ({}, (Role.REGISTRAR,)),
    },
    Goal.RECOGNISE: {
        "members": ({"number": "2"}, (Role.COORDINATOR,)),
        "programmes": ({"number": "4"}, ()),
        "officer": ({}, LEADS),
        "students": ({}, (Role.REGISTRAR,)),
        "agreements": ({"number": "5"}, (Role.RECOGNITION,)),
    },
}
REACHED = {
    Goal.PUBLISH: "is_published",
    Goal.ADMIT: "is_admitted",
    Goal.ISSUE: "is_issued",
    Goal.SEAL: "is_sealed",
    Goal.RECOGNISE: "is_recognised",
}


def _without(role: Role) -> dict[str, Any]:
    return {"roles": READY.roles - {role}}


def test_a_network_that_is_ready_is_told_so_in_the_order_of_the_work() -> None:
    found = {
        stage.goal: {line.check.code: (dict(line.check.values), line.who) for line in stage.lines}
        for stage in checklist(READY)
    }

    assert found == {
        goal: {f"ready.{code}": told for code, told in lines.items()} for goal, lines in LINES.items()
    }
    assert {line.check.outcome for stage in checklist(READY) for line in stage.lines} == {Outcome.PASSED}
    assert [check.code for check in check_readiness(READY)] == [
        f"ready.{code}" for lines in LINES.values() for code in lines
    ]


def test_what_is_done_on_the_server_points_to_its_guide_and_all_else_to_the_founders() -> None:
    sources = {line.check.source for stage in checklist(READY) for line in stage.lines if not line.who}

    assert sources == {GUIDE}
    assert {line.check.source for stage in checklist(READY) for line in stage.lines if line.who} == {START}


def test_before_it_is_founded_nothing_else_is_asked() -> None:
    nothing = replace(READY, is_founded=False)

    assert checklist(nothing) == ()
    [check] = check_readiness(nothing)
    assert (check.code, check.outcome, check.source, bool(check.fix)) == (
        *("ready.founded", Outcome.FAILED, GUIDE),
        True,
    )


NAMES = ("MU", "TUNI")
SAID = {"names": "MU, TUNI"}


@pytest.mark.parametrize(
    ("lacking", "code", "outcome", "values"),
    [
        (_without(Role.COORDINATOR), "coordinator", Outcome.FAILED, {}),
        ({"has_charter": False}, "charter", Outcome.FAILED, {}),
        ({"is_public_address": False}, "address", Outcome.FAILED, {}),
        ({"is_production": False}, "mode", Outcome.FAILED, {}),
        ({"has_mail": False}, "mail", Outcome.FAILED, {}),
        ({"is_postgres": False}, "database", Outcome.WARNING, {}),
        ({"members_without_scale": NAMES}, "scales", Outcome.FAILED, SAID),
        ({"skills": 0}, "skills", Outcome.FAILED, {"number": "0"}),
        ({"can_review": False}, "review", Outcome.FAILED, {}),
        ({"has_open_run": False}, "runs", Outcome.FAILED, {}),
        (_without(Role.REGISTRAR), "registrar", Outcome.FAILED, {}),
        (_without(Role.ASSESSOR), "assessor", Outcome.FAILED, {}),
        ({"members_without_key": NAMES}, "keys", Outcome.FAILED, SAID),
        ({"members_with_unusable_key": NAMES}, "keys-open", Outcome.FAILED, SAID),
        ({"members_without_accreditation": NAMES}, "accreditation", Outcome.FAILED, SAID),
        ({"members_without_identifier": NAMES}, "identifiers", Outcome.WARNING, SAID),
        ({"members_without_seal": NAMES}, "seals", Outcome.WARNING, SAID),
        ({"members_to_renew_seal": NAMES}, "seals-end", Outcome.WARNING, SAID),
        ({"members": 1}, "members", Outcome.FAILED, {"number": "1"}),
        ({"programmes": 0}, "programmes", Outcome.FAILED, {"number": "0"}),
        (_without(Role.RECOGNITION), "officer", Outcome.FAILED, {}),
        ({"has_student": False}, "students", Outcome.FAILED, {}),
        ({"agreements": 0}, "agreements", Outcome.WARNING, {}),
    ],
)
def test_what_is_lacking_is_named_with_what_to_do(
    lacking: dict[str, Any], code: str, outcome: Outcome, values: dict[str, str]
) -> None:
    found = [_line(check) for check in check_readiness(replace(READY, **lacking))]

    assert [line for line in found if line[1] is not Outcome.PASSED] == [
        (f"ready.{code}", outcome, values, True)
    ]


def _line(check: Check) -> tuple[str, Outcome, dict[str, str], bool]:
    assert check.message
    return check.code, check.outcome, dict(check.values), bool(check.fix)


def test_a_goal_is_missing_something_or_ready_or_reached() -> None:
    ready = {stage.goal: stage.state for stage in checklist(READY)}
    everything: dict[str, Any] = dict.fromkeys(REACHED.values(), True)
    reached = checklist(replace(READY, **everything))

    assert ready == {Goal.STANDS: GoalState.REACHED} | dict.fromkeys(REACHED, GoalState.READY)
    assert {stage.state for stage in reached} == {GoalState.REACHED}
    assert {*GOALS} == {*NEXT} == {*Goal}


@pytest.mark.parametrize(("goal", "fact"), REACHED.items())
def test_each_goal_is_reached_by_itself(goal: Goal, fact: str) -> None:
    one: dict[str, Any] = {fact: True}

    found = checklist(replace(READY, **one))

    assert [stage.goal for stage in found if stage.is_reached] == [Goal.STANDS, goal]


@pytest.mark.parametrize(
    ("lacking", "goal"),
    [
        ({"mail": False}, Goal.STANDS),
        ({"members_without_scale": ("MU",)}, Goal.PUBLISH),
        (_without(Role.REGISTRAR), Goal.ADMIT),
        ({"members_without_key": NAMES}, Goal.ISSUE),
        ({"members_without_seal": NAMES}, Goal.SEAL),
        ({"members_without_identifier": NAMES}, Goal.SEAL),
        ({"programmes": 0}, Goal.RECOGNISE),
    ],
)
def test_what_is_missing_keeps_its_goal_away_and_no_other(lacking: dict[str, Any], goal: Goal) -> None:
    facts = {"has_mail" if name == "mail" else name: value for name, value in lacking.items()}

    assert [stage.goal for stage in checklist(replace(READY, **facts)) if stage.missing] == [goal]


@pytest.mark.parametrize("recommended", [{"is_postgres": False}, {"agreements": 0}])
def test_what_is_only_recommended_keeps_no_goal_away(recommended: dict[str, Any]) -> None:
    assert not [stage.goal for stage in checklist(replace(READY, **recommended)) if stage.missing]


@pytest.mark.parametrize(
    ("lacking", "fact", "code"),
    [
        ({"has_open_run": False}, "is_admitted", "runs"),
        ({"has_student": False}, "is_recognised", "students"),
    ],
)
def test_what_a_goal_needed_once_is_not_asked_again_when_it_is_reached(
    lacking: dict[str, Any], fact: str, code: str
) -> None:
    found = check_readiness(replace(READY, **lacking | {fact: True}))

    assert found.check(f"ready.{code}") in found.only(Outcome.PASSED)


ACCREDITED, NOT_ACCREDITED = passed("accreditation", "Yes."), failed("accreditation", "No.")


@pytest.mark.parametrize(
    ("facts", "identifier", "seal", "conclusion"),
    [
        (Issuer(("VATAT-1",), True, False, ACCREDITED), "passed", "passed", Conclusion.PASSED),
        (Issuer(("VATAT-1",), True, True, ACCREDITED), "passed", "warning", Conclusion.PASSED),
        (Issuer(("VATAT-1",), False, False, ACCREDITED), "passed", "failed", Conclusion.FAILED),
        (Issuer((), True, False, ACCREDITED), "failed", "passed", Conclusion.FAILED),
        (Issuer(("VATAT-1",), True, False, NOT_ACCREDITED), "passed", "passed", Conclusion.FAILED),
    ],
)
def test_an_issuer_has_a_legal_identifier_a_seal_and_an_accreditation(
    facts: Issuer, identifier: str, seal: str, conclusion: Conclusion
) -> None:
    report = check_issuer(facts)

    assert [check.code for check in report] == ["issuer.identifier", "issuer.seal", "accreditation"]
    assert [check.outcome.value for check in report][:2] == [identifier, seal]
    assert report.conclusion is conclusion
