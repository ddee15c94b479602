"""Look-ups of reviews, each through the eyes of somebody."""

from datetime import date

from django.db.models import Count, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core.errors import NotFound
from mcx.network.selectors import institutions_where
from mcx.quality.models import Review


def _whole() -> QuerySet[Review]:
    related = ("micro_credential__institution", "requested_by", "reviewer", "edition")
    return Review.objects.select_related(*related)


def reviews_for(person: Person, *, on: date) -> QuerySet[Review]:
    """The reviews of the institutions at which the person reviews, the longest waiting first."""
    at = institutions_where(person, Action.REVIEW, on=on)
    return _whole().filter(micro_credential__institution__in=at).order_by("requested_at", "pk")


def waiting_for(person: Person, *, on: date) -> QuerySet[Review]:
    """What waits for the person: not what they handed in themselves."""
    return reviews_for(person, on=on).filter(status=Review.Status.WAITING).exclude(requested_by=person)


def review_for(person: Person, review_id: int, *, on: date) -> Review:
    """A review at one of the institutions at which the person reviews.

    :raises NotFound: when it is elsewhere or nowhere
    """
    found = reviews_for(person, on=on).filter(pk=review_id).first()
    if found is None:
        raise NotFound
    return found


def counts(on: date) -> dict[str, int]:
    """How many reviews are at each step, for the network's overview (one query)."""
    return dict(Review.objects.values_list("status").annotate(number=Count("pk")))
