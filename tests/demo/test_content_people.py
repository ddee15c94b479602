"""The cast's stories fit the courses, the agreements and the calendar that they refer to."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mcx.accounts.rules import Role
from mcx.credentials.models import Revocation
from mcx.demo import content
from mcx.network.rules.affiliations import Confirmation, EvidenceSource
from mcx.network.rules.terms import CharterTerms
from mcx.pathways.rules import Component, ComponentState, blocks_of, progress
from mcx.recognition.rules.assessment import Achievement, HomeProgramme, assess, is_automatic
from mcx.recognition.rules.decisions import DIFFERENCES
from mcx.recognition.rules.terms import AgreementTerms

Row = dict[str, Any]

PEOPLE = content.load("people")
LEARNERS: list[Row] = PEOPLE["learners"]
STAFF: list[Row] = PEOPLE["staff"]
COURSES = {course["code"]: course for course in content.micro_credentials()}
SCALES = {row["slug"]: row for row in content.load("scales")["scales"]}
PROGRAMMES = {row["code"]: row for row in content.load("programmes")["programmes"]}
INSTITUTIONS = {row["slug"] for row in content.load("institutions")["institutions"]}
PARTNERS = {row["slug"] for row in content.load("institutions")["partners"]}
CHARTER = CharterTerms.from_json({term["key"]: term["value"] for term in content.load("charter")["terms"]})
AGREEMENTS: list[Row] = content.load("agreements")["agreements"]
MICRO_DEGREES = {row["code"]: row for row in content.load("micro_degrees")["micro_degrees"]}

UNIVERSITY_ROLES = {
    *(Role.TEACHER, Role.ASSESSOR, Role.REGISTRAR, Role.RECOGNITION, Role.QUALITY, Role.ADVISER)
}
NETWORK_ROLES = {Role.COORDINATOR, Role.CHAMPION, Role.LEAD, Role.EMPLOYER}
EXTRA_KEYS = {
    "applied": set(),
    "refused": {"reason"},
    "admitted": set(),
    "enrolled": set(),
    "graded": {"grade"},
    "failed": {"grade"},
    "unclaimed": {"grade"},
    "claimed": {"grade"},
    "revoked": {"grade", "reason", "revocation", "day"},
    "expired": {"grade"},
    "recognised-auto": {"grade"},
    "recognition-open": {"grade", "day"},
    "recognition-refused": {"grade", "reason", "differences", "day"},
    "appealed": {"grade", "reason", "differences", "grounds", "day"},
    "appeal-upheld": {"grade", "reason", "differences", "grounds", "day", "answered", "answer"},
}
STATES = {
    "applied": {"open"},
    "refused": {"open", "full", "closed", "running"},
    "admitted": {"open", "full", "closed"},
    "enrolled": {"full", "closed", "running"},
}
HOLDS_CREDENTIAL = set(EXTRA_KEYS) - {
    *("applied", "refused", "admitted", "enrolled", "graded", "failed", "unclaimed", "revoked", "expired")
}
STEPS = [(learner, step) for learner in LEARNERS for step in learner["story"] if step["stage"] != "imported"]

every_step = pytest.mark.parametrize(
    ("learner", "step"), STEPS, ids=[f"{who['id']}-{step['mc']}-{step['stage']}" for who, step in STEPS]
)


def offering_of(step: Row) -> Row:
    """The offering that a step of a story names."""
    offering: Row = COURSES[step["mc"]]["offerings"][step["offering"]]
    return offering


def labels_of(course: Row) -> list[str]:
    """The grades of a course's scale, best first."""
    return [grade["label"] for grade in SCALES[course["grading"]]["grades"]]


def passes(course: Row, grade: str) -> bool:
    """Whether a grade passes on the course's scale."""
    labels = labels_of(course)
    return labels.index(grade) <= labels.index(SCALES[course["grading"]]["lowest_pass"])


def agreement_for(learner: Row, course: Row) -> Row | None:
    """The newest agreement in force between the learner's home and the host of the course."""
    current = [
        row
        for row in AGREEMENTS
        if course["institution"] in row["from"]
        and learner["home"] in row["to"]
        and row["valid_from"] <= 0 <= row["valid_until"]
    ]
    return max(current, key=lambda row: row["valid_from"], default=None)


