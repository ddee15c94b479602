"""Look-ups of micro-credentials, editions and offerings."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, may, where
from mcx.catalogue.models import Edition, Listing, Offering, TaughtSkill
from mcx.catalogue.selectors.shelf import public_shelf
from mcx.core.errors import NotFound
from mcx.core.periods import in_force, not_ended
from mcx.network.selectors.rights import held_by

MOST_OFFERINGS = 60
SOON = timedelta(days=30)


def public_edition(code: str, number: int | None = None) -> Edition:
    """The edition of that number, else the newest.

    :raises NotFound: when nothing is published under this code and number
    """
    editions = Edition.objects.filter(micro_credential__code=code).order_by("-number")
    editions = editions.select_related("micro_credential__institution", "scale")
    found = (editions if number is None else editions.filter(number=number)).first()
    if found is None:
        raise NotFound
    return found


def editions_of(edition: Edition) -> QuerySet[Edition]:
    """All editions of the same micro-credential, newest first, without their texts."""
    found = Edition.objects.filter(micro_credential=edition.micro_credential_id).order_by("-number")
    return found.only("number", "title", "published_at", "micro_credential")


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


def public_offering(code: str) -> Offering:
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


def public_counts(on: date) -> dict[str, int]:
    """How far the network's catalogue has come (three queries)."""
    shelf = public_shelf(on)
    return {
        "micro_credentials": shelf.shown.bit_count(),
        "editions": Edition.objects.count(),
        "institutions": len(shelf.values.get("institutions", {})),
        "offerings_open": public_open_on(on).count(),
    }


def waiting(person: Person, held: Iterable[Held], on: date) -> dict[str, int]:
    """What waits for this person by action: micro-credentials that nobody can join now or later."""
    at = where(held, Action.OFFER)
    if at == frozenset():
        return {}
    idle = Listing.objects.filter(Q(joinable_until=None) | Q(joinable_until__lt=on))
    own = idle if at is None else idle.filter(institution__in=at)
    return {Action.OFFER.value: own.count()}


def public_newest() -> QuerySet[Edition]:
    """The newest edition of each micro-credential."""
    return Edition.objects.filter(listing__isnull=False)


def public_open_on(day: date) -> QuerySet[Offering]:
    """The offerings that take applications that day, full ones too: `rules.state_of` as a query."""
    window = in_force(day, first="enrolment_opens_on", last="enrolment_closes_on")
    return Offering.objects.filter(window, not_ended(day, last="ends_on"), cancelled_at=None)


def public_closing_soon(day: date) -> QuerySet[Offering]:
    """The open offerings that take applications for a month at most, the nearest end first."""
    return (
        public_open_on(day).filter(enrolment_closes_on__lte=day + SOON).order_by("enrolment_closes_on", "pk")
    )


def public_taught(uris: Iterable[str]) -> dict[str, TaughtSkill]:
    """Which of these skills the catalogue teaches, and how much of each, by URI (one query)."""
    return {row.uri: row for row in TaughtSkill.objects.filter(uri__in=[*uris])}
