"""API endpoints about runs of editions: reading, offering and cancelling them."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from mcx.api.auth import caller
from mcx.api.errors import REFUSALS, Problem
from mcx.catalogue import services
from mcx.catalogue.models import Offering
from mcx.catalogue.rules import MOST_PLACES, Audience, OfferingState, PlannedRun, Window, state_of
from mcx.catalogue.selectors import editions as selectors
from mcx.core import clock
from mcx.learning import services as learning
from mcx.learning.selectors import places_left_in

router = Router()


class WindowOut(Schema):
    """The period for applications; it includes its first and its last day."""

    opens_on: date
    closes_on: date


class OfferingOut(Schema):
    """A run of an edition: when learners can apply, when it is taught, and its state today.

    `windows` are the periods for applications of single audiences, if they have their own.
    """

    code: str
    micro_credential: str
    edition: int
    language: str
    location: str
    places: int
    places_left: int
    state: OfferingState
    enrolment_opens_on: date
    enrolment_closes_on: date
    starts_on: date
    ends_on: date
    windows: dict[Audience, WindowOut]


class Offerings(Schema):
    """The runs of an edition and of earlier editions, latest first."""

    items: list[OfferingOut]
    count: int


class OfferingIn(Schema):
    """A new run; `windows` give an audience its own period for applications, within the run's."""

    code: str = Field(max_length=80)
    language: str = Field(max_length=8)
    location: str = Field("", max_length=200)
    places: int = Field(ge=1, le=MOST_PLACES)
    enrolment_opens_on: date
    enrolment_closes_on: date
    starts_on: date
    ends_on: date
    windows: dict[Audience, WindowOut] = Field(default_factory=dict)

    def plan(self) -> PlannedRun:
        """The run as the service takes it."""
        own = {audience: Window(each.opens_on, each.closes_on) for audience, each in self.windows.items()}
        return {**self.dict(), "windows": own}  # type: ignore[typeddict-item]


class CancelIn(Schema):
    """Why a run is cancelled; everyone affected can read it."""

    reason: str = Field(min_length=1, max_length=4_000)


def written(offerings: list[Offering], code: str) -> list[OfferingOut]:
    """The runs of one micro-credential as JSON (one query)."""
    today, left = clock.today(), places_left_in(offerings)
    return [_written(each, code, left[each.pk], today) for each in offerings]


def _written(offering: Offering, code: str, left: int, today: date) -> OfferingOut:
    names = ("code", "language", "location", "places", "starts_on", "ends_on")
    days = ("enrolment_opens_on", "enrolment_closes_on")
    plain: dict[str, Any] = {name: getattr(offering, name) for name in (*names, *days)}
    own = {audience: offering.window_for(audience) for audience in Audience if audience in offering.windows}
    return OfferingOut(
        **plain,
        micro_credential=code,
        edition=offering.edition.number,
        places_left=left,
        state=state_of(offering.run, today, left),
        windows={who: WindowOut(opens_on=it.opens_on, closes_on=it.closes_on) for who, it in own.items()},
    )


@router.get(
    "/offerings/{slug:code}",
    response={200: OfferingOut, 404: Problem},
    auth=None,
    summary="A run of an edition",
)
def offering(request: HttpRequest, code: str) -> OfferingOut:
    """One run, with its state today and the number of places left."""
    found = selectors.public_offering(code)
    return written([found], found.edition.micro_credential.code)[0]


@router.get(
    "/editions/{slug:code}/offerings",
    response={200: Offerings, 404: Problem},
    auth=None,
    summary="Runs of an edition",
)
def offerings(request: HttpRequest, code: str) -> Offerings:
    """Every run, with its state today."""
    found = list(selectors.offerings_of(selectors.public_edition(code)))
    return Offerings(items=written(found, code), count=len(found))


@router.post("/editions/{slug:code}/offerings", response={201: OfferingOut, **REFUSALS}, summary="Add a run")
def offer(request: HttpRequest, code: str, sent: OfferingIn) -> Status[OfferingOut]:
    """Add a run of the newest edition (teachers and registrars of its university)."""
    edition = selectors.public_edition(code)
    made = services.open_offering(edition, by=caller(request), at=clock.now(), **sent.plan())
    return Status(201, written([made], code)[0])


@router.post("/offerings/{slug:code}/cancel", response={200: OfferingOut, **REFUSALS}, summary="Cancel a run")
def cancel(request: HttpRequest, code: str, sent: CancelIn) -> OfferingOut:
    """Cancel a run: waiting applications are refused with the reason, and places are given up."""
    found = selectors.public_offering(code)
    learning.cancel(found, reason=sent.reason, by=caller(request), at=clock.now())
    return offering(request, code)
