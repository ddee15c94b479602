"""API endpoints about places in courses: the caller's, those of a class, and their results."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.pages import Page, Part
from mcx.catalogue.selectors.editions import public_offering
from mcx.core import clock
from mcx.credentials.services import awards
from mcx.learning import selectors, services
from mcx.learning.models import Enrolment, Result
from mcx.learning.rules import LONGEST_TEXT
from mcx.network.selectors.rights import require

router = Router()


class ResultOut(Schema):
    """A grade, always with its scale."""

    grade: str
    scale: str = Field(alias="scale.slug")
    has_passed: bool
    remark: str
    recorded_at: datetime
    assessed_by: str = Field(alias="assessed_by.name")


class PlaceOut(Schema):
    """A learner's place in a run, with the result in force."""

    id: int
    offering: str = Field(alias="offering.code")
    title: dict[str, str] = Field(alias="offering.edition.title")
    learner: str = Field(alias="learner.name")
    status: str = Field(json_schema_extra={"enum": [*Enrolment.Status.values]})
    enrolled_at: datetime
    result: ResultOut | None

    @staticmethod
    def resolve_result(enrolment: Enrolment) -> Result | None:
        """The result that no other replaces."""
        found = getattr(enrolment, "current_results", None)
        return selectors.result_of(enrolment) if found is None else next(iter(found), None)


class Places(Part):
    """Places in courses."""

    items: list[PlaceOut]


class ClassOut(Schema):
    """A run that the caller can see: how many learners it has, and how many have no grade yet."""

    code: str
    title: dict[str, str] = Field(alias="edition.title")
    institution: str = Field(alias="edition.micro_credential.institution.slug")
    starts_on: date
    ends_on: date
    places: int
    enrolled: int
    ungraded: int


class Classes(Part):
    """Runs, latest start first."""

    items: list[ClassOut]


class GradeIn(Schema):
    """A grade on the course's own scale."""

    grade: str = Field(min_length=1, max_length=40)
    remark: str = Field("", max_length=LONGEST_TEXT)


@router.get("/places", response={200: Places, **REFUSALS}, summary="My courses")
def places(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The caller's courses, latest first, with their results."""
    found = selectors.enrolments_of(caller(request))
    return asked.of(found)


@router.post("/places/{int:key}/leave", response={200: PlaceOut, **REFUSALS}, summary="Leave a course")
def leave(request: HttpRequest, key: int) -> Enrolment:
    """Give up the caller's own place before there is a result."""
    found = selectors.enrolment_of(caller(request), key)
    return services.withdraw(found, by=caller(request), at=clock.now())


@router.get("/classes", response={200: Classes, **REFUSALS}, summary="Classes")
def classes(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The runs of the institutions where the caller is a teacher, an assessor or a registrar."""
    require(caller(request), Action.SEE_CLASS, None, on=clock.today())
    found = selectors.classes_of(caller(request), clock.today())
    return asked.of(found)


@router.get("/classes/{slug:code}", response={200: Places, **REFUSALS}, summary="A class")
def class_list(request: HttpRequest, code: str, asked: Query[Page]) -> dict[str, Any]:
    """The learners in a run, by family name, and their results."""
    found = selectors.class_of(caller(request), public_offering(code), on=clock.today())
    return asked.of(found)


@router.post("/places/{int:key}/results", response={201: ResultOut, **REFUSALS}, summary="Record a grade")
def grade(request: HttpRequest, key: int, sent: GradeIn) -> Status[Result]:
    """Record a learner's grade; another grade corrects it, the same grade again changes nothing."""
    found = selectors.enrolment_to_assess(caller(request), key, on=clock.today())
    made = awards.grade(found, value=sent.grade, remark=sent.remark, by=caller(request), at=clock.now())
    return Status(201, made)
