"""API endpoints of the skills domain: anyone may look up a skill or a field of study."""

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from mcx.api.errors import Problem
from mcx.skills import selectors
from mcx.skills.models import Skill
from mcx.skills.rules.fields import FIELDS

router = Router(tags=["skills"])


class SkillOut(Schema):
    """An ESCO skill or knowledge concept, with its labels by language."""

    uri: str
    kind: str
    reuse_level: str
    labels: dict[str, str]
    alternative_labels: dict[str, list[str]]
    version: str
    is_obsolete: bool
    replaced_by: str


class MatchOut(Schema):
    """A skill that the text may mean: its label or an alternative label is equal to the text or near it."""

    skill: SkillOut
    how: str
    score: float


class Matches(Schema):
    """The best matches, best first."""

    items: list[MatchOut]
    count: int


class FieldOut(Schema):
    """A field of study (ISCED-F 2013): two digits mean a broad field, three a narrow, four a detailed one."""

    code: str
    label: str


class Fields(Schema):
    """Every field of study, by code."""

    items: list[FieldOut]
    count: int


class LookUp(Schema):
    """What to look for: `q` can be any label; near labels are searched in English and `language`."""

    q: str = Field(min_length=1, max_length=200)
    language: str = Field("en", max_length=8)
    limit: int = Field(10, ge=1, le=50)


class ByUri(Schema):
    """The URI of a skill."""

    uri: str = Field(max_length=200)


@router.get("/", response={200: Matches, 422: Problem}, auth=None, summary="Look up skills")
def look_up(request: HttpRequest, asked: Query[LookUp]) -> Matches:
    """Skills whose labels are equal to the text, then those near it; an empty list rather than a guess."""
    found = selectors.public_matches(asked.q, language=asked.language, limit=asked.limit)
    items = [
        MatchOut(skill=SkillOut.from_orm(match.skill), how=match.how, score=round(match.score, 3))
        for match in found
    ]
    return Matches(items=items, count=len(items))


@router.get(
    "/one", response={200: SkillOut, 404: Problem, 422: Problem}, auth=None, summary="A skill by its URI"
)
def one(request: HttpRequest, asked: Query[ByUri]) -> Skill:
    """The skill with that URI, even if it is obsolete, because credentials may refer to it."""
    return selectors.public_skill(asked.uri)


@router.get("/fields", response=Fields, auth=None, summary="Fields of study")
def fields(request: HttpRequest) -> Fields:
    """The fields of study of ISCED-F 2013 with their English labels."""
    items = [FieldOut(code=code, label=label) for code, label in FIELDS.items()]
    return Fields(items=items, count=len(items))
