"""API endpoints of the design domain: drafts are started, read, saved, checked and submitted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import create_model

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.pages import Page, Part
from mcx.api.reports import ReportOut
from mcx.catalogue.selectors import editions as catalogue
from mcx.core import clock
from mcx.design import checks, selectors, services
from mcx.design.models import Project
from mcx.design.rules.draft import Draft
from mcx.network.rules.course_fields import COURSE_FIELDS, Kind
from mcx.network.selectors.institutions import public_institution
from mcx.network.selectors.rights import require

router = Router(tags=["design"])


class SkillRefSchema(Schema):
    """An ESCO skill by its URI; the label is the one it has in the vocabulary."""

    uri: str = Field(max_length=200)
    label: dict[str, str] = Field(default_factory=dict)


# How each kind of field is sent, and what it is where it is left out.
SENT: Mapping[Kind, tuple[Any, Any]] = {
    Kind.LANGUAGES: (list[str], Field(default_factory=lambda: ["en"])),
    Kind.TEXT: (dict[str, str], Field(default_factory=dict)),
    Kind.NUMBER: (str, ""),
    Kind.WHOLE: (str, ""),
    Kind.PRICE: (str, ""),
    Kind.CHOICE: (str, ""),
    Kind.CHOICES: (list[str], Field(default_factory=list)),
    Kind.OUTCOMES: (list[str], Field(default_factory=list)),
    Kind.SKILLS: (list[SkillRefSchema], Field(default_factory=list)),
}


def _row(kind: str) -> Any:
    """What a row of this type is sent as: its id and its columns in the table of course fields."""
    columns: dict[str, Any] = {name: SENT[it.kind] for name, it in COURSE_FIELDS[kind].columns.items()}
    return create_model(kind, __base__=Schema, id=(str, ""), **columns)


class OutcomeSchema(_row("outcomes")):  # type: ignore[misc]
    """A learning outcome; ids are o1, o2, …"""


class ActivitySchema(_row("activities")):  # type: ignore[misc]
    """An activity with its hours and the outcomes it teaches; ids are l1, l2, …"""


class AssessmentSchema(_row("assessments")):  # type: ignore[misc]
    """An assessment with its weight in per cent and the outcomes it assesses; ids are a1, a2, …"""


def _fields() -> Any:
    """What a draft is sent as: every field of the table."""
    rows = {
        "outcomes": list[OutcomeSchema],
        "activities": list[ActivitySchema],
        "assessments": list[AssessmentSchema],
    }
    sent: dict[str, Any] = {
        name: (rows[name], Field(default_factory=list, max_length=row.limit))
        if row.kind is Kind.ROWS
        else SENT[row.kind]
        for name, row in COURSE_FIELDS.items()
    }
    return create_model("fields", __base__=Schema, **sent)


class DraftSchema(_fields()):  # type: ignore[misc]
    """A draft, also an incomplete one: texts map languages to text, numbers are texts as entered."""


class ProjectOut(Schema):
    """A draft in a list: its institution, who started it, and the state of its review."""

    id: int
    micro_credential: str = Field(alias="micro_credential.code")
    institution: str = Field(alias="institution.slug")
    owner: str = Field(alias="owner.name")
    title: dict[str, str]
    revision: int
    changed_at: datetime
    review: int | None = Field(None, alias="review_id")
    status: str

    @staticmethod
    def resolve_status(project: Project) -> str:
        """draft, waiting, returned or approved."""
        return project.review.status if project.review else "draft"


class WholeProject(ProjectOut):
    """A draft with all its content, and the report on it."""

    draft: DraftSchema
    report: ReportOut

    @staticmethod
    def resolve_report(project: Project) -> ReportOut:
        """What is still missing today."""
        return ReportOut.of(checks.check_project(project, on=clock.today()))


class Projects(Part):
    """A part of the drafts."""

    items: list[ProjectOut]


class StartIn(Schema):
    """What is needed to start a micro-credential."""

    institution: str = Field(max_length=40)
    title: dict[str, str]


class SaveIn(Schema):
    """A draft and the revision on which it is based."""

    revision: int = Field(ge=0, le=2**31 - 1)
    draft: DraftSchema


@router.get("/projects", response={200: Projects, **REFUSALS}, summary="Drafts")
def projects(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The drafts of the institutions where the caller designs courses, last changed first."""
    require(caller(request), Action.DESIGN, None, on=clock.today())
    found = selectors.projects_of(caller(request), on=clock.today())
    return asked.of(found)


@router.post("/projects", response={201: WholeProject, **REFUSALS}, summary="Start a micro-credential")
def start(request: HttpRequest, sent: StartIn) -> Status[Project]:
    """Start a micro-credential with only its title."""
    institution = public_institution(sent.institution)
    return Status(201, services.start(institution, title=sent.title, by=caller(request), at=clock.now()))


@router.get("/projects/{int:project_id}", response={200: WholeProject, **REFUSALS}, summary="A draft")
def project(request: HttpRequest, project_id: int) -> Project:
    """A draft with the report on it."""
    return selectors.project_for(caller(request), project_id, on=clock.today())


@router.put("/projects/{int:project_id}", response={200: WholeProject, **REFUSALS}, summary="Save a draft")
def save(request: HttpRequest, project_id: int, sent: SaveIn) -> Project:
    """Save the draft, complete or not; 409 if someone else has saved since that revision."""
    found = selectors.project_for(caller(request), project_id, on=clock.today())
    draft = Draft.from_json(sent.draft.dict())
    return services.save(found, draft=draft, revision=sent.revision, by=caller(request), at=clock.now())


@router.post(
    "/projects/{int:project_id}/submit",
    response={200: WholeProject, **REFUSALS},
    summary="Submit for review",
)
def submit(request: HttpRequest, project_id: int) -> Project:
    """Submit the draft; 409 with the failed checks if it is not ready. Doing it again changes nothing."""
    found = selectors.project_for(caller(request), project_id, on=clock.today())
    services.submit(found, by=caller(request), at=clock.now())
    return selectors.project_for(caller(request), project_id, on=clock.today())


@router.post("/editions/{slug:code}", response={201: WholeProject, **REFUSALS}, summary="Start a new edition")
def start_edition(request: HttpRequest, code: str) -> Status[Project]:
    """Start a new edition from the newest published one, or continue the draft that exists."""
    edition = catalogue.public_edition(code)
    return Status(201, services.start_edition(edition, by=caller(request), at=clock.now()))
