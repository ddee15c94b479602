"""A record that proves nothing about anybody, for an issuer's test of itself."""

from datetime import datetime
from decimal import Decimal

from mcx.credentials.documents.records import organisation
from mcx.network.models import Institution
from microcred import record as r

SAMPLE_ID = "urn:uuid:00000000-0000-4000-8000-000000000000"


def sample_record(
    institution: Institution, status: tuple[r.Status, ...], *, at: datetime
) -> r.AchievementRecord:
    """The record of a credential that the institution could issue now (about four queries)."""
    issuer = organisation(institution, on=at.date())
    specification = r.Specification(
        id="urn:uuid:00000000-0000-4000-8000-000000000001",
        version="1",
        title={"en": "Self-check"},
        description={"en": "A sample that proves nothing about anybody."},
        outcomes=(r.LearningOutcome("o1", {"en": "Nothing."}),),
        ects=Decimal(0),
        hours=Decimal(0),
        eqf_level=0,
        participation=(),
        assessments=(),
    )
    return r.AchievementRecord(
        id=SAMPLE_ID,
        specification=specification,
        learner=r.Person(full_name="Nobody"),
        issuer=issuer,
        awarding_bodies=(issuer,),
        awarded_at=at,
        issued_at=at,
        valid_from=at,
        status=status,
    )
