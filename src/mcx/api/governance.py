"""Endpoints about the tasks of the caller and what the network still lacks: the home page, for programs."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action, Role
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS, Problem
from mcx.api.pages import Page, Part
from mcx.api.reports import CheckOut, ReportOut
from mcx.core import clock
from mcx.core.reports import translated
from mcx.governance import checks
from mcx.governance.rules.founding import Founder, Founding
from mcx.governance.rules.readiness import GOALS, Goal, GoalState, Stage
from mcx.governance.selectors import waiting as selectors
from mcx.governance.selectors.waiting import TaskKind, Urgency
from mcx.governance.services.founding import found_at
from mcx.network.models import Network
from mcx.network.rules.profiles import About, Profile
from mcx.network.selectors.institutions import public_voting_members_on
from mcx.network.selectors.rights import held_by, require

router = Router(tags=["governance"])


class WaitingOut(Schema):
    """One type of task, in the caller's language; `day` is the date that `note` names."""

    kind: TaskKind
    title: str
    count: int
    urgency: Urgency
    note: str
    day: date | None

    @staticmethod
    def resolve_title(waiting: selectors.Waiting) -> str:
        """The title in words."""
        return str(waiting.title)

    @staticmethod
    def resolve_day(waiting: selectors.Waiting) -> date | None:
        """The day, of an instant too."""
        return waiting.day.date() if isinstance(waiting.day, datetime) else waiting.day


@router.get("/waiting", response={200: list[WaitingOut], 401: Problem}, summary="Your tasks")
def waiting(request: HttpRequest) -> list[selectors.Waiting]:
    """The tasks of the caller in every role, the most urgent first; types without a task are left out."""
    held = held_by(caller(request), on=clock.today())
    return selectors.waiting_for(caller(request), held, clock.today())


@router.get(
    "/readiness",
    response={200: ReportOut, 401: Problem, 403: Problem},
    summary="Whether the network is ready",
)
def readiness(request: HttpRequest) -> ReportOut:
    """What the network still lacks before it can issue: one check for each thing to do, for its coordinators.

    `manage.py found_network --check` says the same.
    """
    return ReportOut.of(checks.readiness(caller(request), on=clock.today()))


class SetupLine(CheckOut):
    """One thing to do; `who` are the roles that may do it, none where it is done on the server."""

    who: list[Role]


class SetupGoal(Schema):
    """A goal of the set-up and what it needs; `missing` lists the codes of the checks that keep it away."""

    goal: Goal
    title: str
    state: GoalState
    missing: list[str]
    checks: list[SetupLine]

    @classmethod
    def of(cls, stage: Stage) -> "SetupGoal":
        """The goal in the caller's language."""
        lines = [SetupLine(**CheckOut.of(line.check).dict(), who=list(line.who)) for line in stage.lines]
        return cls(
            goal=stage.goal,
            title=translated(GOALS[stage.goal]),
            state=stage.state,
            missing=[line.check.code for line in stage.missing],
            checks=lines,
        )


class IssuerReadiness(Schema):
    """A university and whether others can verify it as an issuer."""

    institution: str
    report: ReportOut


class Issuers(Part):
    """A part of the universities, by short name."""

    items: list[IssuerReadiness]


@router.get(
    "/setup", response={200: list[SetupGoal], 401: Problem, 403: Problem}, summary="The set-up checklist"
)
def setup(request: HttpRequest) -> list[SetupGoal]:
    """What is missing until the first course, learner, credential, seal and recognition, and who can do it.

    For the people who lead the network. The list is computed from what the network has today.
    """
    return [SetupGoal.of(stage) for stage in checks.setup(caller(request), on=clock.today())]


@router.get("/issuers", response={200: Issuers, **REFUSALS}, summary="Universities as issuers")
def issuers(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """For each university its legal identifier, e-seal and accreditation: what makes it a verified issuer."""
    require(caller(request), Action.SEE_STEPS, None, on=clock.today())
    part = asked.of(public_voting_members_on(clock.today()))
    found = checks.issuers(caller(request), part["items"], on=clock.today())
    items = [IssuerReadiness(institution=one.slug, report=ReportOut.of(report)) for one, report in found]
    return part | {"items": items}


class FoundingIn(Schema):
    """Everything that a network begins with, and the secret at the end of the one-time address.

    `institution` is the name of the first university, and `identifiers` maps types of identifier (`schac`,
    `erasmus`, `deqar`, `ror`, `eidas`, `vat`) to its own. `email`, names and `password` are those of the
    person who sets up the network and becomes its coordinator.
    """

    token: str = Field(max_length=100)
    name: dict[str, str]
    languages: list[str] = Field(max_length=24)
    contact: str = Field(max_length=254)
    slug: str = Field(max_length=40)
    short_name: str = Field(max_length=40)
    institution: dict[str, str]
    country: str = Field(pattern=r"^[A-Z]{2}$")
    city: str = Field("", max_length=120)
    homepage: str = Field("", max_length=200)
    institution_email: str = Field("", max_length=254)
    language_cluster: str = Field("", max_length=8)
    identifiers: dict[str, str] = Field(default_factory=dict)
    email: str = Field(max_length=254)
    given_name: str = Field(max_length=120)
    family_name: str = Field(max_length=120)
    password: str = Field(max_length=200)

    def founding(self) -> Founding:
        """The founding as the service takes it; the founder reads in the language in which she asks."""
        return Founding(
            About(self.name, tuple(self.languages), self.contact),
            Profile(
                slug=self.slug,
                short_name=self.short_name,
                name=self.institution,
                country=self.country,
                city=self.city,
                homepage=self.homepage,
                email=self.institution_email,
                language_cluster=self.language_cluster,
            ),
            Founder(self.email, self.given_name, self.family_name, get_language() or "en"),
            self.identifiers,
        )


class NetworkOut(Schema):
    """The network: its name, the languages in which it works, its contact, and its host in DIDs."""

    name: dict[str, str]
    languages: list[str]
    contact: str
    host: str


@router.post(
    "/founding",
    response={201: NetworkOut, 404: Problem, 409: Problem, 422: Problem},
    auth=None,
    summary="Set up the network",
)
def found(request: HttpRequest, sent: FoundingIn) -> Status[Network]:
    """Set up the network of this deployment, once, with the secret of the one-time address.

    `make new-network` prints the address. The coordinator then signs in with email address and password.
    """
    made = found_at(sent.token, founding=sent.founding(), password=sent.password, at=clock.now())
    return Status(201, made.network)
