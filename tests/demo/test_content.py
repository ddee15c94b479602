"""Every micro-credential of the demonstration keeps the rules that the product asks of real ones."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from mcx.catalogue.rules import Run, Window, state_of
from mcx.demo import content
from mcx.network.rules.terms import CharterTerms
from microcred import vocabulary

Course = dict[str, Any]

COURSES = content.micro_credentials()
INSTITUTIONS = {row["slug"]: row for row in content.load("institutions")["institutions"]}
CHARTER = CharterTerms.from_json({term["key"]: term["value"] for term in content.load("charter")["terms"]})
SCALES = {row["slug"]: row for row in content.load("scales")["scales"]}
SKILLS = content.esco_sample()
COVERS = {"factory", "energy", "data", "people", "software", "design", "water", "logistics"}
DEAREST_FOR_MEMBERS = 60  # EUR; article 9 of the demonstration's charter
LOAD_DAY = date(2026, 11, 23)
CHECKED_PERCENT = 50  # of the assessment weight; article 6
TEXTS = ("title", "summary", "description", "prerequisites", "further_information")
KEYS = {
    *("code", "institution", "fictional", "isced_f", "eqf", "ects", "languages", "participation", "cost"),
    *("stackability", "cover", "grading", "outcomes", "activities", "assessments", "offerings", *TEXTS),
}

# What a learner at level 6 or 7 can be seen doing; "know" and "understand" are not among it.
OBSERVABLE = frozenset(
    re.findall(
        r"\w+",
        """
        adapt advise analyse apply argue assemble assess assign audit balance calculate carry choose
        classify coach combine commission compare compute conduct configure construct convert critique
        decide defend define demonstrate deploy derive design detect determine develop diagnose dimension
        distinguish document draft enforce estimate evaluate examine explain facilitate formulate identify
        implement inspect interpret investigate judge justify lead locate map measure migrate model
        moderate monitor negotiate normalise operate optimise outline plan predict prepare present
        prioritise propose prototype prove query rank recommend reconstruct reduce reflect relate repair
        report revise schedule select simulate size specify steer substantiate survey test trace translate
        tune validate verify visualise write
        """,
    )
)

every_course = pytest.mark.parametrize("course", COURSES, ids=[course["code"] for course in COURSES])


def bilingual_texts(course: Course) -> Iterator[dict[str, str]]:
    """Everything a course says to people."""
    yield from (course[key] for key in TEXTS)
    yield from (outcome["text"] for outcome in course["outcomes"])
    yield from (activity["title"] for activity in course["activities"])
    for assessment in course["assessments"]:
        yield assessment["title"]
        yield assessment["criteria"]


def shingles(course: Course, language: str, words: int = 7) -> set[tuple[str, ...]]:
    """All runs of `words` words in the course's texts in one language."""
    runs: set[tuple[str, ...]] = set()
    for text in bilingual_texts(course):
        tokens = re.findall(r"\w+", text.get(language, "").lower())
        runs |= {tuple(tokens[start : start + words]) for start in range(len(tokens) - words + 1)}
    return runs


def test_there_are_at_least_twenty_four_courses_with_codes_of_their_own() -> None:
    codes = [course["code"] for course in COURSES]

    assert len(codes) >= 24
    assert len(set(codes)) == len(codes)
    assert {course["institution"] for course in COURSES} == set(INSTITUTIONS)


def test_titles_are_unique_and_every_cover_is_used() -> None:
    titles = Counter(course["title"]["en"] for course in COURSES)

    assert max(titles.values()) == 1
    assert {course["cover"] for course in COURSES} == COVERS


def test_no_phrase_is_copied_from_one_course_to_another() -> None:
    copied = [
        (one["code"], other["code"], " ".join(run))
        for one, other in combinations(COURSES, 2)
        for language in ("en", "es", "de", "fi")
        for run in shingles(one, language) & shingles(other, language)
    ]

    assert copied == []


@every_course
def test_a_course_has_the_agreed_keys_and_says_that_it_is_fictional(course: Course) -> None:
    assert set(course) - {"valid_days"} == KEYS
    assert course["fictional"] is True
    assert course["code"].startswith(f"{course['institution']}-")
    assert set(course["cost"]) == {"learners_of_members", "others"}
    assert 0 <= course["cost"]["learners_of_members"] <= DEAREST_FOR_MEMBERS
    assert course["cost"]["learners_of_members"] <= course["cost"]["others"]