def is_recognised(learner: Row, step: Row) -> bool:
    """Whether the agreement decides by itself what this step earned, asked of the product's own rules."""
    course = COURSES[step["mc"]]
    agreement = agreement_for(learner, course)
    if agreement is None:
        return False
    shown = sum(row["weight"] for row in course["assessments"] if row["identity_check"] == "document")
    achievement = Achievement(
        code=course["code"],
        ects=Decimal(course["ects"]),
        eqf_level=course["eqf"],
        isced_f=course["isced_f"],
        identity_percent=Decimal(shown),
        accreditation=None,
        grade=step["grade"],
        grades=tuple(labels_of(course)),
    )
    programme = PROGRAMMES[learner["programme"]]
    room = Decimal(programme["elective_ects"])
    said = None if "stated" in learner else Confirmation(EvidenceSource.REGISTRAR, date(2026, 7, 1))
    home = HomeProgramme(programme["code"], programme["eqf"], room, confirmation=said)
    terms = replace(AgreementTerms.from_json(agreement["terms"]), needs_accreditation=False)
    return is_automatic(terms, assess(agreement["id"], terms, achievement, home))


def test_every_university_has_its_roles_and_a_champion_and_the_network_its_own() -> None:
    roles: dict[str, set[str]] = defaultdict(set)
    for person in STAFF:
        roles[person.get("institution") or person["partner"]] |= set(person["roles"])

    for slug in INSTITUTIONS:
        assert roles[slug] >= UNIVERSITY_ROLES
    everyone = Counter(role for person in STAFF for role in person["roles"])
    for role in NETWORK_ROLES - {"champion"}:
        assert everyone[role] == 1
    assert everyone["champion"] == len(INSTITUTIONS)
    assert set(everyone) == UNIVERSITY_ROLES | NETWORK_ROLES
    assert {person["partner"] for person in STAFF if "partner" in person} <= PARTNERS


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEARNER}))
def test_every_office_is_held_by_somebody(role: Role) -> None:
    """Give a new one to somebody under `staff` in people.toml: all pages are walked as each of them."""
    assert [person["id"] for person in STAFF if role in person["roles"]]


def test_forty_learners_come_from_all_universities_with_names_and_addresses_of_their_own() -> None:
    everyone = LEARNERS + STAFF

    assert len(LEARNERS) == 40
    assert {learner["home"] for learner in LEARNERS} == INSTITUTIONS
    for key in ("id", "email"):
        assert len({person[key] for person in everyone}) == len(everyone)
    assert len({(person["given"], person["family"]) for person in everyone}) == len(everyone)
    assert all(re.fullmatch(r"[a-z.-]+@[a-z]+\.example", person["email"]) for person in everyone)
    assert all(learner["email"].endswith("@learner.example") for learner in LEARNERS)


def test_learners_are_adults_enrolled_in_a_programme_of_their_own_university() -> None:
    for learner in LEARNERS:
        assert date(1960, 1, 1) < learner["birth_date"] < date(2006, 1, 1)
        assert PROGRAMMES[learner["programme"]]["institution"] == learner["home"]
        assert learner.get("micro_degree", "data-in-industry") in MICRO_DEGREES


def test_every_stage_is_told_three_times_and_one_appeal_was_upheld() -> None:
    stages = Counter(step["stage"] for learner in LEARNERS for step in learner["story"])

    assert set(stages) == {*EXTRA_KEYS, "imported"}
    assert stages.pop("appeal-upheld") == 1
    assert min(stages.values()) >= 3


def test_imported_credentials_say_what_they_are_and_that_their_issuer_is_fictional() -> None:
    imports = [step for who in LEARNERS for step in who["story"] if step["stage"] == "imported"]

    for step in imports:
        assert set(step) == {"stage", "import"}
        assert set(step["import"]) == {"title", "issuer", "format", "awarded"}
        assert step["import"]["format"] in {"open-badge-2", "open-badge-3", "pdf"}
        assert step["import"]["issuer"].endswith("(fictional)")
        assert step["import"]["awarded"] < 0


