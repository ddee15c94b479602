"""What a person may do in the network."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import EVERYONE, Action, Held, Role, may, where
from mcx.accounts.selectors import require_access
from mcx.core.errors import NotAllowed
from mcx.core.periods import in_force
from mcx.network.models import Appointment, Institution


def held_by(person: Person | AnonymousUser | None, *, on: date) -> tuple[Held, ...]:
    """The (role, institution) pairs that the person holds that day; a signed-in person is a learner."""
    if not isinstance(person, Person) or not person.is_authenticated:
        return ()
    rows = Appointment.objects.filter(in_force(on), person=person).values_list("role", "institution_id")
    return (*EVERYONE, *((Role(role), institution) for role, institution in rows))


def require_right(person: Person, action: Action, institution: Institution | None, *, on: date) -> None:
    """Let a page be shown only to somebody who may do there what it is for, however they came in.

    :raises NotAllowed: when no role of theirs grants it
    """
    if not may(held_by(person, on=on), action, institution.pk if institution else None):
        raise NotAllowed(action=action)


def require(person: Person, action: Action, institution: Institution | None, *, on: date) -> None:
    """Let a service go on only if the person may do this there, and came in well enough for it.

    :raises NotAllowed: when no role of theirs grants it
    :raises OutOfScope, ProofNeeded, SecondFactorNeeded: see `accounts.require_access`
    """
    require_right(person, action, institution, on=on)
    require_access(person, action)


def institutions_where(person: Person, action: Action, *, on: date) -> QuerySet[Institution]:
    """The institutions at which the person may do this (two queries)."""
    at = where(held_by(person, on=on), action)
    found = Institution.objects.all() if at is None else Institution.objects.filter(pk__in=at)
    return found.order_by("short_name")


def rows_where(person: Person, action: Action, *, on: date, at: str = "institution") -> Q:
    """The rows of the institutions at which the person may do this (one query); `at` leads to their key.

    The keys stand in the condition themselves, so that an index which begins with the institution has the
    rows of one in their order.
    """
    found = where(held_by(person, on=on), action)
    return Q() if found is None else Q(**{f"{at}__in": sorted(found)})
