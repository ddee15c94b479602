"""API endpoints of the recognition domain: preview, ask, decide, appeal, agree."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import Problem
from mcx.api.pages import Page
from mcx.api.reports import ReportOut
from mcx.catalogue.selectors import edition_for
from mcx.core import clock
from mcx.core.errors import NotFound
from mcx.network.selectors import institution_for, require
from mcx.recognition import selectors, services
from mcx.recognition.models import Agreement, Case, Programme
from mcx.recognition.selectors import Preview
from mcx.wallet.selectors import item_for
from microcred.report import Report

router = Router(tags=["recognition"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
LONGEST = 4000


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


class DecisionOut(Schema):
    """What was decided, by agreement or by an officer, and until when one can appeal."""

    outcome: str
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
    """A request for recognition with its report and, once there is one, the decision that stands."""

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
        """Every condition that was asked."""
        return ReportOut.of(Report.from_json(case.report))

    @staticmethod
    def resolve_decision(case: Case) -> Any:
        """The newest decision."""
        return selectors.standing_decision(case)


class Programmes(Schema):
    """A part of the home programmes."""

    items: list[ProgrammeOut]
    count: int


class Cases(Schema):
    """A part of the cases."""

    items: list[CaseOut]
    count: int


class AgreementOut(Schema):
    """What a home university recognises of a host."""

    code: str
    title: dict[str, str]
    home: str = Field(alias="home.slug")
    host: str = Field(alias="host.slug")
    status: str
    terms: dict[str, Any]
    valid_from: date
    valid_until: date


class Agreements(Schema):
    """A part of the agreements."""

    items: list[AgreementOut]
    count: int


class AskIn(Schema):
    """A wallet item, the programme it shall count in, and what an officer should know."""

    item: UUID
    programme: str
    statement: str = Field("", max_length=LONGEST)


class DecisionIn(Schema):
    """An officer's decision; `differences` are codes of the substantial differences."""

    outcome: str
    ects: Decimal = Field(ge=0, le=100, decimal_places=1)
    reasons: str = Field(max_length=LONGEST)
    differences: list[str] = Field(default_factory=list, max_length=20)


class AppealIn(Schema):
    """Why a decision is thought to be wrong."""

    grounds: str = Field(max_length=LONGEST)


class AppealDecisionIn(Schema):
    """How an appeal ends; credits where it is upheld."""

    outcome: str
    reasons: str = Field(max_length=LONGEST)
    ects: Decimal = Field(Decimal(0), ge=0, le=100, decimal_places=1)


class AgreementIn(Schema):
    """A new agreement between two members; `terms` as `GET /agreements` shows them."""

    home: str
    host: str
    code: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    title: dict[str, str]
    terms: dict[str, Any]
    valid_from: date
    valid_until: date


def _programme(slug: str) -> Programme:
    found = selectors.programmes().filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


