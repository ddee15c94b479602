"""Look-ups of offices for the person who holds them, and for those who want to try one."""

from datetime import date

from django.db.models import Exists, Min, OuterRef, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core.errors import NotAllowed
from mcx.core.periods import in_force
from mcx.network.models import Appointment, Network


def offices_of(person: Person, *, on: date) -> QuerySet[Appointment]:
    """The offices that the person holds that day (one query)."""
    found = Appointment.objects.filter(in_force(on), person=person).select_related("institution")
    return found.order_by("institution__short_name", "role")


def public_demonstration_people(*, on: date) -> list[tuple[Role, Person]]:
    """One person to try each role with, in the order of the roles; nobody outside of a demonstration.

    Whoever holds no office stands for the learners. Three queries.
    """
    if not Network.objects.filter(is_demonstration=True).exists():
        return []
    offices = Appointment.objects.filter(in_force(on), person__is_active=True)
    firsts = offices.order_by().values("role").annotate(first=Min("pk")).values("first")
    held = Appointment.objects.filter(pk__in=firsts).select_related("person")
    first = {Role(office.role): office.person for office in held}
    is_officer = Exists(Appointment.objects.filter(person=OuterRef("pk")))
    learner = Person.objects.filter(~is_officer, is_active=True).order_by("pk").first()
    if learner is not None:
        first[Role.LEARNER] = learner
    return [(role, first[role]) for role in Role if role in first]


def public_demonstration_person(email: str, *, on: date) -> Person:
    """The one among the people to try with this address.

    :raises NotAllowed: for anybody else, and everywhere but in a demonstration
    """
    found = next(
        (person for _role, person in public_demonstration_people(on=on) if person.email == email), None
    )
    if found is None:
        raise NotAllowed(email=email)
    return found