@every_course
def test_everything_is_said_in_english_and_in_the_language_of_the_host(course: Course) -> None:
    host_language = INSTITUTIONS[course["institution"]]["language"]

    for text in bilingual_texts(course):
        assert set(text) == {"en", host_language}
        assert all(part.strip() == part != "" for part in text.values())
        assert text["en"] != text[host_language]


@every_course
def test_a_summary_is_one_sentence_that_fits_a_card(course: Course) -> None:
    for summary in course["summary"].values():
        assert len(summary) <= 160
        assert summary.endswith(".")
        assert not re.search(r"[.!?] [A-ZÄÖÜ]", summary)


@every_course
def test_codes_come_from_the_lists_of_the_field(course: Course) -> None:
    assert set(course["participation"]) <= {term.code for term in vocabulary.PARTICIPATION.terms}
    assert course["stackability"] in vocabulary.STACKABILITY
    assert re.fullmatch(r"\d{4}", course["isced_f"])
    assert course["grading"] in SCALES
    for activity in course["activities"]:
        assert activity["kind"] in vocabulary.ACTIVITY
    for assessment in course["assessments"]:
        assert assessment["kind"] in vocabulary.ASSESSMENT
        assert assessment["supervision"] in vocabulary.SUPERVISION
        assert assessment["identity_check"] in vocabulary.IDENTITY_CHECK
    assert {outcome["dublin"] for outcome in course["outcomes"]} <= {t.code for t in vocabulary.DUBLIN.terms}


@every_course
def test_volume_level_and_hours_keep_the_charter(course: Course) -> None:
    hours = sum(activity["hours"] for activity in course["activities"])

    assert course["ects"] in CHARTER.micro_credential_ects
    assert Decimal(hours) / course["ects"] in CHARTER.hours_per_ects
    assert course["eqf"] in CHARTER.eqf_levels + CHARTER.planned_eqf_levels


@every_course
def test_outcomes_activities_and_assessments_are_aligned(course: Course) -> None:
    ids = [outcome["id"] for outcome in course["outcomes"]]

    assert ids == [f"o{number}" for number in range(1, len(ids) + 1)]
    assert 3 <= len(ids) <= 5
    for part in ("activities", "assessments"):
        assert {outcome for row in course[part] for outcome in row["outcomes"]} == set(ids)
    assert sum(assessment["weight"] for assessment in course["assessments"]) == 100


@every_course
def test_enough_of_the_grade_is_earned_under_an_identity_check(course: Course) -> None:
    checked = sum(row["weight"] for row in course["assessments"] if row["identity_check"] != "none")

    assert checked >= CHECKED_PERCENT


@every_course
def test_outcomes_begin_with_something_that_can_be_observed(course: Course) -> None:
    for outcome in course["outcomes"]:
        first = {tag: re.findall(r"\w+", text)[0].lower() for tag, text in outcome["text"].items()}
        assert first["en"] in OBSERVABLE
        assert first.get("es", "…ar").endswith(("ar", "er", "ir"))
        assert first.get("fi", "…a").endswith(("a", "ä"))


@every_course
def test_every_outcome_names_skills_of_the_shipped_sample(course: Course) -> None:
    for outcome in course["outcomes"]:
        assert outcome["skills"]
        assert len(set(outcome["skills"])) == len(outcome["skills"])
        assert set(outcome["skills"]) <= set(SKILLS)


@every_course
def test_offerings_are_in_the_state_that_their_days_say(course: Course) -> None:
    assert 1 <= len(course["offerings"]) <= 3
    for offering in course["offerings"]:
        opens, closes, starts, ends = (offering[key] for key in ("opens", "closes", "starts", "ends"))
        assert opens < closes <= starts < ends
        assert offering["places"] > 0
        assert offering["location"]
        assert offering["language"] in course["languages"]
        first, last, start, end = (LOAD_DAY + timedelta(days=day) for day in (opens, closes, starts, ends))
        places_left = 0 if offering["state"] == "full" else offering["places"]
        assert state_of(Run(Window(first, last), start, end), LOAD_DAY, places_left) == offering["state"]


def test_all_states_of_an_offering_occur_and_every_member_has_something_open() -> None:
    states = Counter(offering["state"] for course in COURSES for offering in course["offerings"])

    assert set(states) == {"open", "full", "closed", "running", "finished"}
    assert min(states.values()) >= 2
    for slug in INSTITUTIONS:
        own = [course for course in COURSES if course["institution"] == slug]
        assert any(offering["state"] == "open" for course in own for offering in course["offerings"])


def test_a_level_seven_course_stays_the_exception() -> None:
    levels = Counter(course["eqf"] for course in COURSES)

    assert 2 <= levels[7] <= 4
