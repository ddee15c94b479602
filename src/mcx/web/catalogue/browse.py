"""The catalogue: what the network offers, found by words and filters."""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mcx.catalogue.models import Edition
from mcx.catalogue.rules import filters_of
from mcx.catalogue.selectors import facets, search
from mcx.core import clock
from mcx.learning.selectors import full_offerings
from mcx.web.catalogue.filters import chosen, groups
from mcx.web.catalogue.standings import NO_RUN, foremost, standings

PER_PAGE = 24
LONGEST_QUERY = 200


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """The editions that the address asks for, as cards; whatever it asks, the page answers."""
    today, query = clock.today(), request.GET.get("q", "")[:LONGEST_QUERY]
    filters, full = filters_of(dict(request.GET.lists())), full_offerings(today)
    found = search(query, filters, on=today, full=full)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = groups(facets(query, filters, on=today, full=full), filters, today)
    context = {
        "query": query,
        "filters": filters,
        "page": page,
        "cards": _cards(page, today),
        "groups": shown,
        "chosen": chosen(shown, request.GET),
    }
    return render(request, "catalogue/list.html", context)


def _cards(page: Page[Edition], on: date) -> list[dict[str, Any]]:
    """The page's editions, each with the run that matters most (one query)."""
    runs = {edition.pk: edition.current_offerings for edition in page}  # type: ignore[attr-defined]
    found = {each.offering.pk: each for each in standings([run for own in runs.values() for run in own], on)}
    best = {key: foremost(found[run.pk] for run in own) for key, own in runs.items()}
    return [{"edition": edition, "standing": best[edition.pk], "no_run": NO_RUN} for edition in page]
