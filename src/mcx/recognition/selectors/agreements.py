"""Look-ups of what members agreed to recognise of each other."""

from datetime import date

from django.db.models import Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core.errors import NotFound
from mcx.network.models import Institution
from mcx.network.selectors import institutions_where
from mcx.recognition.models import Agreement


def agreements_between(home: Institution, host: Institution, *, on: date) -> QuerySet[Agreement]:
    """The signed agreements of the two that are in force that day, the newest first."""
    in_force = Agreement.objects.filter(home=home, host=host, status=Agreement.Status.SIGNED)
    return in_force.filter(valid_from__lte=on, valid_until__gte=on).order_by("-valid_from", "-pk")


def agreements(*, on: date | None = None) -> QuerySet[Agreement]:
    """All agreements, or those in force that day: what members agreed is public in the network."""
    found = Agreement.objects.select_related("home", "host").order_by(
        "home__short_name", "host__short_name", "code"
    )
    return (
        found.filter(status=Agreement.Status.SIGNED, valid_from__lte=on, valid_until__gte=on) if on else found
    )


def agreements_to_sign(person: Person, *, on: date) -> QuerySet[Agreement]:
    """The drafts that wait for the signature of an institution for which the person signs (two queries)."""
    at = institutions_where(person, Action.AGREE, on=on)
    unsigned = Q(home__in=at, home_signed_by=None) | Q(host__in=at, host_signed_by=None)
    return agreements().filter(unsigned, status=Agreement.Status.DRAFT)


def agreement_with(code: str) -> Agreement:
    """One agreement by its code.

    :raises NotFound: when there is none
    """
    found = agreements().filter(code=code).first()
    if found is None:
        raise NotFound()
    return found
