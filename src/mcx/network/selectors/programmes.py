"""Look-ups of degree programmes: everybody may know them."""

from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet

from mcx.core.errors import NotFound
from mcx.network.models import Institution, Programme
from mcx.network.selectors.institutions import named, public_voting_members_on

MOST_WORDS = 5


class Places(NamedTuple):
    """Universities and programmes in which one can study."""

    members: list[Institution]
    programmes: list[Programme]


def public_programmes() -> QuerySet[Programme]:
    """All degree programmes, by university and title."""
    return Programme.objects.select_related("institution").order_by("institution__short_name", "slug")


def public_places(search: str, *, on: date, most: int) -> Places | None:
    """Where one can study that day: the member universities, and their programmes in which the words occur.

    A word may be in the name of the university or in the title of the programme; of what is found the first
    `most` of each. None where that is nothing, or nothing was looked for among more (two queries).
    """
    members, programmes = public_voting_members_on(on), public_programmes()
    programmes = programmes.filter(institution__in=members.order_by().values("pk"))
    for word in search.split()[:MOST_WORDS]:
        titles = (f"title__{code}" for code, _language in settings.LANGUAGES)
        titled = reduce(or_, (Q(**{f"{title}__icontains": word}) for title in titles))
        members = members.filter(named(word))
        programmes = programmes.filter(titled | named(word, at="institution__"))
    found = Places([*members[: most + 1]], [*programmes[: most + 1]])
    is_all = len(found.members) <= most and len(found.programmes) <= most
    found = Places(found.members[:most], found.programmes[:most])
    return found if (any(found) if search.split() else is_all) else None


def public_place(slug: str, *, on: date) -> Places:
    """The programme of that name in addresses, or the member university with `at:` before it; or nothing."""
    members, university = public_voting_members_on(on), slug.removeprefix("at:")
    if university != slug:
        return Places([*members.filter(slug=university)], [])
    rows = public_programmes().filter(slug=slug, institution__in=members.order_by().values("pk"))
    return Places([], [*rows])


def public_programme(slug: str) -> Programme:
    """One degree programme by its short address.

    :raises NotFound: when there is none
    """
    found = public_programmes().filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found
