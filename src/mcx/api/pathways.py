"""API endpoints of the pathways domain: micro-degrees and progress."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from mcx.api.auth import caller
from mcx.api.errors import REFUSALS, Problem
from mcx.api.numbers import Size
from mcx.api.pages import Page, Part
from mcx.api.reports import ReportOut
from mcx.core import clock
from mcx.network.selectors.institutions import public_institution
from mcx.pathways import selectors, services
from mcx.pathways.models import MicroDegree
from mcx.pathways.rules import ComponentState
from mcx.pathways.selectors import Plan

router = Router(tags=["pathways"])


class MicroDegreeOut(Schema):
    """A micro-degree: its size in ECTS, its level (EQF) and its blocks."""

    code: str
    title: dict[str, str]
    summary: dict[str, str]
    awarded_by: str = Field(alias="awarded_by.slug")
    ects: Decimal
    eqf_level: int
    rule: dict[str, Any]


class MicroDegrees(Part):
    """A part of the micro-degrees."""

    items: list[MicroDegreeOut]


class StepOut(Schema):
    """A micro-credential of a micro-degree, and the caller's progress with it."""

    code: str
    ects: Decimal
    state: ComponentState


class ProgressOut(Schema):
    """The caller's progress: ECTS credits counted and needed, step by step, with the report."""

    micro_degree: str
    counted: Decimal
    needed: Decimal
    is_complete: bool
    steps: list[StepOut]
    report: ReportOut

    @classmethod
    def of(cls, plan: Plan) -> "ProgressOut":
        """The progress of a plan."""
        progress = plan.progress
        steps = [
            StepOut(code=one.code, ects=one.ects, state=one.state)
            for block in progress.blocks
            for one in block.components
        ]
        return cls(
            micro_degree=plan.micro_degree.code,
            counted=progress.counted,
            needed=progress.needed,
            is_complete=progress.is_complete,
            steps=steps,
            report=ReportOut.of(progress.report),
        )


class MicroDegreeIn(Schema):
    """A new micro-degree; `rule` as `GET /micro-degrees` shows it."""

    awarded_by: str
    code: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    title: dict[str, str]
    summary: dict[str, str]
    ects: Size
    eqf_level: int = Field(ge=1, le=8)
    rule: dict[str, Any]


@router.get("/micro-degrees", auth=None, response={200: MicroDegrees, 422: Problem}, summary="Micro-degrees")
def micro_degrees(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The micro-degrees that the network offers; none of them is a degree."""
    return asked.of(selectors.public_micro_degrees())


@router.post("/micro-degrees", response={201: MicroDegreeOut, **REFUSALS}, summary="Offer a micro-degree")
def publish(request: HttpRequest, sent: MicroDegreeIn) -> Status[MicroDegree]:
    """Offer a micro-degree of a size that the Charter allows."""
    made = services.publish_micro_degree(
        public_institution(sent.awarded_by),
        code=sent.code,
        title=sent.title,
        summary=sent.summary,
        ects=sent.ects,
        eqf_level=sent.eqf_level,
        rule=sent.rule,
        by=caller(request),
        at=clock.now(),
    )
    return Status(201, made)


@router.get("/progress", response={200: list[ProgressOut], **REFUSALS}, summary="My progress")
def progress(request: HttpRequest) -> list[ProgressOut]:
    """The caller's progress in each micro-degree on their list."""
    return [ProgressOut.of(plan) for plan in selectors.progress_of(caller(request), at=clock.now())]


@router.post(
    "/micro-degrees/{slug:code}/record",
    response={200: dict[str, Any], **REFUSALS},
    summary="Download my record",
)
def record(request: HttpRequest, code: str) -> HttpResponse:
    """The caller's credentials of a micro-degree in a ClrCredential (CLR 2.0), signed by its university.

    It shows the caller's progress, not that the micro-degree is awarded. The credentials in it are unchanged.
    """
    found = selectors.public_micro_degree(code)
    content = services.sign_record(found, by=caller(request), at=clock.now())
    return HttpResponse(content, content_type="application/vc+ld+json")


@router.put(
    "/micro-degrees/{slug:code}/participation",
    response={200: ProgressOut, **REFUSALS},
    summary="Add to my list",
)
def join(request: HttpRequest, code: str) -> ProgressOut:
    """Add a micro-degree to the caller's list; doing it again changes nothing."""
    found, person = selectors.public_micro_degree(code), caller(request)
    services.take_part(found, by=person, at=clock.now())
    return ProgressOut.of(selectors.plan_of(found, person, at=clock.now()))


@router.api_operation(
    ["DELETE"],
    "/micro-degrees/{slug:code}/participation",
    response={204: None, **REFUSALS},
    summary="Remove from my list",
)
def leave(request: HttpRequest, code: str) -> Status[None]:
    """Remove a micro-degree from the caller's list; nothing that they earned is lost."""
    services.leave(selectors.public_micro_degree(code), by=caller(request), at=clock.now())
    return Status(204, None)
