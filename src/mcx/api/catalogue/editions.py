"""API endpoints about published editions; everyone may read them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from mcx.api.errors import Problem
from mcx.api.numbers import Bound
from mcx.api.pages import Page, Part
from mcx.catalogue.models import Edition
from mcx.catalogue.rules import Audience, Filters
from mcx.catalogue.selectors.editions import public_edition
from mcx.catalogue.selectors.search import Facets, public_facets, public_search
from mcx.core import clock

router = Router()


class ScaleOut(Schema):
    """The grades given in a course, best first, and the lowest that passes."""

    slug: str
    title: dict[str, str]
    grades: list[str]
    lowest_pass: str


class EditionBrief(Schema):
    """What a list shows of an edition; texts map languages to text, prices map audiences to EUR."""

    code: str = Field(alias="micro_credential.code")
    number: int
    institution: str = Field(alias="micro_credential.institution.slug")
    title: dict[str, str]
    summary: dict[str, str]
    ects: Decimal
    eqf_level: int
    isced_f: str
    languages: list[str]
    participation: list[str]
    cost: dict[Audience, str]
    published_at: datetime


class Listed(EditionBrief):
    """An edition in a list, and whether a run of it is open for applications today."""

    is_open: bool


class Editions(Part):
    """A part of the catalogue, best match first."""

    items: list[Listed]


class EditionOut(EditionBrief):
    """A whole edition: `specification` is its published text, `criteria` say what learners need to pass.

    A credential earned in it is valid for `valid_days` days; if this is null, it does not expire.
    """

    specification: dict[str, Any]
    criteria: dict[str, dict[str, str]]
    scale: ScaleOut
    valid_days: int | None


class FacetsOut(Schema):
    """For each type of filter, how many editions each of its values would leave with the others set.

    Of the institutions, the twelve with the most editions are counted, and those that the request names.
    """

    institutions: dict[str, int]
    languages: dict[str, int]
    eqf: dict[str, int]
    ects: dict[str, int]
    participation: dict[str, int]
    fields: dict[str, int]
    free_for: dict[str, int]
    is_open: dict[str, int]


Code = Annotated[str, Field(max_length=40, pattern=r"^[\w-]+$")]
Level = Annotated[int, Field(ge=1, le=8)]


class Narrowed(Schema):
    """Words that must all appear, and filters; within one filter, one matching value is enough."""

    q: str = Field("", max_length=200)
    institution: list[Code] = Field(default_factory=list, max_length=40)
    language: list[Code] = Field(default_factory=list, max_length=40)
    eqf: list[Level] = Field(default_factory=list, max_length=8)
    ects_from: Bound | None = None
    ects_to: Bound | None = None
    participation: list[Code] = Field(default_factory=list, max_length=40)
    field: list[Code] = Field(default_factory=list, max_length=40, description="Broad ISCED-F codes")
    free_for: Audience | None = None
    open: bool = False

    def filters(self) -> Filters:
        """The filters as the catalogue takes them."""
        return Filters(
            institutions=tuple(self.institution),
            languages=tuple(self.language),
            eqf=tuple(self.eqf),
            ects_from=self.ects_from,
            ects_to=self.ects_to,
            participation=tuple(self.participation),
            fields=tuple(self.field),
            free_for=self.free_for,
            is_open=self.open,
        )


class Asked(Narrowed, Page):
    """Which part of the list."""

    limit: int = Field(24, ge=1, le=100)


@router.get("/editions", response={200: Editions, 422: Problem}, auth=None, summary="Search the catalogue")
def editions(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """The newest edition of each micro-credential that matches; follow `next` to read all of them."""
    return asked.of(public_search(asked.q, asked.filters(), on=clock.today()))


@router.get("/facets", response={200: FacetsOut, 422: Problem}, auth=None, summary="Count results by filter")
def facets(request: HttpRequest, asked: Query[Narrowed]) -> Facets:
    """How many results each value of each filter would leave."""
    return public_facets(asked.q, asked.filters(), on=clock.today())


@router.get(
    "/editions/{slug:code}", response={200: EditionOut, 404: Problem}, auth=None, summary="The newest edition"
)
def newest(request: HttpRequest, code: str) -> Edition:
    """The newest edition of the micro-credential."""
    return public_edition(code)


@router.get(
    "/editions/{slug:code}/{int:number}",
    response={200: EditionOut, 404: Problem},
    auth=None,
    summary="An edition",
)
def edition(request: HttpRequest, code: str, number: int) -> Edition:
    """That edition, which never changes once it is published."""
    return public_edition(code, number)
