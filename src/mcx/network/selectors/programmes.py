"""Look-ups of degree programmes: everybody may know them."""

from django.db.models import QuerySet

from mcx.core.errors import NotFound
from mcx.network.models import Programme


def public_programmes() -> QuerySet[Programme]:
    """All degree programmes, by university and title."""
    return Programme.objects.select_related("institution").order_by("institution__short_name", "slug")


def public_programme(slug: str) -> Programme:
    """One degree programme by its short address.

    :raises NotFound: when there is none
    """
    found = public_programmes().filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found
