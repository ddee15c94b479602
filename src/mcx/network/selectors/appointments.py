"""Look-ups of who holds which office."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core.errors import Invalid, NotFound
from mcx.core.periods import not_ended
from mcx.network.models import Appointment
from mcx.network.selectors.rights import institutions_where, require


def appointments_for(person: Person, *, on: date) -> QuerySet[Appointment]:
    """The offices, present and coming, at the institutions where the person appoints."""
    at = institutions_where(person, Action.APPOINT, on=on)
    return (
        Appointment.objects.filter(not_ended(on), institution__in=at)
        .select_related("person", "institution")
        .order_by("institution__short_name", "role", "person__family_name", "pk")
    )


def appointment_for(person: Person, appointment_id: int, *, on: date) -> Appointment:
    """One of those offices.

    :raises NotFound: when it is at an institution where the person does not appoint
    """
    found = appointments_for(person, on=on).filter(pk=appointment_id).first()
    if found is None:
        raise NotFound(appointment=appointment_id)
    return found


def person_to_appoint(person: Person, email: str, *, on: date) -> Person:
    """Who signs in with that address, for those who give offices.

    :raises NotAllowed: for anybody else: whether an address has an account is nobody's business
    :raises Invalid: when nobody does
    """
    require(person, Action.APPOINT, None, on=on)
    found = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if found is None:
        raise Invalid(email=_("There is no account with this address. Ask the person to create one first."))
    return found
