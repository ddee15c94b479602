"""Giving and ending offices."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import NETWORK_WIDE, Action, Role
from mcx.accounts.selectors import require_access
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid, NotAllowed
from mcx.core.periods import has_ended, in_force, not_ended
from mcx.network.models import Appointment, Institution
from mcx.network.rules.appointments import may_appoint
from mcx.network.selectors.rights import held_by
from mcx.network.services.identities import held


class AlreadyAppointed(DomainError):
    """The person holds this office already."""

    code = "already-appointed"
    message = _("{person} already has this role.")
    fix = _("End the current role first.")


class LastCoordinator(DomainError):
    """A network is never left without anybody who can manage it."""

    code = "last-coordinator"
    message = _("{person} is the last network coordinator.")
    fix = _("Give another person the role of network coordinator first.")


@transaction.atomic
def appoint(
    person: Person, *, role: Role, institution: Institution, valid_from: date, by: Person, at: datetime
) -> Appointment:
    """Give the person an office at the institution from a day on.

    :raises NotAllowed: when `by` may not give this office there
    :raises AlreadyAppointed: when the person holds it that day or later
    """
    if not may_appoint(held_by(by, on=at.date()), role, institution.pk):
        raise NotAllowed(role=role)
    require_access(by, Action.APPOINT)
    if valid_from < at.date():
        raise Invalid(valid_from=_("A role can start today or on a later date, not in the past."))
    held(person)
    same = Appointment.objects.filter(person=person, institution=institution, role=role)
    if same.filter(not_ended(valid_from)).exists():
        raise AlreadyAppointed(person=person)
    appointment = Appointment.objects.create(
        person=person, institution=institution, role=role, valid_from=valid_from
    )
    audit.record(
        "network.appointed", appointment, by=by, at=at, institution_id=institution.pk, role=role.value
    )
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Person, at: datetime) -> None:
    """Take the office away at once: yesterday was its last day. One that never began leaves no row.

    :raises LastCoordinator: when nobody could manage the network any more
    """
    role = Role(appointment.role)
    others = _held_besides(appointment, at.date()) if role in NETWORK_WIDE else []
    if not may_appoint(held_by(by, on=at.date()), role, appointment.institution_id):
        raise NotAllowed(role=role)
    require_access(by, Action.APPOINT)
    if role in NETWORK_WIDE and not others:
        raise LastCoordinator(person=appointment.person)
    audit.record(
        "network.appointment-ended", appointment, by=by, at=at, institution_id=appointment.institution_id
    )
    yesterday = at.date() - timedelta(days=1)
    if appointment.valid_from > yesterday:
        appointment.delete()
    elif not has_ended(at.date(), appointment.valid_until):
        appointment.valid_until = yesterday
        appointment.save(update_fields=["valid_until"])


def _held_besides(appointment: Appointment, today: date) -> list[Appointment]:
    """The others of the same office, held before anybody's right is read: two may be ending each other."""
    rows = Appointment.objects.filter(in_force(today), role=appointment.role).order_by("pk")
    return [one for one in rows.select_for_update() if one.pk != appointment.pk]
