"""API endpoints about applications: what learners ask for and what registrars decide."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.learning.places import PlaceOut
from mcx.api.pages import Page, Part
from mcx.api.reports import ReportOut
from mcx.catalogue.selectors.editions import public_offering
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
    """The university where the caller says that they study (`/api/network/affiliations`).

    If it is empty, they apply from outside the network. The period for applications, the price and the
    priority for places of member universities apply only if that university has confirmed the statement.
    """

    home: str = Field("", max_length=40)

    def institution(self) -> Institution | None:
        """That university."""
        return public_institution(self.home) if self.home else None


class ApplicationOut(Schema):
    """An application for a place and its state; `reason` says why it was refused."""

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
        """The slug of the learner's home university."""
        return application.home_institution.slug if application.home_institution else None


class Waiting(Schema):
    """An application to decide, the last day to answer it, and the number of places left.

    `is_home_confirmed` says whether the home university confirms the learner today, and `home_confirmed_on`
    the day on which its registrar did. `price` is what they then pay, in EUR; it is empty if the course names
    no price.
    """

    application: ApplicationOut
    is_home_confirmed: bool
    home_confirmed_on: date | None
    price: str
    due_on: date
    places_left: int


class Applications(Part):
    """The caller's applications, latest first."""

    items: list[ApplicationOut]


class Desk(Part):
    """Applications to decide: confirmed learners from member universities first, then longest waiting."""

    items: list[Waiting]


class ApplicationIn(Home):
    """An application for a place."""

    motivation: str = Field("", max_length=LONGEST_TEXT)


class RefusalIn(Schema):
    """Why an application is refused; the learner can read it."""

    reason: str = Field(min_length=1, max_length=LONGEST_TEXT)


@router.get(
    "/offerings/{slug:code}/eligibility", response={200: ReportOut, **REFUSALS}, summary="Can I apply?"
)
def eligibility(request: HttpRequest, code: str, asked: Query[Home]) -> ReportOut:
    """Whether the caller can apply for a place, condition by condition."""
    found = public_offering(code)
    report = checks.check_application(caller(request), found, asked.institution(), on=clock.today())
    return ReportOut.of(report)


@router.post(
    "/offerings/{slug:code}/applications",
    response={201: ApplicationOut, **REFUSALS},
    summary="Apply for a place",
)
def apply(request: HttpRequest, code: str, sent: ApplicationIn) -> Status[Application]:
    """Apply for a place in a run; refused (409) with the reasons if the eligibility report fails."""
    made = services.apply(
        public_offering(code),
        motivation=sent.motivation,
        home_institution=sent.institution(),
        by=caller(request),
        at=clock.now(),
    )
    return Status(201, made)


@router.get("/applications", response={200: Applications, **REFUSALS}, summary="My applications")
def applications(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """What the caller applied for, and the decisions."""
    found = selectors.applications_of(caller(request))
    return asked.of(found)


@router.post(
    "/applications/{int:key}/withdraw",
    response={200: ApplicationOut, **REFUSALS},
    summary="Withdraw an application",
)
def withdraw(request: HttpRequest, key: int) -> Application:
    """Withdraw the caller's own application while it waits for a decision."""
    found = selectors.application_of(caller(request), key)
    return services.withdraw_application(found, by=caller(request), at=clock.now())


@router.get("/admissions", response={200: Desk, **REFUSALS}, summary="Applications to decide")
def admissions(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The applications that the caller can decide."""
    today = clock.today()
    require(caller(request), Action.ADMIT, None, on=today)
    found = selectors.applications_waiting_for(caller(request), today)
    part = asked.of(found)
    left = selectors.places_left_in({each.offering for each in part["items"]})
    terms = public_terms_on(today)
    items = [
        {
            "application": each,
            "is_home_confirmed": each.is_home_confirmed,
            "home_confirmed_on": each.home_confirmed_on,
            "price": selectors.price_of(each),
            "due_on": due_on(each.submitted_at.date(), terms),
            "places_left": left[each.offering_id],
        }
        for each in part["items"]
    ]
    return part | {"items": items}


@router.post("/applications/{int:key}/admit", response={201: PlaceOut, **REFUSALS}, summary="Admit a learner")
def admit(request: HttpRequest, key: int) -> Status[Enrolment]:
    """Admit the learner to the run; `offering-full` (409) if no place is left."""
    found = selectors.application_to_decide(caller(request), key, on=clock.today())
    return Status(201, services.admit(found, by=caller(request), at=clock.now()))


@router.post(
    "/applications/{int:key}/refuse",
    response={200: ApplicationOut, **REFUSALS},
    summary="Refuse an application",
)
def refuse(request: HttpRequest, key: int, sent: RefusalIn) -> Application:
    """Refuse the application with a reason."""
    found = selectors.application_to_decide(caller(request), key, on=clock.today())
    return services.refuse(found, reason=sent.reason, by=caller(request), at=clock.now())
