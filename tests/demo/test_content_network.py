"""Members, charter, scales, programmes, agreements, micro-degrees and industry data fit together."""

import csv
import re
from decimal import Decimal
from itertools import permutations
from typing import Any

from mcx.demo import content
from mcx.governance.rules.terms_check import check_terms
from mcx.network.rules.terms import TERMS as AGREED
from mcx.network.rules.terms import CharterTerms
from mcx.pathways.rules import Component, ComponentState, blocks_of, check_micro_degree, progress
from mcx.recognition.rules.terms import AgreementTerms
from microcred import vocabulary
from microcred.report import Conclusion

Row = dict[str, Any]

NETWORK = content.load("institutions")
INSTITUTIONS = {row["slug"]: row for row in NETWORK["institutions"]}
CHARTER = content.load("charter")
TERMS = {term["key"]: term["value"] for term in CHARTER["terms"]}
ARTICLES: list[Row] = CHARTER["articles"]
SCALES = {row["slug"]: row for row in content.load("scales")["scales"]}
DISTRIBUTIONS: list[Row] = content.load("scales")["distributions"]
PROGRAMMES: list[Row] = content.load("programmes")["programmes"]
COURSES = {course["code"]: course for course in content.micro_credentials()}
AGREEMENTS: list[Row] = content.load("agreements")["agreements"]
MICRO_DEGREES: list[Row] = content.load("micro_degrees")["micro_degrees"]
INDUSTRY = content.load("industry")
SKILLS = content.esco_sample()
STAFF = {row["id"] for row in content.load("people")["staff"]}
SMALLEST_SAMPLE = 30  # passing grades; article 4 of the demonstration's charter
SAMPLE = content.FOLDER / "esco_sample"


def labels_of(slug: str) -> list[str]:
    """The grades of a scale, best first."""
    return [grade["label"] for grade in SCALES[slug]["grades"]]


