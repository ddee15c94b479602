"""The page of the skills domain: looking up what employers and universities call the same thing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mcx.core import clock
from mcx.skills import selectors
from mcx.web.forms.skills import matches_of

MOST = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Skills that the typed text may mean; the list alone where a script asks while one types."""
    typed = request.GET.get("q", "")[: selectors.LONGEST_QUERY]
    context = {"typed": typed, "matches": matches_of(typed, MOST)}
    if request.headers.get("HX-Request"):
        return render(request, "skills/parts/found.html", context)
    more = {"load": selectors.public_load(), "counts": selectors.public_counts(clock.today())}
    return render(request, "skills/search.html", context | more)


@require_safe
def picker(request: HttpRequest, field: str) -> HttpResponse:
    """The skills that the text typed into a form's field may mean, as buttons that choose them."""
    typed = request.GET.get(f"{field}-find", "")[: selectors.LONGEST_QUERY]
    context = {"button": f"{field}-choose", "typed": typed, "matches": matches_of(typed)}
    return render(request, "parts/skill_matches.html", context)
