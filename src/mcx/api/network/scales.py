"""API endpoints about grading scales: those in use, those to begin with, and each change of one."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.api.auth import caller
from mcx.api.errors import REFUSALS, Problem
from mcx.api.numbers import End, Step
from mcx.api.pages import Page, Part
from mcx.core import clock
from mcx.network.models import GradingScale
from mcx.network.rules.scale_presets import PRESETS, Preset
from mcx.network.rules.scales import (
    LONGEST_GRADE,
    MOST_GRADES,
    ScaleFacts,
    bands,
)
from mcx.network.selectors.institutions import public_institution
from mcx.network.selectors.scales import public_scale, public_scales
from mcx.network.services.scales import change_scale, end_scale, make_scale
from microcred.grading import LONGEST_NUMBER, Numbers

router = Router()


class NumbersOut(Schema):
    """Grades that are numbers, from the best to the worst in equal steps."""

    best: Decimal
    worst: Decimal
    step: Decimal


class GradingScaleOut(Schema):
    """Grades, best first, and the lowest pass; `institution` is empty if all institutions use the scale.

    If grades are numbers, `numbers` gives their range and `grades` is empty. `bands` are the groups of
    passing grades by which grades are converted, best first. `ended_at` and `replaced_by` say since when
    no new course can use the scale, and which scale took its place.
    """

    slug: str
    institution: str | None
    title: dict[str, str]
    grades: list[str]
    lowest_pass: str
    numbers: NumbersOut | None
    band: str
    bands: list[str]
    ended_at: datetime | None
    replaced_by: str | None

    @staticmethod
    def resolve_institution(scale: GradingScale) -> str | None:
        """The institution whose own scale it is."""
        return scale.institution.slug if scale.institution else None

    @staticmethod
    def resolve_bands(scale: GradingScale) -> list[str]:
        """The bands in which passing grades are counted."""
        return list(bands(scale))

    @staticmethod
    def resolve_replaced_by(scale: GradingScale) -> str | None:
        """The next version's short address."""
        later = getattr(scale, "replaced_by", None)
        return later.slug if later else None


class GradingScales(Part):
    """A part of the grading scales."""

    items: list[GradingScaleOut]


class PresetOut(Schema):
    """A scale to begin with. `is_confirmed` is false if no good source for the country was found."""

    code: str
    country: str
    grades: list[str]
    lowest_pass: str
    numbers: NumbersOut | None
    band: str
    is_confirmed: bool


class NumbersIn(Schema):
    """The best and the worst grade, and the step between grades."""

    best: End
    worst: End
    step: Step


class GradingScaleChange(Schema):
    """A grading scale: either `grades`, best first, or `numbers` with the width of a `band`."""

    title: dict[str, str]
    grades: list[str] = Field([], max_length=MOST_GRADES)
    lowest_pass: str = Field(min_length=1, max_length=LONGEST_GRADE)
    numbers: NumbersIn | None = None
    band: str = Field("", max_length=LONGEST_NUMBER)

    def facts(self) -> ScaleFacts:
        """The scale as the service takes it."""
        numbers = Numbers(**self.numbers.dict()) if self.numbers else None
        return ScaleFacts(self.title, tuple(self.grades), self.lowest_pass, numbers=numbers, band=self.band)


class GradingScaleIn(GradingScaleChange):
    """A new grading scale of an institution, or of the whole network if `institution` is empty."""

    institution: str | None = Field(None, max_length=40)


@router.get("/scales", auth=None, response={200: GradingScales, 422: Problem}, summary="Grading scales")
def scales(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """Every scale on which grades are or were given; a grade means nothing without its scale."""
    return asked.of(public_scales())


@router.post("/scales", response={201: GradingScaleOut, **REFUSALS}, summary="Add a grading scale")
def add(request: HttpRequest, sent: GradingScaleIn) -> Status[GradingScale]:
    """Add a grading scale of an institution (its registrars), or of the network (network coordinators)."""
    owner = public_institution(sent.institution) if sent.institution else None
    return Status(201, make_scale(owner, facts=sent.facts(), by=caller(request), at=clock.now()))


@router.get("/scale-presets", auth=None, response=list[PresetOut], summary="Scales to begin with")
def presets(request: HttpRequest) -> tuple[Preset, ...]:
    """Grading scales of many countries, to change to what the institution uses."""
    return PRESETS


@router.get(
    "/scales/{slug:slug}", auth=None, response={200: GradingScaleOut, 404: Problem}, summary="A grading scale"
)
def scale(request: HttpRequest, slug: str) -> GradingScale:
    """One scale by the last part of the address in credentials; ended ones too."""
    return public_scale(slug)


@router.post(
    "/scales/{slug:slug}/change",
    response={200: GradingScaleOut, **REFUSALS},
    summary="Change a grading scale",
)
def change(request: HttpRequest, slug: str, sent: GradingScaleChange) -> GradingScale:
    """Correct a scale. If it is already used, a new version with another `slug` replaces it; a title alone is
    corrected in place.
    """
    return change_scale(public_scale(slug), facts=sent.facts(), by=caller(request), at=clock.now())


@router.post(
    "/scales/{slug:slug}/end", response={200: GradingScaleOut, **REFUSALS}, summary="End a grading scale"
)
def end(request: HttpRequest, slug: str) -> GradingScale:
    """Let no new course use the scale; courses, results and credentials that use it keep it."""
    return end_scale(public_scale(slug), by=caller(request), at=clock.now())
