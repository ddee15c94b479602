"""The cast's stories fit the courses, the agreements and the calendar that they refer to."""

import re
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest

from mcx.demo import content

Row = dict[str, Any]

PEOPLE = content.load("people")
LEARNERS: list[Row] = PEOPLE["learners"]
STAFF: list[Row] = PEOPLE["staff"]
COURSES = {course["code"]: course for course in content.micro_credentials()}
SCALES = {row["slug"]: row for row in content.load("scales")["scales"]}
PROGRAMMES = {row["code"]: row for row in content.load("programmes")["programmes"]}
INSTITUTIONS = {row["slug"] for row in content.load("institutions")["institutions"]}
PARTNERS = {row["slug"] for row in content.load("institutions")["partners"]}
CLUSTERS = next(t["value"] for t in content.load("charter")["terms"] if t["key"] == "language_clusters")
AGREEMENTS: list[Row] = content.load("agreements")["agreements"]
MICRO_DEGREES = {row["code"]: row for row in content.load("micro_degrees")["micro_degrees"]}

EXTRA_KEYS = {
    "applied": set(),
    "refused": {"reason"},
    "admitted": set(),
    "enrolled": set(),
    "graded": {"grade"},
    "failed": {"grade"},
    "unclaimed": {"grade"},
    "claimed": {"grade"},
    "revoked": {"grade", "reason", "day"},
    "expired": {"grade"},
    "recognised-auto": {"grade"},
    "recognition-open": {"grade", "day"},
    "recognition-refused": {"grade", "reason", "day"},
    "appealed": {"grade", "reason", "grounds", "day"},
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


def passes(course: Row, grade: str, needed: str | None = None) -> bool:
    """Whether a grade is at least as good as the one needed, by default the lowest pass."""
    labels = labels_of(course)
    return labels.index(grade) <= labels.index(needed or SCALES[course["grading"]]["lowest_pass"])


def in_scope(agreement: Row, learner: Row, course: Row) -> bool:
    """Whether an agreement in force concerns this course for this learner, whatever the grade."""
    criteria = agreement["criteria"]
    shown = sum(row["weight"] for row in course["assessments"] if row["identity_check"] == "document")
    return all(
        (
            agreement["valid_from"] <= 0 <= agreement["valid_until"],
            course["institution"] in agreement["from"] and learner["home"] in agreement["to"],
            course["institution"] != learner["home"],
            course["code"] in agreement.get("mcs", [course["code"]]),
            learner["programme"] in agreement.get("programmes", [learner["programme"]]),
            criteria["eqf_min"] <= course["eqf"] <= criteria["eqf_max"],
            not criteria["isced_f"] or course["isced_f"].startswith(tuple(criteria["isced_f"])),
            shown >= agreement["conditions"]["identity_checked_percent"],
        )
    )


def covers(agreement: Row, learner: Row, step: Row) -> bool:
    """Whether an agreement recognises what this step earned at the learner's home, now."""
    course = COURSES[step["mc"]]
    return in_scope(agreement, learner, course) and passes(
        course, step["grade"], agreement["conditions"].get("min_grade")
    )


def test_every_university_has_its_six_roles_and_the_network_its_four() -> None:
    roles: dict[str, set[str]] = defaultdict(set)
    for person in STAFF:
        roles[person.get("institution") or person["partner"]] |= set(person["roles"])

    for slug in INSTITUTIONS:
        assert roles[slug] >= {
            *("designer", "assessor", "registrar", "recognition-officer", "qa-officer", "student-adviser")
        }
    everyone = Counter(role for person in STAFF for role in person["roles"])
    for role in ("network-coordinator", "leadership-champion", "initiative-lead", "employer-representative"):
        assert everyone[role] == 1
    assert {person["partner"] for person in STAFF if "partner" in person} <= PARTNERS


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


def test_every_stage_is_told_at_least_three_times() -> None:
    stages = Counter(step["stage"] for learner in LEARNERS for step in learner["story"])

    assert set(stages) == {*EXTRA_KEYS, "imported"}
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
    assert learner["home"] in CLUSTERS[offering_of(step)["language"]]


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
def test_recognition_is_automatic_exactly_where_an_agreement_covers_the_case(learner: Row, step: Row) -> None:
    by_decision = {"recognition-open", "recognition-refused", "appealed"}

    if step["stage"] in by_decision | {"recognised-auto"}:
        covered = any(covers(agreement, learner, step) for agreement in AGREEMENTS)
        assert COURSES[step["mc"]]["institution"] != learner["home"]
        assert covered is (step["stage"] == "recognised-auto")


def test_automatic_recognition_stays_within_the_credits_an_agreement_allows() -> None:
    for learner in LEARNERS:
        for agreement in AGREEMENTS:
            credits = sum(
                COURSES[step["mc"]]["ects"]
                for step in learner["story"]
                if step["stage"] == "recognised-auto" and covers(agreement, learner, step)
            )
            assert credits <= agreement["criteria"]["max_credits"]
            assert credits <= PROGRAMMES[learner["programme"]]["elective_ects"]


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
    counted = {mc for part in degree["rule"]["parts"] for mc in part.get("mcs", [])}

    earned = [step["mc"] for step in ane["story"] if step["stage"] in HOLDS_CREDENTIAL]

    assert set(earned) <= counted
    assert sum(COURSES[mc]["ects"] for mc in earned) == 10
    assert degree["ects"] == 15
