"""Long lists are shown a page at a time; a page with several lists turns each by itself."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


class ListPage(Page[Any]):
    """One page of a list; `name` is the part of the address that says which."""

    name = "page"


def list_page(request: HttpRequest, rows: Any, size: int, *, name: str = "page") -> ListPage:
    """The page that the address asks for, else the first; the last for one behind it."""
    page = Paginator(rows, size).get_page(request.GET.get(name))
    found = ListPage(page.object_list, page.number, page.paginator)
    found.name = name
    return found
