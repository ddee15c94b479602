"""Look-ups of the consortium, and what a person may do in it."""

from datetime import date

from django.db.models import Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, Role, may, where
from mcx.core.errors import NotAllowed
from mcx.network.models import Appointment, Charter, Institution, Network
from mcx.network.rules import CharterTerms


def valid_on(day: date) -> Q:
    """Rows that are true on that day."""
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))


def held_by(person: Person | None, *, on: date) -> tuple[Held, ...]:
    """The (role, institution) pairs that the person holds that day; a signed-in person is a learner."""
    if person is None or not person.is_authenticated:
        return ()
    rows = Appointment.objects.filter(valid_on(on), person=person).values_list("role", "institution_id")
    return ((Role.LEARNER, None), *((Role(role), institution) for role, institution in rows))


def require(person: Person, action: Action, institution: Institution | None, *, on: date) -> None:
    """Let a service go on only if the person may do this there.

    :raises NotAllowed: when no role of theirs grants it
    """
    if not may(held_by(person, on=on), action, institution.pk if institution else None):
        raise NotAllowed(action=action)


def institutions_where(person: Person, action: Action, *, on: date) -> QuerySet[Institution]:
    """The institutions at which the person may do this (two queries)."""
    at = where(held_by(person, on=on), action)
    found = Institution.objects.all() if at is None else Institution.objects.filter(pk__in=at)
    return found.order_by("short_name")


def network() -> Network | None:
    """The network of this deployment, once it is founded."""
    return Network.objects.first()


def charter_on(day: date) -> Charter | None:
    """The Charter in force that day."""
    return (
        Charter.objects.filter(status=Charter.Status.ADOPTED, in_force_from__lte=day)
        .order_by("-in_force_from", "-version")
        .first()
    )


def members_on(day: date) -> QuerySet[Institution]:
    """The institutions that are members that day, by short name."""
    memberships = Q(memberships__valid_from__lte=day) & (
        Q(memberships__valid_until=None) | Q(memberships__valid_until__gte=day)
    )
    return Institution.objects.filter(memberships).distinct().order_by("short_name")


def terms_on(day: date) -> CharterTerms:
    """The terms in force that day; MicroCredX's own while no Charter is adopted (one query)."""
    charter = charter_on(day)
    return CharterTerms.from_json(charter.terms, charter.version) if charter else CharterTerms()
