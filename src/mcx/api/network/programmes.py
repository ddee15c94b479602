"""API endpoints about the degree programmes of the members."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from mcx.api.errors import Problem
from mcx.api.pages import Page, Part
from mcx.network.selectors import programmes as network_programmes

router = Router()


class ProgrammeOut(Schema):
    """A degree programme in which micro-credentials can count."""

    slug: str
    title: dict[str, str]
    institution: str = Field(alias="institution.slug")
    eqf_level: int


class Programmes(Part):
    """A part of the degree programmes."""

    items: list[ProgrammeOut]


@router.get("/programmes", auth=None, response={200: Programmes, 422: Problem}, summary="Degree programmes")
def programmes(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The degree programmes in which micro-credentials can count."""
    return asked.of(network_programmes.public_programmes())