@every_step
def test_a_step_says_what_its_stage_needs(learner: Row, step: Row) -> None:
    assert set(step) == {"mc", "offering", "stage"} | EXTRA_KEYS[step["stage"]]
    assert offering_of(step)["state"] in STATES.get(step["stage"], {"finished"})


@every_step
def test_nobody_studies_in_a_language_outside_the_home_cluster(learner: Row, step: Row) -> None:
    assert CHARTER.exchanges(offering_of(step)["language"], learner["home"])


@every_step
def test_grades_belong_to_the_scale_of_the_host_and_pass_unless_failed(learner: Row, step: Row) -> None:
    if "grade" in step:
        assert passes(COURSES[step["mc"]], step["grade"]) is (step["stage"] != "failed")


@every_step
def test_dated_steps_follow_the_end_of_the_course(learner: Row, step: Row) -> None:
    if "day" in step:
        assert offering_of(step)["ends"] < step["day"] < 0


@every_step
def test_credentials_have_run_out_only_where_the_story_says_so(learner: Row, step: Row) -> None:
    valid_days = COURSES[step["mc"]].get("valid_days", 100_000)

    if step["stage"] == "expired":
        assert offering_of(step)["ends"] + valid_days < 0
    elif step["stage"] in HOLDS_CREDENTIAL:
        assert offering_of(step)["ends"] + valid_days > 0


@every_step
def test_recognition_is_automatic_exactly_where_an_agreement_decides(learner: Row, step: Row) -> None:
    by_decision = {"recognition-open", "recognition-refused", "appealed"}

    if step["stage"] in by_decision | {"recognised-auto"}:
        assert COURSES[step["mc"]]["institution"] != learner["home"]
        assert is_recognised(learner, step) is (step["stage"] == "recognised-auto")


@every_step
def test_refusals_and_revocations_name_a_ground_of_the_product(learner: Row, step: Row) -> None:
    assert set(step.get("differences", [])) <= set(DIFFERENCES)
    assert step.get("revocation", "error") in Revocation.Reason.values


def test_automatic_recognition_stays_within_the_credits_agreed_and_the_electives() -> None:
    for learner in LEARNERS:
        counted: Counter[str] = Counter()
        for step in learner["story"]:
            if step["stage"] == "recognised-auto":
                course = COURSES[step["mc"]]
                agreement = agreement_for(learner, course)
                assert agreement
                counted[agreement["id"]] += course["ects"]
        for agreement in AGREEMENTS:
            assert counted[agreement["id"]] <= agreement["terms"]["max_ects"]
        assert counted.total() <= PROGRAMMES[learner["programme"]]["elective_ects"]


def test_nobody_is_in_the_same_offering_twice() -> None:
    places = Counter((learner["id"], step["mc"], step["offering"]) for learner, step in STEPS)

    assert max(places.values()) == 1


def test_places_are_all_taken_in_full_offerings_and_left_in_open_ones() -> None:
    taken = Counter(
        (step["mc"], step["offering"]) for _, step in STEPS if step["stage"] not in {"applied", "refused"}
    )

    for course in COURSES.values():
        for index, offering in enumerate(course["offerings"]):
            count = taken[course["code"], index]
            assert count <= offering["places"]
            assert (count == offering["places"]) is (offering["state"] == "full")


def test_ane_has_ten_of_the_fifteen_credits_of_her_micro_degree() -> None:
    ane = next(learner for learner in LEARNERS if learner["id"] == "ane-etxeberria")
    degree = MICRO_DEGREES[ane["micro_degree"]]
    recognised = [step["mc"] for step in ane["story"] if step["stage"] == "recognised-auto"]
    held = {
        code: Component(code, Decimal(COURSES[code]["ects"]), ComponentState.COUNTED) for code in recognised
    }

    found = progress(Decimal(degree["ects"]), blocks_of(degree["rule"]), held)

    assert (found.counted, found.needed) == (Decimal(10), Decimal(15))
    assert not found.is_complete
