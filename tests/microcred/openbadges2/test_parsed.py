"""An old badge read whole: every part of the record, and every path that was understood."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from microcred.errors import Malformed
from microcred.openbadges.node import not_understood
from microcred.openbadges2 import parse
from microcred.record import (
    Accreditation,
    AchievementRecord,
    Assessment,
    Concept,
    Evidence,
    Grade,
    GradingScale,
    Identifier,
    LearningOutcome,
    Organisation,
    Person,
    Specification,
)
from tests.microcred.openbadges2.badges import ASSERTION, BADGE, HOME, ISSUER
from tests.microcred.openbadges2.test_parsing import ESCO_SKILL, extension

ISSUED = datetime(2026, 6, 30, 10, tzinfo=UTC)
BADGE_URL = f"{HOME}/badge"
EMPTY = Specification(
    id="",
    version="",
    title={},
    description={},
    outcomes=(),
    ects=Decimal(0),
    hours=Decimal(0),
    eqf_level=0,
    participation=(),
    assessments=(),
)


def badge(**members: Any) -> Specification:
    """What is read of a badge class with these members alone."""
    return parse({"badge": members, "issuedOn": "2026-06-30"})[0].specification


def issuer(**members: Any) -> tuple[Organisation, tuple[Organisation, ...]]:
    """The issuer with these members alone, and the awarding bodies."""
    record, _understood = parse({"badge": {"issuer": members}, "issuedOn": "2026-06-30"})
    return record.issuer, record.awarding_bodies


def test_an_assertion_that_says_nothing_but_its_date_leaves_everything_else_empty() -> None:
    nobody = Organisation("", {})

    assert parse({"issuedOn": "2026-06-30T10:00:00Z"}) == (
        AchievementRecord(
            id="",
            specification=EMPTY,
            learner=Person(),
            issuer=nobody,
            awarding_bodies=(nobody,),
            awarded_at=ISSUED,
            issued_at=ISSUED,
        ),
        ("issuedOn.*",),
    )
    with pytest.raises(Malformed, match="when the badge was issued") as refused:
        parse({})
    assert refused.value.at == "issuedOn"


WHOLE: dict[str, Any] = {
    **ASSERTION,
    "expires": "2027-06-30",
    "uid": "1",
    "verify": {"type": "hosted", "url": HOME},
    "verification": {"type": "hosted", "url": HOME},
    "badge": {
        **BADGE,
        "version": "2",
        "@language": "nl",
        "criteria": {"id": "https://uni.example/data", "narrative": "Slaag."},
        "issuer": {
            **ISSUER,
            "verification": {"startsWith": HOME},
            "revocationList": f"{HOME}/revoked",
            **extension("InstitutionName", "Example University"),
            **extension("InstitutionIdentifier", "00AA"),
            **extension("InstitutionCountry", "nl"),
        },
    },
}


def test_a_whole_assertion_is_a_whole_record() -> None:
    university = Organisation(
        "", {"und": "Example University"}, country="NL", identifiers=(Identifier("brin", "00AA"),)
    )
    faculty = Organisation(
        f"{HOME}/issuer",
        {"und": "Faculty of Example Studies"},
        homepage="https://uni.example",
        email="badges@uni.example",
        country="NL",
        member_of=(university,),
    )

    record, understood = parse(WHOLE)

    assert record == AchievementRecord(
        id=f"{HOME}/assertion/1",
        specification=replace(
            EMPTY,
            id=BADGE_URL,
            version="2",
            title={"nl": "Data for Decisions"},
            description={"nl": "Reads and questions data."},
            further_information={"nl": "Slaag."},
            homepage="https://uni.example/data",
        ),
        learner=Person(identifiers=(Identifier("email-hash", ASSERTION["recipient"]["identity"]),)),
        issuer=faculty,
        awarding_bodies=(university,),
        awarded_at=ISSUED,
        issued_at=ISSUED,
        valid_until=datetime(2027, 6, 30, tzinfo=UTC),
        evidence=(Evidence("Project", "https://uni.example/projects/1", description={"und": "A report."}),),
    )
    assert not_understood(WHOLE, set(understood)) == ("badge.image", "uid")


@pytest.mark.parametrize(
    ("said", "identifier"),
    [
        ({"id": "urn:uuid:1", "verify": {"url": HOME}, "uid": "1"}, "urn:uuid:1"),
        ({"verify": {"url": HOME}, "uid": "1"}, HOME),
        ({"verify": {"url": 5}, "uid": "1"}, "1"),
        ({"uid": "1"}, "1"),
        ({}, ""),
    ],
)
def test_an_assertion_goes_by_its_id_its_address_or_its_number(said: dict[str, Any], identifier: str) -> None:
    assert parse({**said, "issued_on": "2026-06-30"})[0].id == identifier


@pytest.mark.parametrize(
    ("recipient", "learner"),
    [
        ({"identity": "a@b.example"}, Person(email="a@b.example")),
        ({"type": "email", "identity": "a@b.example"}, Person(email="a@b.example")),
        ({"type": "id", "identity": "did:x"}, Person(id="did:x")),
        ({"type": "url", "identity": HOME}, Person(id=HOME)),
        ({"type": "telephone", "identity": "1"}, Person(identifiers=(Identifier("telephone", "1"),))),
        ({"type": "url", "identity": "md5$1"}, Person(identifiers=(Identifier("url-hash", "md5$1"),))),
        ({"hashed": False, "identity": "md5$1"}, Person(email="md5$1")),
        ({"hashed": True, "identity": "1"}, Person(identifiers=(Identifier("email-hash", "1"),))),
        ("a@b.example", Person(email="a@b.example")),
        ("md5$1", Person(identifiers=(Identifier("email-hash", "md5$1"),))),
    ],
)
def test_a_recipient_is_who_the_badge_says(recipient: Any, learner: Person) -> None:
    assert parse({"recipient": recipient, "issuedOn": "2026-06-30"})[0].learner == learner


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (
            {"targetName": "Analyse", "targetUrl": ESCO_SKILL, "targetCode": "S2"},
            ("Analyse", ESCO_SKILL, "http://data.europa.eu/esco/", "S2"),
        ),
        ({"name": "Analyse", "url": "https://x.example"}, ("Analyse", "https://x.example", "", "")),
        (
            {"targetName": "Analyse", "targetUrl": "urn:x", "targetFramework": "Ours"},
            ("Analyse", "urn:x", "Ours", ""),
        ),
    ],
)
def test_what_a_badge_is_aligned_with_is_an_outcome(
    said: dict[str, Any], outcome: tuple[str, str, str, str]
) -> None:
    title, url, scheme, code = outcome
    aligned = {**said, "targetDescription": "More.", "description": "More."}
    document = {"badge": {"alignment": [aligned]}, "issuedOn": "2026-06-30"}

    record, understood = parse(document)

    expected = LearningOutcome(url, {"und": title}, skills=(Concept(url, {"und": title}, scheme, code),))
    assert record.specification == replace(EMPTY, outcomes=(expected,))
    assert not_understood(document, set(understood)) == ()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"id": "_:b0", "narrative": "Told."}, Evidence("", "", description={"und": "Told."})),
        (
            {"id": HOME, "name": "X", "description": "Described."},
            Evidence("X", HOME, description={"und": "Described."}),
        ),
        ({"narrative": "Told.", "description": "Described."}, Evidence("", description={"und": "Told."})),
        ({"id": HOME}, Evidence("", HOME, description=None)),
    ],
)
def test_evidence_is_told_in_its_own_words(said: dict[str, Any], expected: Evidence) -> None:
    assert parse({"evidence": said, "issuedOn": "2026-06-30"})[0].evidence == (expected,)


def test_an_issuer_of_an_older_version_has_its_origin_and_organisation() -> None:
    known = Organisation(HOME, {"und": "Example"}, homepage=HOME, email="a@b.example")

    assert issuer(origin=HOME, org="Example", contact="a@b.example") == (known, (known,))
    newer = {"id": f"{HOME}/issuer", "name": "Newer", "url": f"{HOME}/url", "email": "c@d.example"}
    own = Organisation(f"{HOME}/issuer", {"und": "Newer"}, homepage=f"{HOME}/url", email="c@d.example")
    assert issuer(origin=HOME, org="Example", contact="a@b.example", **newer)[0] == own


@pytest.mark.parametrize(
    ("said", "institution"),
    [
        (extension("InstitutionName", "Example"), Organisation("", {"und": "Example"})),
        (
            extension("InstitutionIdentifier", "00AA"),
            Organisation("", {}, identifiers=(Identifier("brin", "00AA"),)),
        ),
    ],
)
def test_an_institution_is_known_by_its_name_or_its_number(
    said: dict[str, Any], institution: Organisation
) -> None:
    assert issuer(**said) == (Organisation("", {}, member_of=(institution,)), (institution,))


def test_a_country_alone_makes_no_institution() -> None:
    nobody = Organisation("", {})

    assert issuer(**extension("InstitutionCountry", "nl")) == (nobody, (nobody,))


ASSESSED = Assessment(id="#assessment", title={"und": "Written exam"}, kind="written-exam")
READ: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (extension("ECTS", 2.5), {"ects": Decimal("2.5")}),
    (extension("TimeInvestment", 70) | extension("StudyLoad", 9), {"hours": Decimal(70)}),
    (extension("StudyLoad", 90), {"hours": Decimal(90)}),
    (extension("StudyLoad", 90) | {"extensions:CategoryExtension": {}}, {"hours": Decimal("1.5")}),
    (extension("EQF", 7), {"eqf_level": 7}),
    (extension("EQF", "6.0"), {"eqf_level": 6}),
    (extension("EQF", 9), {}),
    (extension("Language", "nl_NL_x"), {"languages": ("nl",)}),
    (extension("Language", ""), {}),
    (extension("EducationProgramIdentifier", 56823), {"code": "56823"}),
    (
        extension("LearningOutcome", "Asks."),
        {"outcomes": (LearningOutcome("#outcome", {"und": "Asks."}),)},
    ),
    ({"participation": "On Campus"}, {"participation": ("presential",)}),
    ({"participation": "on_site"}, {"participation": ("presential",)}),
    ({"participation": "blended"}, {"participation": ("blended",)}),
    ({"participation": "somehow"}, {}),
    ({"assessmentType": "Written exam"}, {"assessments": (ASSESSED,)}),
    (
        {"assessmentType": "Ordeal", "assessmentSupervised": False, "assessmentIdVerified": False},
        {
            "assessments": (
                Assessment(
                    id="#assessment",
                    title={"und": "Ordeal"},
                    kind="",
                    supervision="unsupervised",
                    identity_check="none",
                ),
            )
        },
    ),
    (
        {"assessmentType": "Written exam", "assessmentSupervised": True, "assessmentIdVerified": True},
        {"assessments": (replace(ASSESSED, identity_check="document"),)},
    ),
    (
        {"qualityAssuranceName": "Agency"},
        {"accreditations": (Accreditation({"und": "Agency"}, "programme", "Agency"),)},
    ),
    (
        {
            "qualityAssuranceName": "Agency",
            "qualityAssuranceDescription": "Audit",
            "qualityAssuranceUrl": HOME,
        },
        {"accreditations": (Accreditation({"und": "Audit"}, "programme", "Agency", report_url=HOME),)},
    ),
]


@pytest.mark.parametrize(("said", "expected"), READ)
def test_each_extension_says_one_thing(said: dict[str, Any], expected: dict[str, Any]) -> None:
    assert badge(**said) == replace(EMPTY, **expected)


@pytest.mark.parametrize(
    ("aligned", "level"),
    [
        ({"targetFramework": "EQF", "targetCode": "6", "targetName": "Level 7"}, 6),
        ({"targetFramework": "the EQF", "targetName": "Level 7"}, 7),
        ({"targetFramework": "European Qualifications Framework", "targetName": "Level 5 of 8"}, 5),
        ({"targetFramework": "EQF", "targetName": "Level"}, 0),
        ({"targetFramework": "EQF", "targetName": "Level 9"}, 0),
    ],
)
def test_a_level_may_stand_in_an_alignment(aligned: dict[str, Any], level: int) -> None:
    assert badge(alignment=[aligned]) == replace(EMPTY, eqf_level=level)
    assert badge(alignment=[aligned], **extension("EQF", 4)) == replace(EMPTY, eqf_level=4)


@pytest.mark.parametrize("name", ["grade_achieved", "gradeAchieved"])
def test_a_grade_is_on_the_scale_of_its_institution(name: str) -> None:
    table = extension("GradingTable", HOME, "GradingTableURL")
    document = {"badge": {name: "8", "issuer": table}, "issuedOn": "2026-06-30"}

    assert parse(document)[0].grade == Grade("8", GradingScale(HOME, {}))
    assert parse({"badge": {"issuer": table}, "issuedOn": "2026-06-30"})[0].grade is None


def test_competencies_are_outcomes_with_numbers_of_their_own() -> None:
    first = {"name": "Ask", "framework": "esco", "framework_identifier": "/esco/skill/1", "category": "skill"}
    second = {"name": "Know", "framework_identifier": "urn:x", "category": "knowledge"}
    third = {"name": "Do"}

    found = badge(id=BADGE_URL, **{"extensions:CompetencyExtension": [first, second, third]}).outcomes

    esco = "http://data.europa.eu/esco/skill/1"
    assert found == (
        LearningOutcome(
            f"{BADGE_URL}#competency-1",
            {"und": "Ask"},
            kind="skill",
            skills=(Concept(esco, {"und": "Ask"}, "esco"),),
        ),
        LearningOutcome(
            f"{BADGE_URL}#competency-2",
            {"und": "Know"},
            kind="knowledge",
            skills=(Concept("urn:x", {"und": "Know"}, ""),),
        ),
        LearningOutcome(f"{BADGE_URL}#competency-3", {"und": "Do"}, kind="skill"),
    )
