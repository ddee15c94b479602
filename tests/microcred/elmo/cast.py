"""Ada's transcript, and her home university's decision on it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from microcred.elmo import Attachment, Component, Recognition, RecognitionMapping, Section, Transcript
from microcred.record import Grade, GradingScale, Identifier, Organisation
from tests.microcred.cast import ADA, RECORD, UNIVERSITY

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOME = Organisation(
    "did:web:home.example",
    {"en": "Home University", "fi": "Kotiyliopisto"},
    "FI",
    homepage="https://home.example/",
    identifiers=(Identifier("schac", "home.example"), Identifier("erasmus", "SF HOME01")),
)
HOME_SCALE = GradingScale("home-0-5", {"en": "Finnish scale"}, ("5", "4", "3", "2", "1", "0"), "1")
AWARDED = replace(RECORD, awarding_bodies=(UNIVERSITY,))
ELECTIVE = Component(
    "ELEC-7",
    {"en": "Elective in smart production"},
    Decimal("2.5"),
    Grade("4", HOME_SCALE),
    "Course",
    "0714",
    7,
)
DECISION = Recognition(
    id="case-17",
    title={"en": "Recognition of Predictive Maintenance"},
    status="positive",
    decided_on=date(2026, 11, 20),
    description={"en": "No substantial difference was found.", "fi": "Olennaisia eroja ei havaittu."},
    basis=(AWARDED,),
    result=(ELECTIVE,),
    mapping=(RecognitionMapping((AWARDED.specification.id,), ("ELEC-7",)),),
)
CERTIFICATE = Attachment({"en": "Certificate"}, b"%PDF-1.7 certificate")
TRANSCRIPT = Transcript(
    learner=ADA,
    generated_at=NOON,
    sections=(
        Section(UNIVERSITY, AWARDED.issued_at, (AWARDED,), attachments=(CERTIFICATE,)),
        Section(HOME, NOON, recognitions=(DECISION,)),
    ),
)