def sample_rows() -> list[dict[str, str]]:
    """The rows of the shipped ESCO sample."""
    with (SAMPLE / "skills_en.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_five_members_an_industry_partner_and_an_agency_make_up_the_network() -> None:
    assert list(INSTITUTIONS) == ["mu", "uoc", "dhbw", "fhj", "tuni"]
    assert {partner["kind"] for partner in NETWORK["partners"]} == {"industry", "agency"}
    for row in INSTITUTIONS.values():
        assert re.fullmatch(r"[A-Z]{2}", row["country"])
        assert row["homepage"] == f"https://www.{row['schac']}"
        assert row["slug"] in TERMS["language_clusters"][row["cluster"]]


def test_partners_and_accreditations_say_that_they_are_fictional() -> None:
    for row in [*NETWORK["partners"], *NETWORK["accreditations"]]:
        assert "fictional" in (row.get("title") or row["name"])["en"]


def test_every_member_is_accredited_today_and_one_accreditation_was_replaced() -> None:
    accreditations = {row["id"]: row for row in NETWORK["accreditations"]}
    agencies = {row["slug"] for row in NETWORK["partners"] if row["kind"] == "agency"}

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


def test_the_charter_gives_every_term_and_article_with_its_reason_and_source() -> None:
    for term in CHARTER["terms"]:
        assert set(term) == {"key", "title", "value", "rationale", "source"}
        assert all(term.values())
    for article in ARTICLES:
        assert set(article) == {"number", "title", "text", "rationale", "source"}
    assert set(TERMS) == set(AGREED) - {"articles"}
    assert CHARTER["proposed"] < CHARTER["adopted"] <= CHARTER["in_force"] < 0
    assert set(CHARTER["votes"]) == set(INSTITUTIONS)


def test_the_charter_can_be_put_to_the_vote() -> None:
    articles = [{key: article[key] for key in ("number", "title", "text")} for article in ARTICLES]

    report = check_terms(TERMS | {"articles": articles}, set(INSTITUTIONS))

    assert report.conclusion is Conclusion.PASSED


def test_the_charter_states_the_terms_of_microcredx() -> None:
    terms, agreed = CharterTerms.from_json(TERMS), CharterTerms()

    assert terms.micro_credential_ects == agreed.micro_credential_ects
    assert terms.hours_per_ects == agreed.hours_per_ects
    assert terms.micro_degree_ects == agreed.micro_degree_ects
    assert (terms.eqf_levels, terms.planned_eqf_levels) == ((6,), (7,))


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
        labels = labels_of(row["scale"])
        assert list(row["counts"]) == labels[: labels.index(scale["lowest_pass"]) + 1]
        assert sum(row["counts"].values()) >= SMALLEST_SAMPLE
        assert row["until"] - row["from"] >= 729


def test_each_university_has_two_or_three_programmes_marked_as_demonstration() -> None:
    for slug, institution in INSTITUTIONS.items():
        own = [row for row in PROGRAMMES if row["institution"] == slug]
        assert 2 <= len(own) <= 3
        assert all(set(row["title"]) == {"en", institution["language"]} for row in own)
    for row in PROGRAMMES:
        assert row["scale"] in {
            table["scale"] for table in DISTRIBUTIONS if table["institution"] == row["institution"]
        }
        assert "(demonstration)" in row["title"]["en"]
        assert vocabulary.EQF_OF_CYCLE[row["cycle"]] == row["eqf"]
        assert 0 < row["elective_ects"] < row["ects"]


def test_agreements_refer_to_what_exists_and_number_their_clauses() -> None:
    programmes = {row["code"]: row["institution"] for row in PROGRAMMES}

    assert 5 <= len(AGREEMENTS) <= 7
    for row in AGREEMENTS:
        terms = AgreementTerms.from_json(row["terms"])
        assert row["pathway"] in {"automatic", "elective", "open", "rigid"}
        assert {COURSES[code]["institution"] for code in terms.micro_credentials} <= set(row["from"])
        assert {programmes[code] for code in terms.programmes} <= set(row["to"])
        assert [clause.number for clause in terms.clauses] == [
            str(number) for number in range(1, len(terms.clauses) + 1)
        ]
        if terms.lowest_grade:
            scales = {COURSES[code]["grading"] for code in terms.micro_credentials}
            assert all(terms.lowest_grade in labels_of(slug) for slug in scales)


def test_one_agreement_has_expired_one_waits_to_be_signed_and_some_pairs_have_none() -> None:
    current = [row for row in AGREEMENTS if row["valid_from"] <= 0 <= row["valid_until"]]
    covered = {(a, b) for row in current for a in row["from"] for b in row["to"] if a != b}
    uncovered = set(permutations(INSTITUTIONS, 2)) - covered

    assert len([row for row in AGREEMENTS if row["valid_until"] < 0]) == 1
    assert [row["signed_by"] for row in AGREEMENTS if row not in current and row["valid_until"] > 0] == [
        ["tuni"]
    ]
    assert any(
        set(row["from"]) == set(INSTITUTIONS) and "micro_credentials" not in row["terms"] for row in current
    )
    assert len(uncovered) >= 2


def test_level_seven_is_never_recognised_automatically() -> None:
    assert all(row["terms"]["eqf_max"] == 6 for row in AGREEMENTS)


def test_micro_degrees_can_be_completed_within_the_charter() -> None:
    charter = CharterTerms.from_json(TERMS)

    assert 2 <= len(MICRO_DEGREES) <= 3
    for degree in MICRO_DEGREES:
        pool = [COURSES[code] for block in blocks_of(degree["rule"]) for code in block.codes]
        size = check_micro_degree(Decimal(degree["ects"]), degree["eqf"], charter)
        everything = {
            c["code"]: Component(c["code"], Decimal(c["ects"]), ComponentState.COUNTED) for c in pool
        }
        assert size.conclusion is Conclusion.PASSED
        assert progress(Decimal(degree["ects"]), blocks_of(degree["rule"]), everything).is_complete
        assert {course["stackability"] for course in pool} == {"stackable"}
        assert {course["eqf"] for course in pool} == {degree["eqf"]}
        assert len({course["institution"] for course in pool}) >= 2


def test_micro_degrees_are_described_in_three_languages() -> None:
    for degree in MICRO_DEGREES:
        tags = set(degree["title"])
        assert len(tags) == 3
        assert {INSTITUTIONS[degree["institution"]]["language"], "en"} < tags
        assert set(degree["summary"]) == set(degree["description"]) == tags
        assert all(set(block["title"]) == tags for block in degree["rule"]["blocks"])
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
        assert posting["partner"] in {partner["slug"] for partner in NETWORK["partners"]}
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