@router.get("/programmes", auth=None, response={200: Programmes, 422: Problem}, summary="Home programmes")
def programmes(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The degree programmes in which micro-credentials can count."""
    return asked.of(selectors.programmes())


@router.put("/programmes/{slug:slug}/study", response={204: None, **REFUSALS}, summary="Say what one studies")
def study(request: HttpRequest, slug: str) -> Status[None]:
    """Note that the caller studies in this programme; saying it again changes nothing."""
    services.study(_programme(slug), by=caller(request), at=clock.now())
    return Status(204, None)


@router.get("/preview/{slug:code}", response={200: list[PreviewOut], **REFUSALS}, summary="Would it count?")
def preview(request: HttpRequest, code: str) -> Any:
    """What each of the caller's home programmes would say to a micro-credential, before enrolling."""
    return selectors.preview(caller(request), edition_for(code), on=clock.today())


@router.get("/cases", response={200: Cases, **REFUSALS}, summary="One's own cases")
def cases(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """What the caller asked for and what was decided, newest first."""
    return asked.of(selectors.cases_of(caller(request)))


@router.post("/cases", response={201: CaseOut, **REFUSALS}, summary="Ask for recognition")
def ask(request: HttpRequest, sent: AskIn) -> Status[Case]:
    """Ask that a credential counts at home; an agreement in force may decide at once."""
    person, at = caller(request), clock.now()
    item = item_for(person, sent.item)
    made = services.ask(item, _programme(sent.programme), sent.statement, by=person, at=at)
    return Status(201, selectors.case_for(person, made.pk, on=at.date()))


@router.get("/desk", response={200: Cases, **REFUSALS}, summary="Cases to decide")
def desk(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """What waits for a recognition officer, the most urgent first."""
    require(caller(request), Action.DECIDE_RECOGNITION, None, on=clock.today())
    found = selectors.cases_for_staff(caller(request), on=clock.today()).filter(status="open")
    return asked.of(found)


@router.get("/appeals", response={200: Cases, **REFUSALS}, summary="Appeals to decide")
def appeals(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The appeals that wait for those who decide on them, the most urgent first."""
    require(caller(request), Action.DECIDE_APPEAL, None, on=clock.today())
    found = selectors.appeals_for(caller(request), on=clock.today())
    return asked.of(found)


@router.get("/cases/{int:key}", response={200: CaseOut, **REFUSALS}, summary="One case")
def case(request: HttpRequest, key: int) -> Case:
    """A case that is the caller's own or theirs to decide."""
    return selectors.case_for(caller(request), key, on=clock.today())


@router.get("/cases/{int:key}/elmo", response={200: bytes, **REFUSALS}, summary="For the student record")
def transcript(request: HttpRequest, key: int) -> HttpResponse:
    """The decision as ELMO 2.1.1 XML (`resultOfRecognition`), once the case and its appeal are decided."""
    found = selectors.case_for(caller(request), key, on=clock.today())
    return HttpResponse(selectors.transcript_of(found, at=clock.now()), content_type="application/xml")


@router.post("/cases/{int:key}/decision", response={201: CaseOut, **REFUSALS}, summary="Decide")
def decide(request: HttpRequest, key: int, sent: DecisionIn) -> Status[Case]:
    """Take the officer's decision; to refuse or to cut it needs a named substantial difference."""
    person, at = caller(request), clock.now()
    found = selectors.case_for(person, key, on=at.date())
    services.decide(found, sent.outcome, sent.ects, sent.reasons, sent.differences, by=person, at=at)
    return Status(201, selectors.case_for(person, key, on=at.date()))


@router.post("/cases/{int:key}/appeal", response={201: CaseOut, **REFUSALS}, summary="Appeal")
def appeal(request: HttpRequest, key: int, sent: AppealIn) -> Status[Case]:
    """Object to the decision on one's own case, within the period."""
    person, at = caller(request), clock.now()
    decision = selectors.standing_decision(selectors.case_for(person, key, on=at.date()))
    if decision is None:
        raise NotFound
    services.appeal(decision, sent.grounds, by=person, at=at)
    return Status(201, selectors.case_for(person, key, on=at.date()))


@router.post(
    "/cases/{int:key}/appeal/decision", response={201: CaseOut, **REFUSALS}, summary="Decide an appeal"
)
def decide_appeal(request: HttpRequest, key: int, sent: AppealDecisionIn) -> Status[Case]:
    """Uphold an appeal, which recognises the credits given, or dismiss it."""
    person, at = caller(request), clock.now()
    found = selectors.open_appeal(selectors.case_for(person, key, on=at.date()))
    services.decide_appeal(found, sent.outcome, sent.reasons, sent.ects, by=person, at=at)
    return Status(201, selectors.case_for(person, key, on=at.date()))


@router.get("/agreements", auth=None, response={200: Agreements, 422: Problem}, summary="Agreements")
def agreements(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """What members agreed to recognise of each other."""
    return asked.of(selectors.agreements())


@router.post("/agreements", response={201: AgreementOut, **REFUSALS}, summary="Draft an agreement")
def draft(request: HttpRequest, sent: AgreementIn) -> Status[Agreement]:
    """Propose what the caller's university will recognise of another member."""
    parties = institution_for(sent.home), institution_for(sent.host)
    period = sent.valid_from, sent.valid_until
    names = *parties, sent.code, sent.title, sent.terms, period
    return Status(201, services.draft_agreement(*names, by=caller(request), at=clock.now()))


@router.post("/agreements/{slug:code}/signature", response={201: AgreementOut, **REFUSALS}, summary="Sign")
def sign(request: HttpRequest, code: str) -> Status[Agreement]:
    """Sign for the caller's university; in force once both have signed."""
    found = selectors.agreement_with(code)
    return Status(201, services.sign_agreement(found, by=caller(request), at=clock.now()))


@router.post(
    "/agreements/{slug:code}/end", response={201: AgreementOut, **REFUSALS}, summary="End an agreement"
)
def end(request: HttpRequest, code: str) -> Status[Agreement]:
    """End an agreement today; what was recognised under it stays recognised."""
    found = selectors.agreement_with(code)
    return Status(201, services.end_agreement(found, by=caller(request), at=clock.now()))
