"""Endpoints about home programmes: which there are, what one studies, what would count."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.api.auth import caller
from mcx.api.errors import Problem
from mcx.api.pages import Page
from mcx.api.reports import ReportOut
from mcx.catalogue.selectors import edition_for
from mcx.core import clock
from mcx.recognition import selectors, services
from mcx.recognition.selectors import Preview

router = Router()
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class ProgrammeOut(Schema):
    """A degree programme in which micro-credentials can count."""

    slug: str
    title: dict[str, str]
    institution: str = Field(alias="institution.slug")
    eqf_level: int


class PreviewOut(Schema):
    """How a home programme would recognise something: route, ECTS and every condition."""

    programme: ProgrammeOut
    route: str
    agreement: str | None
    ects: Decimal
    report: ReportOut

    @staticmethod
    def resolve_agreement(preview: Preview) -> str | None:
        """The agreement that would decide, if there is one."""
        return preview.agreement.code if preview.agreement else None

    @staticmethod
    def resolve_report(preview: Preview) -> ReportOut:
        """Every condition as it is met today."""
        return ReportOut.of(preview.report)


class Programmes(Schema):
    """A part of the home programmes."""

    items: list[ProgrammeOut]
    count: int


@router.get("/programmes", auth=None, response={200: Programmes, 422: Problem}, summary="Home programmes")
def programmes(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The degree programmes in which micro-credentials can count."""
    return asked.of(selectors.programmes())


@router.put("/programmes/{slug:slug}/study", response={204: None, **REFUSALS}, summary="Say what one studies")
def study(request: HttpRequest, slug: str) -> Status[None]:
    """Note that the caller studies in this programme; saying it again changes nothing."""
    services.study(selectors.programme_with(slug), by=caller(request), at=clock.now())
    return Status(204, None)


@router.get("/preview/{slug:code}", response={200: list[PreviewOut], **REFUSALS}, summary="Would it count?")
def preview(request: HttpRequest, code: str) -> Any:
    """What each of the caller's home programmes would say to a micro-credential, before enrolling."""
    return selectors.preview(caller(request), edition_for(code), on=clock.today())
