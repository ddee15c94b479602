"""Endpoints about requests for recognition: ask, decide, appeal, and the decision as a file."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.network.programmes import ProgrammeOut
from mcx.api.numbers import Credits
from mcx.api.pages import Page, Part
from mcx.api.reports import ReportOut
from mcx.core import clock
from mcx.core.downloads import handed_out
from mcx.core.errors import NotFound
from mcx.network.selectors.programmes import public_programme
from mcx.network.selectors.rights import require
from mcx.recognition import selectors
from mcx.recognition.documents import transcript_of
from mcx.recognition.models import Case
from mcx.recognition.rules.decisions import AppealEnds, Decided
from mcx.recognition.services import appeals as recognition_appeals
from mcx.recognition.services import cases as recognition_cases
from mcx.wallet.selectors import item_for
from microcred.report import Report

router = Router()
LONGEST = 4000


class DecisionOut(Schema):
    """What was decided, by agreement or by an officer, and until when the learner can appeal."""

    outcome: Decided
    ects: Decimal
    grade: str
    reasons: str
    agreement: str | None
    conversion: dict[str, Any]
    decided_at: datetime
    appeal_until: date

    @staticmethod
    def resolve_agreement(decision: Any) -> str | None:
        """The agreement that decided, if one did."""
        return decision.agreement.code if decision.agreement else None


class CaseOut(Schema):
    """A request for recognition with its report and, once there is one, the newest decision."""

    id: int
    title: dict[str, str] = Field(alias="item.title")
    learner: str = Field(alias="learner.name")
    programme: ProgrammeOut
    status: str
    submitted_at: datetime
    due_on: date
    report: ReportOut
    decision: DecisionOut | None

    @staticmethod
    def resolve_report(case: Case) -> ReportOut:
        """Every condition that was checked."""
        return ReportOut.of(Report.from_json(case.report))

    @staticmethod
    def resolve_decision(case: Case) -> Any:
        """The newest decision."""
        return selectors.standing_decision(case)


class Cases(Part):
    """A part of the requests."""

    items: list[CaseOut]


class AskIn(Schema):
    """A wallet item, the degree programme it should count in, and what an officer should know."""

    item: UUID
    programme: str
    statement: str = Field("", max_length=LONGEST)


class DecisionIn(Schema):
    """An officer's decision; `differences` are codes of the substantial differences."""

    outcome: Decided
    ects: Credits
    reasons: str = Field(max_length=LONGEST)
    differences: list[str] = Field(default_factory=list, max_length=20)


class AppealIn(Schema):
    """What the learner thinks is wrong with a decision."""

    grounds: str = Field(max_length=LONGEST)


class AppealDecisionIn(Schema):
    """The decision on an appeal; `ects` if it is upheld."""

    outcome: AppealEnds
    reasons: str = Field(max_length=LONGEST)
    ects: Credits = Decimal(0)


@router.get("/cases", response={200: Cases, **REFUSALS}, summary="My requests for recognition")
def cases(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The caller's requests and the decisions on them, newest first."""
    return asked.of(selectors.cases_of(caller(request)))


@router.post("/cases", response={201: CaseOut, **REFUSALS}, summary="Ask for recognition")
def ask(request: HttpRequest, sent: AskIn) -> Status[Case]:
    """Ask the home university to recognise a credential; an agreement in force may decide immediately.

    The university must have confirmed that the caller studies there. If it confirms this later, asking again
    checks the request again.
    """
    person, at = caller(request), clock.now()
    item = item_for(person, sent.item)
    made = recognition_cases.ask(
        item, programme=public_programme(sent.programme), statement=sent.statement, by=person, at=at
    )
    return Status(201, selectors.case_for(person, made.pk, on=at.date()))


@router.get("/desk", response={200: Cases, **REFUSALS}, summary="Requests for recognition to decide")
def desk(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The requests waiting for a recognition officer, the most urgent first."""
    require(caller(request), Action.DECIDE_RECOGNITION, None, on=clock.today())
    found = selectors.cases_for_staff(caller(request), on=clock.today()).filter(status=Case.Status.OPEN)
    return asked.of(found)


@router.get("/appeals", response={200: Cases, **REFUSALS}, summary="Appeals to decide")
def appeals(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The appeals that the caller can decide, the most urgent first."""
    require(caller(request), Action.DECIDE_APPEAL, None, on=clock.today())
    found = selectors.appeals_for(caller(request), on=clock.today())
    return asked.of(found)


@router.get("/cases/{int:key}", response={200: CaseOut, **REFUSALS}, summary="A request for recognition")
def case(request: HttpRequest, key: int) -> Case:
    """A request that is the caller's own or that they can decide."""
    return selectors.case_for(caller(request), key, on=clock.today())


@router.get(
    "/cases/{int:key}/elmo", response={200: bytes, **REFUSALS}, summary="Download for the student record"
)
def transcript(request: HttpRequest, key: int) -> HttpResponse:
    """The decision as ELMO 2.1.1 XML (`resultOfRecognition`), once request and appeal are decided.

    Learners can download their own. A recognition officer downloads another person's data, so their token
    needs the scope `export` even to read it.
    """
    found = selectors.case_to_export(caller(request), key, on=clock.today())
    data = transcript_of(found, at=clock.now())
    return handed_out(data, "application/xml", f"recognition-{found.pk}.elmo.xml")


@router.post("/cases/{int:key}/decision", response={201: CaseOut, **REFUSALS}, summary="Decide a request")
def decide(request: HttpRequest, key: int, sent: DecisionIn) -> Status[Case]:
    """Decide a request as an officer; to refuse it or reduce the credits, name a substantial difference."""
    person, at = caller(request), clock.now()
    found = selectors.case_for(person, key, on=at.date())
    recognition_cases.decide(
        found,
        outcome=sent.outcome,
        ects=sent.ects,
        reasons=sent.reasons,
        differences=sent.differences,
        by=person,
        at=at,
    )
    return Status(201, selectors.case_for(person, key, on=at.date()))


@router.post(
    "/cases/{int:key}/appeal", response={201: CaseOut, **REFUSALS}, summary="Appeal against a decision"
)
def appeal(request: HttpRequest, key: int, sent: AppealIn) -> Status[Case]:
    """Appeal against the decision on the caller's own request, within the period to appeal."""
    person, at = caller(request), clock.now()
    decision = selectors.standing_decision(selectors.case_for(person, key, on=at.date()))
    if decision is None:
        raise NotFound
    recognition_appeals.appeal(decision, grounds=sent.grounds, by=person, at=at)
    return Status(201, selectors.case_for(person, key, on=at.date()))


@router.post(
    "/cases/{int:key}/appeal/decision", response={201: CaseOut, **REFUSALS}, summary="Decide an appeal"
)
def decide_appeal(request: HttpRequest, key: int, sent: AppealDecisionIn) -> Status[Case]:
    """Uphold an appeal, which recognises the credits sent, or dismiss it."""
    person, at = caller(request), clock.now()
    found = selectors.open_appeal(selectors.case_for(person, key, on=at.date()))
    recognition_appeals.decide_appeal(
        found, outcome=sent.outcome, reasons=sent.reasons, ects=sent.ects, by=person, at=at
    )
    return Status(201, selectors.case_for(person, key, on=at.date()))
