"""Members, charter, scales, programmes, agreements, micro-degrees and industry data fit together."""

import csv
import re
from itertools import permutations
from typing import Any

from mcx.demo import content
from microcred import vocabulary

Row = dict[str, Any]

NETWORK = content.load("institutions")
INSTITUTIONS = {row["slug"]: row for row in NETWORK["institutions"]}
CHARTER = content.load("charter")
TERMS = {term["key"]: term for term in CHARTER["terms"]}
SCALES = {row["slug"]: row for row in content.load("scales")["scales"]}
DISTRIBUTIONS: list[Row] = content.load("scales")["distributions"]
PROGRAMMES: list[Row] = content.load("programmes")["programmes"]
COURSES = {course["code"]: course for course in content.micro_credentials()}
AGREEMENTS: list[Row] = content.load("agreements")["agreements"]
MICRO_DEGREES: list[Row] = content.load("micro_degrees")["micro_degrees"]
INDUSTRY = content.load("industry")
SKILLS = content.esco_sample()
STAFF = {row["id"] for row in content.load("people")["staff"]}
SAMPLE = content.FOLDER / "esco_sample"


def sample_rows() -> list[dict[str, str]]:
    """The rows of the shipped ESCO sample."""
    with (SAMPLE / "skills_en.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_five_members_an_industry_partner_and_an_agency_make_up_the_network() -> None:
    assert list(INSTITUTIONS) == ["mu", "uoc", "dhbw", "fhj", "tuni"]
    assert {partner["kind"] for partner in NETWORK["partners"]} == {"industry", "quality-agency"}
    for row in INSTITUTIONS.values():
        assert re.fullmatch(r"[A-Z]{2}", row["country"])
        assert row["homepage"] == f"https://www.{row['schac']}"
        assert row["slug"] in TERMS["language_clusters"]["value"][row["cluster"]]


def test_partners_and_accreditations_say_that_they_are_fictional() -> None:
    for row in [*NETWORK["partners"], *NETWORK["accreditations"]]:
        assert "fictional" in (row.get("title") or row["name"])["en"]


def test_every_member_is_accredited_today_and_one_accreditation_was_replaced() -> None:
    accreditations = {row["id"]: row for row in NETWORK["accreditations"]}
    agencies = {row["slug"] for row in NETWORK["partners"] if row["kind"] == "quality-agency"}

    for slug in INSTITUTIONS:
        own = [row for row in accreditations.values() if row["institution"] == slug]
        assert any(row["valid_from"] <= 0 <= row["valid_until"] for row in own)
    past = [row for row in accreditations.values() if row["valid_until"] < 0]
    assert len(past) == 1
    assert accreditations[past[0]["replaced_by"]]["valid_from"] == past[0]["valid_until"] + 1
    assert {row["kind"] for row in accreditations.values()} <= {
        t.code for t in vocabulary.ACCREDITATION.terms
    }
    assert {row["agency"] for row in accreditations.values()} <= agencies


def test_a_member_was_accredited_whenever_one_of_its_courses_ended() -> None:
    for course in COURSES.values():
        for offering in course["offerings"]:
            assert any(
                row["institution"] == course["institution"]
                and row["valid_from"] <= min(offering["ends"], 0) <= row["valid_until"]
                for row in NETWORK["accreditations"]
            )


def test_the_charter_gives_every_term_with_its_reason_and_source() -> None:
    for term in TERMS.values():
        assert set(term) == {"key", "title", "value", "rationale", "source"}
        assert all(term.values())
    assert len(TERMS) == len(CHARTER["terms"])
    assert CHARTER["proposed"] < CHARTER["adopted"] <= CHARTER["in_force"] < 0


def test_the_charter_states_the_terms_of_microcredx() -> None:
    assert TERMS["micro_credential_ects"]["value"] == {"min": 2, "max": 5}
    assert TERMS["hours_per_ects"]["value"] == {"min": 25, "max": 30}
    assert TERMS["micro_degree_ects"]["value"] == {"min": 15, "max": 30, "leads_to_degree": False}
    assert TERMS["eqf_levels"]["value"] == {"offered": [6], "planned": [7]}
    assert len(TERMS["required_information"]["value"]["mandatory"]) == 11
    assert TERMS["grading_scale"]["value"]["scale"] in SCALES
    assert (
        TERMS["fees"]["value"]["host_share_percent"] + TERMS["fees"]["value"]["network_share_percent"] == 100
    )


def test_courses_began_under_the_charter() -> None:
    opened = min(offering["opens"] for course in COURSES.values() for offering in course["offerings"])

    assert opened > CHARTER["in_force"]


def test_scales_run_from_best_to_worst_with_a_lowest_pass_between() -> None:
    for scale in SCALES.values():
        labels = [grade["label"] for grade in scale["grades"]]
        assert len(set(labels)) == len(labels)
        assert 0 <= labels.index(scale["lowest_pass"]) < len(labels) - 1


def test_every_member_shows_two_years_of_passing_grades_on_its_scale() -> None:
    assert {row["institution"] for row in DISTRIBUTIONS} == set(INSTITUTIONS)
    for row in DISTRIBUTIONS:
        scale = SCALES[row["scale"]]
        labels = [grade["label"] for grade in scale["grades"]]
        assert list(row["counts"]) == labels[: labels.index(scale["lowest_pass"]) + 1]
        assert sum(row["counts"].values()) >= TERMS["grading_scale"]["value"]["smallest_sample"]
        assert row["until"] - row["from"] >= 729


def test_each_university_has_two_or_three_programmes_marked_as_demonstration() -> None:
    for slug, institution in INSTITUTIONS.items():
        own = [row for row in PROGRAMMES if row["institution"] == slug]
        assert 2 <= len(own) <= 3
        assert all(set(row["title"]) == {"en", institution["language"]} for row in own)
    for row in PROGRAMMES:
        assert "(demonstration)" in row["title"]["en"]
        assert vocabulary.EQF_OF_CYCLE[row["cycle"]] == row["eqf"]
        assert 0 < row["elective_ects"] < row["ects"]


def test_agreements_refer_to_what_exists_and_name_their_clauses() -> None:
    routes = TERMS["recognition_routes"]["value"]["routes"]
    programmes = {row["code"]: row for row in PROGRAMMES}

    assert 4 <= len(AGREEMENTS) <= 6
    for row in AGREEMENTS:
        assert row["route"] in routes
        assert row["conversion"] in {"max", "min", "average"}
        assert {COURSES[code]["institution"] for code in row.get("mcs", [])} <= set(row["from"])
        assert {programmes[code]["institution"] for code in row.get("programmes", [])} <= set(row["to"])
        assert [clause["number"] for clause in row["clauses"]] == [
            str(number) for number in range(1, len(row["clauses"]) + 1)
        ]
        assert set(row["contact"].values()) <= STAFF
        minimum = row["conditions"].get("min_grade")
        if minimum:
            scales = {COURSES[code]["grading"] for code in row["mcs"]}
            assert all(minimum in {g["label"] for g in SCALES[slug]["grades"]} for slug in scales)


def test_one_agreement_has_expired_one_covers_nearly_all_and_some_pairs_have_none() -> None:
    current = [row for row in AGREEMENTS if row["valid_from"] <= 0 <= row["valid_until"]]
    covered = {(a, b) for row in current for a in row["from"] for b in row["to"] if a != b}
    uncovered = set(permutations(INSTITUTIONS, 2)) - covered

    assert len(AGREEMENTS) - len(current) == 1
    assert any(set(row["from"]) == set(INSTITUTIONS) and "mcs" not in row for row in current)
    assert len(uncovered) >= 2


def test_level_seven_is_never_recognised_automatically() -> None:
    assert all(row["criteria"]["eqf_max"] == 6 for row in AGREEMENTS)


def test_micro_degrees_can_be_completed_within_the_charter() -> None:
    volume = TERMS["micro_degree_ects"]["value"]

    assert 2 <= len(MICRO_DEGREES) <= 3
    for degree in MICRO_DEGREES:
        pool = {mc for part in degree["rule"]["parts"] for mc in part.get("mcs", [])}
        assert volume["min"] <= degree["ects"] <= volume["max"]
        assert sum(COURSES[mc]["ects"] for mc in pool) >= degree["ects"]
        assert {COURSES[mc]["stackability"] for mc in pool} == {"stackable"}
        assert {COURSES[mc]["eqf"] for mc in pool} == {degree["eqf"]}
        assert len({COURSES[mc]["institution"] for mc in pool}) >= 2
        for part in degree["rule"]["parts"]:
            assert part["kind"] in {"required", "choose", "min-ects"}
            assert part.get("n", 1) <= len(part.get("mcs", [1]))
            assert part.get("ects", degree["ects"]) == degree["ects"]


def test_micro_degrees_are_described_in_three_languages() -> None:
    for degree in MICRO_DEGREES:
        tags = set(degree["title"])
        assert len(tags) == 3
        assert {INSTITUTIONS[degree["institution"]]["language"], "en"} < tags
        assert set(degree["summary"]) == set(degree["description"]) == tags
        assert degree["fictional"] is True


def test_the_survey_rates_known_skills_and_leaves_one_that_nobody_teaches() -> None:
    survey = INDUSTRY["survey"]
    taught = {uri for course in COURSES.values() for o in course["outcomes"] for uri in o["skills"]}
    rated = [row["skill"] for row in survey["skills"]]

    assert survey["fictional"] is True
    assert 10 <= len(rated) <= 15
    assert len(set(rated)) == len(rated)
    assert set(rated) <= set(SKILLS)
    assert len(set(rated) - taught) == 1
    for row in survey["skills"]:
        assert 1 <= row["availability"] <= 5
        assert 1 <= row["importance"] <= 5
        assert 0 < row["n"] <= survey["respondents"] <= survey["invited"]


def test_the_advisory_board_and_the_postings_are_marked_as_fictional() -> None:
    board, postings = INDUSTRY["advisory_board"], INDUSTRY["job_postings"]

    assert board["fictional"] is True
    assert set(board["present"]) | {action["owner"] for action in board["actions"]} <= STAFF
    assert 6 <= len(postings) <= 8
    assert len({posting["id"] for posting in postings}) == len(postings)
    for posting in postings:
        assert posting["fictional"] is True
        assert posting["employer"].endswith("(fictional)")
        assert posting["posted"] < 0 < posting["closes"]
        assert set(posting["skills"]) <= set(SKILLS)


def test_the_esco_sample_has_the_official_columns_and_only_used_concepts() -> None:
    rows = sample_rows()
    sources = [path.read_text(encoding="utf-8") for path in content.FOLDER.rglob("*.toml")]
    used = {
        uri for text in sources for uri in re.findall(r"http://data\.europa\.eu/esco/skill/[-0-9a-f]+", text)
    }

    assert ",".join(rows[0]) == (
        "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,"
        "status,modifiedDate,scopeNote,definition,inScheme,description"
    )
    assert 60 <= len(rows) <= 90
    assert {row["conceptUri"] for row in rows} == used
    assert {row["skillType"] for row in rows} == {"knowledge", "skill/competence"}
    assert all(row["reuseLevel"] in vocabulary.REUSE_LEVEL for row in rows)
    assert not any(row["description"] for row in rows)


def test_the_comment_beside_a_skill_is_its_label() -> None:
    for path in content.FOLDER.rglob("*.toml"):
        for uri, label in re.findall(r'"(http://data[^"]+)",? # (.+)', path.read_text(encoding="utf-8")):
            assert SKILLS[uri] == label


def test_the_sample_names_its_source() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")

    assert "This service uses the ESCO classification of the European Commission." in readme
