"""Look-ups of home programmes and of those who study them."""

from datetime import date

from django.db.models import Q, QuerySet

from mcx.accounts.models import Person
from mcx.core.errors import NotFound
from mcx.network.models import Institution
from mcx.network.selectors import members_on
from mcx.recognition.models import Programme, Study


def studies_of(learner: Person, *, on: date) -> QuerySet[Study]:
    """The home programmes the learner is enrolled in that day."""
    running = Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))
    studies = Study.objects.select_related("programme__institution", "programme__scale")
    return studies.filter(running, learner=learner).order_by("pk")


def programmes() -> QuerySet[Programme]:
    """All home programmes, by university and title."""
    return Programme.objects.select_related("institution").order_by("institution__short_name", "slug")


def programme_with(slug: str) -> Programme:
    """One home programme by its short address.

    :raises NotFound: when there is none
    """
    found = programmes().filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def programmes_of(learner: Person, *, on: date) -> QuerySet[Programme]:
    """The programmes the learner studies that day."""
    return programmes().filter(pk__in=studies_of(learner, on=on).values("programme"))


def universities(*, on: date) -> QuerySet[Institution]:
    """The members that teach, by short name."""
    return members_on(on).filter(kind=Institution.Kind.UNIVERSITY)
