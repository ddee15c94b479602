"""Long lists are shown a page at a time; a page with several lists turns each by itself."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from mcx.core.keyset import COUNTED, Ordered, Part, Rows, part_of


class ListPage:
    """One page of a list; `name` is the part of the address that says which."""

    counted = COUNTED

    def __init__(self, part: Part[Any], name: str) -> None:
        """As the templates read it: `next` and `previous` are cursors, empty at either end."""
        self.rows, self.count, self.name = part.rows, part.count, name
        self.previous, self.next = part.previous, part.next

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def list_page(
    request: HttpRequest, found: "QuerySet[Any] | Ordered[Any]", size: int, *, name: str = "page"
) -> ListPage:
    """The page that the address asks for, else the first; the last for one behind it.

    :raises PageUnknown: when the address names no page of this list
    """
    ordered = Rows(found) if isinstance(found, QuerySet) else found
    return ListPage(part_of(ordered, size, request.GET.get(name, "")), name)
