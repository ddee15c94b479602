"""Look-ups of single editions and offerings, of counts and of what waits."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, may, where
from mcx.catalogue.models import Edition, Offering
from mcx.catalogue.selectors.search import newest, open_on
from mcx.core.errors import NotFound
from mcx.network.selectors import held_by

MOST_OFFERINGS = 60


def edition_for(code: str, number: int | None = None) -> Edition:
    """The edition of that number, else the newest: withdrawn only where no other is left.

    :raises NotFound: when nothing is published under this code and number
    """
    editions = Edition.objects.filter(micro_credential__code=code).order_by("-number")
    editions = editions.select_related("micro_credential__institution", "scale")
    if number is not None:
        found = editions.filter(number=number).first()
    else:
        found = editions.filter(withdrawn_at=None).first() or editions.first()
    if found is None:
        raise NotFound
    return found


def editions_of(edition: Edition) -> QuerySet[Edition]:
    """All editions of the same micro-credential, newest first, without their texts."""
    found = Edition.objects.filter(micro_credential=edition.micro_credential_id).order_by("-number")
    return found.only("number", "title", "published_at", "withdrawn_at", "micro_credential")


def offerings_of(edition: Edition) -> QuerySet[Offering]:
    """The latest runs of this edition and of earlier ones, the next to start first (one query)."""
    found = Offering.objects.filter(
        edition__micro_credential=edition.micro_credential_id, edition__number__lte=edition.number
    )
    return (
        found.select_related("edition")
        .defer("edition__specification")
        .order_by("-starts_on", "-pk")[:MOST_OFFERINGS]
    )


def offering_for(code: str) -> Offering:
    """The offering with this code, with its edition and institution.

    :raises NotFound: when there is none
    """
    found = Offering.objects.select_related("edition__micro_credential__institution", "edition__scale")
    offering = found.filter(code=code).first()
    if offering is None:
        raise NotFound
    return offering


def may_offer(person: Person | AnonymousUser, edition: Edition, *, on: date) -> bool:
    """Whether the person may offer runs of this edition (one query for somebody signed in)."""
    held = held_by(person if isinstance(person, Person) else None, on=on)
    return may(held, Action.OFFER, edition.micro_credential.institution_id)


def counts(on: date) -> dict[str, int]:
    """How far the network's catalogue has come (four queries)."""
    shown = newest()
    return {
        "micro_credentials": shown.count(),
        "editions": Edition.objects.count(),
        "institutions": shown.values("micro_credential__institution").distinct().count(),
        "offerings_open": open_on(on).count(),
    }


def waiting(person: Person, held: Iterable[Held], on: date) -> dict[str, int]:
    """What waits for this person by action: micro-credentials that nobody can join now or later."""
    at = where(held, Action.OFFER)
    if at == frozenset():
        return {}
    joinable = Offering.objects.filter(cancelled_at=None, enrolment_closes_on__gte=on)
    idle = newest().exclude(micro_credential__in=joinable.values("edition__micro_credential"))
    own = idle if at is None else idle.filter(micro_credential__institution__in=at)
    return {Action.OFFER.value: own.count()}
