"""The people, institutions and credentials that the tests of the standards library speak of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from microcred.record import (
    Accreditation,
    AchievementRecord,
    Activity,
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
    Status,
)

SCALE = GradingScale(
    "https://uni.example/scales/five",
    {"en": "Five-point scale", "de": "Fünferskala"},
    ("5", "4", "3", "2", "1", "0"),
    "1",
)
NETWORK = Organisation("did:web:network.example", {"en": "Example Network"})
UNIVERSITY = Organisation(
    id="did:web:uni.example",
    legal_name={"en": "Example University", "de": "Beispieluniversität"},
    country="AT",
    region="AT22",
    homepage="https://uni.example/",
    email="registrar@uni.example",
    identifiers=(Identifier("schac", "uni.example"), Identifier("deqar", "DEQARINST0000")),
    accreditations=(
        Accreditation(
            {"en": "Institutional accreditation"},
            "institutional",
            "Example Agency",
            id="https://agency.example/decisions/1",
            agency_id="https://agency.example/",
            report_url="https://agency.example/reports/1",
            valid_from=date(2020, 1, 1),
            valid_until=date(2030, 1, 1),
        ),
    ),
    member_of=(NETWORK,),
)
PARTNER = Organisation("did:web:partner.example", {"en": "Partner University"}, country="FI")
ADA = Person(
    id="did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    given_name="Ada",
    family_name="Example",
    birth_date=date(2001, 2, 3),
    email="ada@learner.example",
    identifiers=(Identifier("esi", "urn:schac:personalUniqueCode:int:esi:uni.example:1"),),
)
PYTHON = Concept(
    "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d",
    {"en": "Python (computer programming)", "fi": "Python"},
    "http://data.europa.eu/esco/concept-scheme/skills",
    "S5.6.1",
)
OUTCOMES = (
    LearningOutcome(
        "https://uni.example/outcomes/1",
        {"en": "Plans predictive maintenance", "de": "Plant vorausschauende Wartung"},
        dublin="application",
        reuse_level="sector-specific",
        skills=(PYTHON,),
    ),
    LearningOutcome(
        "https://uni.example/outcomes/2",
        {"en": "Explains sensor data", "de": "Erklärt Sensordaten"},
        dublin="knowledge",
        kind="knowledge",
        reuse_level="cross-sector",
    ),
)
PROJECT = Assessment(
    "https://uni.example/assessments/1",
    {"en": "Maintenance plan"},
    "project",
    mode="blended",
    supervision="supervised-online",
    identity_check="document",
    weight=Decimal("60"),
    outcomes=("https://uni.example/outcomes/1",),
)
EXAM = Assessment(
    "https://uni.example/assessments/2",
    {"en": "Oral examination"},
    "oral-exam",
    supervision="supervised-onsite",
    identity_check="account",
    weight=Decimal("40"),
    outcomes=("https://uni.example/outcomes/2",),
)
MAINTENANCE = Specification(
    id="https://uni.example/editions/maintenance/1",
    version="1.0",
    title={"en": "Predictive Maintenance", "de": "Vorausschauende Wartung"},
    description={"en": "Plan the upkeep of machines from data."},
    outcomes=OUTCOMES,
    ects=Decimal("2.5"),
    hours=Decimal("62.5"),
    eqf_level=7,
    participation=("blended", "project-based"),
    assessments=(PROJECT, EXAM),
    languages=("en", "de"),
    activities=(
        Activity("https://uni.example/activities/1", {"en": "Laboratory"}, "lab", Decimal("20")),
        Activity(
            "https://uni.example/activities/2",
            {"en": "Own work"},
            "self-study",
            Decimal("42.5"),
            ("https://uni.example/outcomes/1",),
        ),
    ),
    nqf_level="NQR 7",
    cycle="second",
    isced_f=("0714", "0613"),
    prerequisites={"en": "Basic statistics"},
    stackability={"en": "Counts towards the micro-degree in smart production."},
    part_of=(Concept("https://network.example/degrees/smart", {"en": "Smart Production"}),),
    accreditations=(Accreditation({"en": "Programme evaluation"}, "programme", "Example Agency"),),
    further_information={"en": "Held every spring."},
    homepage="https://uni.example/mc/maintenance",
    code="ME-4711",
)
RECORD = AchievementRecord(
    id="urn:uuid:5a3c0b14-5cd1-4a4c-9d1f-0a4a4d1b7c11",
    specification=MAINTENANCE,
    learner=ADA,
    issuer=UNIVERSITY,
    awarding_bodies=(UNIVERSITY, PARTNER),
    awarded_at=datetime(2026, 6, 30, 12, 0, tzinfo=UTC),
    issued_at=datetime(2026, 7, 1, 9, 30, tzinfo=UTC),
    valid_from=datetime(2026, 7, 1, 9, 30, tzinfo=UTC),
    valid_until=datetime(2031, 7, 1, tzinfo=UTC),
    grade=Grade("4", SCALE),
    ects_awarded=Decimal("2.5"),
    assessments=(replace(PROJECT, grade=Grade("5", SCALE)), replace(EXAM, grade=Grade("3", SCALE))),
    evidence=(
        Evidence(
            "Maintenance plan",
            "https://uni.example/evidence/1.pdf",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "application/pdf",
            {"en": "The plan as handed in"},
        ),
    ),
    status=(Status("https://uni.example/status/1", 4711, "revocation"),),
)


def specification(**changes: Any) -> Specification:
    """The maintenance edition with some fields changed."""
    return replace(MAINTENANCE, **changes)


def record(**changes: Any) -> AchievementRecord:
    """Ada's credential with some fields changed."""
    return replace(RECORD, **changes)
