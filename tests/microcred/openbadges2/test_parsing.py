"""Open Badges 2.0 and older read into the record."""

import contextlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.baking import unbake
from microcred.errors import Malformed, Unreadable
from microcred.openbadges.node import not_understood
from microcred.openbadges2 import gather, is_assertion, parse
from microcred.record import Concept, Identifier
from tests.microcred.openbadges2.badges import ASSERTION, BADGE, HOME, ISSUER, server
from tests.spec import spec

ESCO_SKILL = "http://data.europa.eu/esco/skill/b8ee0183-2d8f-4d7b-9a22-1d1a4a1b6d2c"


def extension(name: str, value: Any, member: str = "") -> dict[str, Any]:
    context = f"{HOME}/extensions/{name}Extension/context.json"
    content = {
        "@context": context,
        "type": ["Extension", f"extensions:{name}Extension"],
        (member or name): value,
    }
    return {f"extensions:{name}Extension": content}


EDUBADGE = {
    **ASSERTION,
    "badge": {
        **BADGE,
        **extension("ECTS", 2.5),
        **extension("EQF", 7),
        **extension("LearningOutcome", "Questions data before using it."),
        **extension("Language", "nl_NL"),
        **extension("TimeInvestment", 70),
        **extension("EducationProgramIdentifier", 56823),
        "participation": "blended",
        "assessmentType": "written_exam",
        "assessmentSupervised": False,
        "assessmentIdVerified": True,
        "qualityAssuranceName": "Example Agency",
        "qualityAssuranceUrl": "https://agency.example/reports/1",
        "grade_achieved": "8",
        "alignment": [
            {"targetName": "Analyse data", "targetUrl": ESCO_SKILL, "targetCode": "S2.7"},
            {"targetName": "Level 7", "targetUrl": "https://eqf.example", "targetFramework": "EQF"},
        ],
        "issuer": {
            **ISSUER,
            **extension("InstitutionName", "Example University"),
            **extension("InstitutionIdentifier", "00AA"),
            **extension("InstitutionCountry", "nl"),
            **extension("GradingTable", "https://uni.example/grades", "GradingTableURL"),
        },
    },
}


def test_an_assertion_that_only_links_still_tells_when_and_by_which_badge() -> None:
    record, understood = parse(ASSERTION)

    assert record.id == f"{HOME}/assertion/1"
    assert record.specification.id == f"{HOME}/badge"
    assert record.specification.title == {}
    assert record.awarded_at == datetime(2026, 6, 30, 10, tzinfo=UTC)
    assert record.learner.identifiers == (Identifier("email-hash", ASSERTION["recipient"]["identity"]),)
    assert record.evidence[0].url == "https://uni.example/projects/1"
    assert not_understood(ASSERTION, set(understood)) == ()


def test_gathering_fills_in_badge_and_issuer() -> None:
    record, _ = parse(gather(f"{HOME}/assertion/1", server()))

    assert record.specification.title == {"und": "Data for Decisions"}
    assert record.specification.homepage == "https://uni.example/data"
    assert record.specification.further_information == {"und": "Pass the project."}
    assert record.issuer.legal_name == {"und": "Faculty of Example Studies"}
    assert record.issuer.email == "badges@uni.example"
    assert record.awarding_bodies == (record.issuer,)


def test_gathering_leaves_links_that_do_not_answer() -> None:
    gathered = gather(ASSERTION, server({f"{HOME}/issuer": None}))

    assert gathered["badge"]["issuer"] == f"{HOME}/issuer"


def test_an_address_that_does_not_answer_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="no answer"):
        gather(f"{HOME}/gone", server())


def test_an_edubadge_gives_every_element_its_extensions_carry() -> None:
    record, understood = parse(EDUBADGE)
    specification = record.specification

    assert (specification.ects, specification.hours) == (Decimal("2.5"), Decimal(70))
    assert specification.eqf_level == 7
    assert specification.languages == ("nl",)
    assert specification.participation == ("blended",)
    assert specification.code == "56823"
    assert [one.title for one in specification.outcomes] == [
        {"und": "Questions data before using it."},
        {"und": "Analyse data"},
    ]
    assert specification.outcomes[1].skills == (
        Concept(ESCO_SKILL, {"und": "Analyse data"}, "http://data.europa.eu/esco/", "S2.7"),
    )
    assert specification.accreditations[0].report_url == "https://agency.example/reports/1"
    assert record.issuer.member_of == record.awarding_bodies
    assert record.awarding_bodies[0].legal_name == {"und": "Example University"}
    assert record.awarding_bodies[0].country == "NL"
    assert record.awarding_bodies[0].identifiers == (Identifier("brin", "00AA"),)
    assert record.grade is not None
    assert (record.grade.value, record.grade.scale.id) == ("8", "https://uni.example/grades")
    assert not_understood(EDUBADGE, set(understood)) == ("badge.image",)


