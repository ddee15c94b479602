"""API endpoints about roles and the audit log."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action, Role
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.pages import Page, Part
from mcx.core import clock
from mcx.network.models import Appointment
from mcx.network.selectors.appointments import appointment_for, appointments_for, person_to_appoint
from mcx.network.selectors.institutions import public_institution
from mcx.network.selectors.log import audit_entries
from mcx.network.selectors.rights import require
from mcx.network.services import appointments as network_appointments
from mcx.network.services.appointments import end_appointment

router = Router()


class AppointmentOut(Schema):
    """A role, who has it at which institution, and its dates."""

    id: int
    person: str = Field(alias="person.email")
    name: str = Field(alias="person.name")
    role: str
    institution: str = Field(alias="institution.slug")
    valid_from: date
    valid_until: date | None


class Appointments(Part):
    """The roles at the institutions where the caller gives roles."""

    items: list[AppointmentOut]


class AppointmentIn(Schema):
    """A role for a person who has an account."""

    email: str = Field(max_length=254)
    role: Role
    institution: str = Field(max_length=40)
    valid_from: date


class EntryOut(Schema):
    """Something that someone did."""

    at: datetime
    action: str
    subject_type: str
    subject_id: str
    subject_label: str
    person_name: str
    institution: str | None = Field(None, alias="institution_name")
    details: dict[str, Any]


class Entries(Part):
    """A part of the log, newest first."""

    items: list[EntryOut]


class Narrowed(Page):
    """Which entries: `action` is how their name begins, `institution` a slug; both dates are included."""

    action: str = Field("", max_length=80)
    institution: str = Field("", max_length=40)
    since: date | None = None
    until: date | None = None


@router.get("/appointments", response={200: Appointments, **REFUSALS}, summary="Roles")
def appointments(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """Who has which role at the institutions where the caller gives roles."""
    require(caller(request), Action.APPOINT, None, on=clock.today())
    found = appointments_for(caller(request), on=clock.today())
    return asked.of(found)


@router.post("/appointments", response={201: AppointmentOut, **REFUSALS}, summary="Give someone a role")
def appoint(request: HttpRequest, sent: AppointmentIn) -> Status[Appointment]:
    """Give a person a role at an institution from a given day."""
    institution = public_institution(sent.institution)
    require(caller(request), Action.APPOINT, institution, on=clock.today())
    person = person_to_appoint(caller(request), sent.email, on=clock.today())
    made = network_appointments.appoint(
        person,
        role=sent.role,
        institution=institution,
        valid_from=sent.valid_from,
        by=caller(request),
        at=clock.now(),
    )
    return Status(201, made)


@router.post("/appointments/{int:appointment_id}/end", response={204: None, **REFUSALS}, summary="End a role")
def end(request: HttpRequest, appointment_id: int) -> Status[None]:
    """End a role immediately."""
    found = appointment_for(caller(request), appointment_id, on=clock.today())
    end_appointment(found, by=caller(request), at=clock.now())
    return Status(204, None)


@router.get("/audit", response={200: Entries, **REFUSALS}, summary="The audit log")
def audit(request: HttpRequest, asked: Query[Narrowed]) -> dict[str, Any]:
    """Who did what when: coordinators see the whole network's log, others their institutions' log."""
    wanted = asked.dict(exclude={"limit", "cursor"})
    found = audit_entries(caller(request), on=clock.today(), **wanted)
    return asked.of(found)
