"""API endpoints about applications: what learners ask for and what registrars decide."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.learning.places import PlaceOut
from mcx.api.pages import Page
from mcx.api.reports import ReportOut
from mcx.catalogue.selectors import public_offering
from mcx.core import clock
from mcx.learning import checks, selectors, services
from mcx.learning.models import Application, Enrolment
from mcx.learning.rules import LONGEST_TEXT, due_on
from mcx.network.models import Institution
from mcx.network.selectors.charter import public_terms_on
from mcx.network.selectors.institutions import public_institution
from mcx.network.selectors.rights import require

router = Router()


class Home(Schema):
    """The university where the caller has said that they study (`/api/network/affiliations`); empty asks from
    outside the network. Members' days, prices and first places at the desk need that it
    has confirmed it.
    """

    home: str = Field("", max_length=40)

    def institution(self) -> Institution | None:
        """That university."""
        return public_institution(self.home) if self.home else None


class ApplicationOut(Schema):
    """A request for a place and where it stands; `reason` says why it was refused."""

    id: int
    offering: str = Field(alias="offering.code")
    title: dict[str, str] = Field(alias="offering.edition.title")
    learner: str = Field(alias="learner.name")
    home_institution: str | None
    motivation: str
    status: str = Field(json_schema_extra={"enum": [*Application.Status.values]})
    submitted_at: datetime
    decided_at: datetime | None
    reason: str

    @staticmethod
    def resolve_home_institution(application: Application) -> str | None:
        """The slug of the learner's home."""
        return application.home_institution.slug if application.home_institution else None


class Waiting(Schema):
    """An application on the admissions desk, the last day to answer it, and the places that are left.

    `is_home_confirmed` says whether the home university confirms the learner today, `price` what they pay so,
    in EUR (empty where the course names none).
    """

    application: ApplicationOut
    is_home_confirmed: bool
    price: str
    due_on: date
    places_left: int


class Applications(Schema):
    """One's own applications, latest first."""

    items: list[ApplicationOut]
    count: int


class Desk(Schema):
    """Applications that wait for a decision: confirmed learners of members first, then longest waiting."""

    items: list[Waiting]
    count: int


class ApplicationIn(Home):
    """A request for a place."""

    motivation: str = Field("", max_length=LONGEST_TEXT)


class RefusalIn(Schema):
    """Why an applicant gets no place: they read it."""

    reason: str = Field(min_length=1, max_length=LONGEST_TEXT)


@router.get(
    "/offerings/{slug:code}/eligibility", response={200: ReportOut, **REFUSALS}, summary="Can one apply?"
)
def eligibility(request: HttpRequest, code: str, asked: Query[Home]) -> ReportOut:
    """What the rules say to an application of the caller, before it is sent."""
    found = public_offering(code)
    report = checks.check_application(caller(request), found, asked.institution(), on=clock.today())
    return ReportOut.of(report)


@router.post(
    "/offerings/{slug:code}/applications", response={201: ApplicationOut, **REFUSALS}, summary="Apply"
)
def apply(request: HttpRequest, code: str, sent: ApplicationIn) -> Status[Application]:
    """Ask for a place in a run; refused (409) with the reasons where the eligibility report fails."""
    made = services.apply(
        public_offering(code),
        motivation=sent.motivation,
        home_institution=sent.institution(),
        by=caller(request),
        at=clock.now(),
    )
    return Status(201, made)


@router.get("/applications", response={200: Applications, **REFUSALS}, summary="One's own applications")
def applications(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """What the caller applied for, and how it was decided."""
    found = selectors.applications_of(caller(request))
    return asked.of(found)


@router.post(
    "/applications/{int:key}/withdraw", response={200: ApplicationOut, **REFUSALS}, summary="Withdraw"
)
def withdraw(request: HttpRequest, key: int) -> Application:
    """Take back one's own application while it waits."""
    found = selectors.application_of(caller(request), key)
    return services.withdraw_application(found, by=caller(request), at=clock.now())


@router.get("/admissions", response={200: Desk, **REFUSALS}, summary="The admissions desk")
def admissions(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The applications that the caller may decide on."""
    today = clock.today()
    require(caller(request), Action.ADMIT, None, on=today)
    found = selectors.applications_waiting_for(caller(request), today)
    page = list(found[asked.offset : asked.offset + asked.limit])
    left, terms = selectors.places_left_in({each.offering for each in page}), public_terms_on(today)
    items = [
        {
            "application": each,
            "is_home_confirmed": each.is_home_confirmed,  # type: ignore[attr-defined]
            "price": selectors.price_of(each),
            "due_on": due_on(each.submitted_at.date(), terms),
            "places_left": left[each.offering_id],
        }
        for each in page
    ]
    return {"items": items, "count": found.count()}


@router.post("/applications/{int:key}/admit", response={201: PlaceOut, **REFUSALS}, summary="Admit")
def admit(request: HttpRequest, key: int) -> Status[Enrolment]:
    """Give the applicant a place; `offering-full` (409) when none is left."""
    found = selectors.application_to_decide(caller(request), key, on=clock.today())
    return Status(201, services.admit(found, by=caller(request), at=clock.now()))


@router.post("/applications/{int:key}/refuse", response={200: ApplicationOut, **REFUSALS}, summary="Refuse")
def refuse(request: HttpRequest, key: int, sent: RefusalIn) -> Application:
    """Turn the applicant down with a reason."""
    found = selectors.application_to_decide(caller(request), key, on=clock.today())
    return services.refuse(found, reason=sent.reason, by=caller(request), at=clock.now())
