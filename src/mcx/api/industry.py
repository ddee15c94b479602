"""API endpoints of the industry domain: needs, jobs and gaps."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.numbers import Mark
from mcx.api.pages import Page, Part
from mcx.core import clock
from mcx.core.errors import Invalid
from mcx.core.keyset import Made
from mcx.industry import selectors, services
from mcx.industry.models import Posting, SkillNeed
from mcx.industry.services import MOST_RESPONDENTS
from mcx.network.selectors.institutions import public_institution
from mcx.skills.selectors import public_skill, public_skills

router = Router(tags=["industry"])


class GapOut(Schema):
    """How much a skill is needed and found (1 to 5 each), and how much of it the catalogue teaches."""

    skill: str = Field(alias="skill.uri")
    labels: dict[str, str] = Field(alias="skill.labels")
    importance: Decimal = Field(alias="gap.importance")
    availability: Decimal = Field(alias="gap.availability")
    gap: Decimal = Field(alias="gap.size")
    priority: Decimal = Field(alias="gap.priority")
    respondents: int = Field(alias="gap.respondents")
    micro_credentials: int = Field(alias="gap.offers")
    ects: Decimal = Field(alias="gap.ects")
    postings: int = Field(alias="gap.postings")


class Gaps(Part):
    """A part of the gaps."""

    items: list[GapOut]


class NeedIn(Schema):
    """How much a skill is needed and found (1 to 5 each) in a survey year."""

    organisation: str
    skill: str
    wave: int = Field(ge=1, le=9999)
    importance: Mark
    availability: Mark
    respondents: int = Field(ge=1, le=MOST_RESPONDENTS)


class NeedOut(Schema):
    """A reported need."""

    skill: str = Field(alias="skill.uri")
    organisation: str = Field(alias="organisation.slug")
    wave: int
    importance: Decimal
    availability: Decimal
    respondents: int


class PostingIn(Schema):
    """A job and the ESCO URIs of its skills."""

    organisation: str
    title: str = Field(max_length=200)
    text: str = Field("", max_length=4000)
    skills: list[str] = Field(default_factory=list, max_length=50)


class PostingOut(Schema):
    """A published job."""

    id: int
    organisation: str = Field(alias="organisation.slug")
    title: str
    text: str
    posted_on: date
    skills: list[str]

    @staticmethod
    def resolve_skills(posting: Posting) -> list[str]:
        """The ESCO URIs of the skills it names."""
        return [skill.uri for skill in posting.skills.all()]


class Postings(Part):
    """A part of the jobs."""

    items: list[PostingOut]


@router.get("/gaps", response={200: Gaps, **REFUSALS}, summary="Skills gaps")
def gaps(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """What employers need, what they find and what the catalogue teaches, the most urgent first."""
    return asked.of(Made(selectors.gap_radar(caller(request), on=clock.today()), "gaps"))


@router.post("/needs", response={201: NeedOut, **REFUSALS}, summary="Report a need")
def report_need(request: HttpRequest, sent: NeedIn) -> Status[SkillNeed]:
    """Report a need; a second report of the same skill and year replaces the first."""
    need = services.report_need(
        public_institution(sent.organisation),
        skill=public_skill(sent.skill),
        wave=sent.wave,
        importance=sent.importance,
        availability=sent.availability,
        respondents=sent.respondents,
        by=caller(request),
        at=clock.now(),
    )
    return Status(201, need)


@router.get("/postings", response={200: Postings, **REFUSALS}, summary="Jobs")
def postings(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The published jobs, newest first, for everyone whose role shows them the skills gaps."""
    return asked.of(selectors.postings(caller(request), on=clock.today()))


@router.post("/postings", response={201: PostingOut, **REFUSALS}, summary="Publish a job")
def post(request: HttpRequest, sent: PostingIn) -> Status[Posting]:
    """Publish a job with the skills it needs."""
    known = public_skills(sent.skills)
    if missing := set(sent.skills) - set(known):
        raise Invalid(skills=", ".join(sorted(missing)))
    made = services.post_job(
        public_institution(sent.organisation),
        title=sent.title,
        text=sent.text,
        skills=list(known.values()),
        by=caller(request),
        at=clock.now(),
    )
    return Status(201, made)
