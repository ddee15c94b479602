"""What every wallet sees of our badge, and what the badge leaves out."""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from microcred.errors import NotWritable
from microcred.openbadges import CONTEXT_URL, write
from microcred.openbadges.writing import BIRTH_DATE, EMAIL, PARTS, SECOND_STATUS
from microcred.record import Evidence, Grade, GradingScale, Organisation, Person, Status
from tests.microcred.cast import ADA, RECORD, SCALE, record, specification


@pytest.mark.clause("VC-DM 2.0 §4.3")
def test_the_data_model_and_the_badge_come_before_our_own_terms() -> None:
    document, _ = write(RECORD)

    assert document["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        CONTEXT_URL,
    ]


@pytest.mark.clause("Open Badges 3.0, Alignment")
def test_skills_and_level_are_alignments_for_every_wallet() -> None:
    document, _ = write(RECORD)

    skill, level = document["credentialSubject"]["achievement"]["alignment"]
    assert skill["targetFramework"] == "ESCO"
    assert skill["targetUrl"].startswith("http://data.europa.eu/esco/skill/")
    assert level["targetCode"] == "7"


def test_credits_code_and_language_are_in_the_badges_own_terms() -> None:
    achievement = write(RECORD)[0]["credentialSubject"]["achievement"]

    assert achievement["creditsAvailable"] == 2.5
    assert achievement["humanCode"] == "ME-4711"
    assert achievement["inLanguage"] == "en"


@pytest.mark.clause("Open Badges 3.0, Result", "Open Badges 3.0, ResultDescription")
def test_a_grade_never_travels_without_its_scale() -> None:
    subject = write(RECORD)[0]["credentialSubject"]

    described = {one["id"]: one for one in subject["achievement"]["resultDescription"]}
    for result in subject["result"]:
        assert described[result["resultDescription"]]["allowedValue"] == ["0", "1", "2", "3", "4", "5"]
        assert described[result["resultDescription"]]["requiredValue"] == "1"


def test_two_scales_of_one_name_are_refused() -> None:
    other = GradingScale(SCALE.id, {"en": "Pass or fail"}, ("pass", "fail"), "pass")
    assessments = (replace(RECORD.assessments[0], grade=Grade("pass", other)),)

    with pytest.raises(NotWritable, match="scale"):
        write(record(assessments=assessments))


@pytest.mark.clause("VC-DM 2.0 §5.3")
def test_evidence_is_tied_by_its_digest() -> None:
    work = b"the plan"
    digest = hashlib.sha256(work).hexdigest()

    document, _ = write(record(evidence=(Evidence("Plan", "https://uni.example/plan", digest),)))

    assert document["evidence"][0]["digestSRI"] == "sha256-qrjwb+zRwEHpo9WoYRT55SK1RpGNuFA6BF/kpCOzZCo="


def test_the_same_record_gives_the_same_bytes() -> None:
    assert json.dumps(write(RECORD, salt="7e1f")) == json.dumps(write(RECORD, salt="7e1f"))


@pytest.mark.clause("Open Badges 3.0, IdentityObject")
def test_the_email_is_only_a_salted_hash() -> None:
    document, losses = write(RECORD, salt="7e1f")

    assert "ada@learner.example" not in json.dumps(document)
    identity = document["credentialSubject"]["identifier"][-1]
    expected = hashlib.sha256(b"ada@learner.example7e1f").hexdigest()
    assert identity["identityHash"] == f"sha256${expected}"
    assert EMAIL not in losses


def test_what_a_badge_cannot_carry_is_said() -> None:
    two = (
        Status("https://uni.example/s/1", 1, "suspension"),
        Status("https://uni.example/s/2", 2, "revocation"),
    )

    document, losses = write(record(status=two, parts=(RECORD,)))

    assert set(losses) == {BIRTH_DATE, EMAIL, PARTS, SECOND_STATUS}
    assert document["credentialStatus"]["statusPurpose"] == "revocation"


def test_an_identifier_that_is_no_iri_becomes_a_fragment_of_the_edition() -> None:
    outcome = replace(RECORD.specification.outcomes[0], id="LO 1")

    document, _ = write(record(specification=specification(outcomes=(outcome,))))

    own = document["credentialSubject"]["achievement"]["microCredential"]
    assert own["learningOutcome"][0]["id"] == "https://uni.example/editions/maintenance/1#LO%201"


def test_large_and_whole_credits_are_plain_digits() -> None:
    document, _ = write(record(specification=specification(ects=Decimal("3E+1"))))

    achievement = document["credentialSubject"]["achievement"]
    assert achievement["creditsAvailable"] == 30
    assert achievement["microCredential"]["ects"] == "30"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "4711"},
        {"issuer": Organisation("uni", {"en": "University"})},
        {"awarding_bodies": (Organisation("", {"en": "University"}),)},
        {"specification": specification(id="mc-1")},
        {"specification": specification(title={})},
        {"learner": Person()},
        {"evidence": (Evidence("Plan", "my desk"),)},
    ],
)
def test_a_record_that_would_make_an_invalid_badge_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(NotWritable):
        write(record(**changes))


def test_a_learner_without_an_iri_is_known_by_name() -> None:
    document, _ = write(record(learner=replace(ADA, id="student-7")))

    assert "id" not in document["credentialSubject"]
    assert document["credentialSubject"]["identifier"][0]["identityHash"] == "Ada Example"
