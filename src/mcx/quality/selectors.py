"""Look-ups of reviews: for officers at their institutions, for teachers at theirs."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, where
from mcx.catalogue.models import Edition
from mcx.catalogue.rules import OFFERED, Proposal
from mcx.core.errors import NotFound
from mcx.network.selectors.rights import held_by
from mcx.quality.models import Review
from microcred.record_json import specification_from_json


def _at(held: Iterable[Held], action: Action) -> Q:
    """Reviews of the institutions at which these roles grant the action."""
    places = where(held, action)
    return Q() if places is None else Q(micro_credential__institution__in=places)


def _reviews() -> QuerySet[Review]:
    return Review.objects.select_related(
        "micro_credential__institution", "requested_by", "reviewer", "edition"
    ).order_by("requested_at", "pk")


def waiting_for(person: Person, *, on: date) -> QuerySet[Review]:
    """The reviews that the person can decide, oldest first: nobody decides on their own proposal."""
    own = _at(held_by(person, on=on), Action.REVIEW)
    return _reviews().filter(own, status=Review.Status.WAITING).exclude(requested_by=person)


def decided_at(person: Person, *, on: date) -> QuerySet[Review]:
    """The reviews decided at the person's institutions, newest first."""
    own = _at(held_by(person, on=on), Action.REVIEW)
    return _reviews().filter(own).exclude(status=Review.Status.WAITING).order_by("-decided_at", "-pk")


def asked_by(person: Person) -> QuerySet[Review]:
    """The reviews that the person asked for, newest first."""
    return _reviews().filter(requested_by=person).order_by("-requested_at", "-pk")


def review_for(person: Person, review_id: int, *, on: date) -> Review:
    """A review that the person may read: an officer's or a teacher's of that institution.

    :raises NotFound: when it is none of theirs
    """
    held = held_by(person, on=on)
    readable = _at(held, Action.REVIEW) | _at(held, Action.DESIGN) | Q(requested_by=person)
    found = _reviews().filter(readable, pk=review_id).first()
    if found is None:
        raise NotFound(review=review_id)
    return found


def edition_before(review: Review) -> Edition | None:
    """The edition that the proposal follows: the newest one published before it."""
    earlier = Edition.objects.filter(micro_credential=review.micro_credential_id)
    if review.edition:
        earlier = earlier.filter(number__lt=review.edition.number)
    else:
        earlier = earlier.filter(published_at__lte=review.requested_at)
    return earlier.select_related("scale").order_by("-number").first()


def proposal_in(edition: Edition) -> Proposal:
    """What an edition published, as a proposal."""
    beside = {name: getattr(edition, name) for name in OFFERED if name != "scale"}
    specification = specification_from_json(edition.specification)
    return Proposal(specification=specification, scale=edition.scale.slug, **beside)


def public_counts(on: date) -> dict[str, int]:
    """How many reviews wait, are approved and were returned (one query)."""
    found = dict(Review.objects.values_list("status").annotate(number=Count("pk")))
    return {status: found.get(status, 0) for status in Review.Status.values}


def waiting(person: Person, held: Iterable[Held], on: date) -> dict[str, int]:
    """What waits for this person by action: reviews they can decide (at most one query)."""
    places = where(held, Action.REVIEW)
    if places == frozenset():
        return {}
    rows = Review.objects.filter(_at(held, Action.REVIEW), status=Review.Status.WAITING)
    return {Action.REVIEW.value: rows.exclude(requested_by=person).count()}
