"""Endpoints about the tasks of the caller and what the network still lacks: the home page, for programs."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router, Schema

from mcx.api.auth import caller
from mcx.api.errors import Problem
from mcx.api.reports import ReportOut
from mcx.core import clock
from mcx.governance import checks
from mcx.governance.selectors import waiting as selectors
from mcx.governance.selectors.waiting import TaskKind, Urgency
from mcx.network.selectors.rights import held_by

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