def test_an_edubadge_tells_how_it_was_assessed() -> None:
    (assessment,) = parse(EDUBADGE)[0].specification.assessments

    assert assessment.kind == "written-exam"
    assert assessment.supervision == "unsupervised"
    assert assessment.identity_check == "document"


def test_competencies_of_open_educational_badges_are_outcomes_with_minutes_as_hours() -> None:
    competencies = [
        {
            "name": "Analyse data",
            "framework": "esco",
            "framework_identifier": "/esco/skill/1",
            "category": "skill",
        },
        {"name": "Statistics", "framework": "", "framework_identifier": "", "category": "knowledge"},
    ]
    badge = {**BADGE, "extensions:CompetencyExtension": competencies, **extension("StudyLoad", 90)}

    specification = parse({**ASSERTION, "badge": badge})[0].specification

    assert specification.hours == Decimal("1.5")
    assert [one.kind for one in specification.outcomes] == ["skill", "knowledge"]
    assert specification.outcomes[0].skills[0].uri == "http://data.europa.eu/esco/skill/1"


def test_the_study_load_of_an_edubadge_is_in_hours() -> None:
    badge = {**BADGE, **extension("StudyLoad", 84)}

    assert parse({**ASSERTION, "badge": badge})[0].specification.hours == 84


def test_the_language_of_the_badge_is_the_language_of_its_texts() -> None:
    badge = {**BADGE, "@language": "es", "name": "Datos para decidir"}

    assert parse({**ASSERTION, "badge": badge})[0].specification.title == {"es": "Datos para decidir"}


def test_a_recipient_in_the_clear_is_known() -> None:
    recipient = {"type": "email", "hashed": False, "identity": "ada@learner.example"}
    profile = {"extensions:recipientProfile": {"name": "Ada Example"}}

    learner = parse({**ASSERTION, "recipient": recipient, **profile})[0].learner

    assert (learner.email, learner.name) == ("ada@learner.example", "Ada Example")


@pytest.mark.clause("Open Badges 1.1")
def test_version_1_1_with_its_own_names_is_read() -> None:
    badge = {**BADGE, "criteria": "https://uni.example/data", "issuer": ISSUER}
    badge["alignment"] = [{"name": "Analyse data", "url": ESCO_SKILL}]
    verify = {"type": "hosted", "url": f"{HOME}/assertion/1"}
    old = {
        "recipient": ASSERTION["recipient"],
        "badge": badge,
        "uid": "1",
        "verify": verify,
        "issuedOn": 1782813600,
    }

    record, _ = parse(old)

    assert record.id == f"{HOME}/assertion/1"
    assert record.awarded_at == datetime(2026, 6, 30, 10, tzinfo=UTC)
    assert record.specification.homepage == "https://uni.example/data"
    assert record.specification.outcomes[0].skills[0].uri == ESCO_SKILL


@pytest.mark.clause("Open Badges 0.5")
def test_version_0_5_with_one_text_as_recipient_is_read() -> None:
    issuer = {"origin": "https://uni.example", "name": "Example University", "contact": "badges@uni.example"}
    badge = {"version": "0.5.0", "name": "Data", "criteria": "/data", "issuer": issuer}
    old = {"recipient": "ada@learner.example", "badge": badge, "issued_on": "2012-06-30"}

    record, _ = parse(old)

    assert is_assertion(old)
    assert record.learner.email == "ada@learner.example"
    assert record.issuer.id == "https://uni.example"
    assert record.issuer.email == "badges@uni.example"
    assert record.awarded_at == datetime(2012, 6, 30, tzinfo=UTC)


def test_without_a_date_there_is_no_record() -> None:
    with pytest.raises(Malformed, match="when the badge was issued"):
        parse({**ASSERTION, "issuedOn": "some day"})


@pytest.mark.parametrize(
    "document",
    [{}, [], "x", None, {"type": "BadgeClass"}, {"badge": "x"}, {**ASSERTION, "credentialSubject": {}}],
)
def test_something_else_is_no_assertion(document: Any) -> None:
    assert not is_assertion(document)


def test_the_official_picture_holds_an_assertion() -> None:
    document = json.loads(unbake(spec("openbadges/ob20/simple-badge.png").read_bytes()))

    assert is_assertion(document)
    assert parse(document)[0].specification.id.startswith("https://")


ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "name"]), inner)
    ),
    max_leaves=5,
)


@given(st.sampled_from(sorted(EDUBADGE["badge"])), ODD, st.sampled_from(sorted(ASSERTION)), ODD)
def test_odd_values_are_read_over_or_named(name: str, value: Any, other: str, another: Any) -> None:
    document = {**EDUBADGE, "badge": {**EDUBADGE["badge"], name: value}, other: another}

    with contextlib.suppress(Malformed):
        record, _ = parse(document)

        assert record.awarded_at.tzinfo
