"""The page of the skills domain: looking up what employers and universities call the same thing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mcx.core import clock
from mcx.skills import selectors

app_name = "skills"
MOST = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Skills that the typed text may mean; the list alone where a script asks while one types."""
    typed = request.GET.get("q", "")[: selectors.LONGEST_QUERY]
    language = (get_language() or "en").split("-", maxsplit=1)[0]
    context = {"typed": typed, "matches": selectors.look_up(typed, language=language, limit=MOST)}
    if request.headers.get("HX-Request"):
        return render(request, "skills/parts/found.html", context)
    more = {"load": selectors.last_load(), "counts": selectors.counts(clock.today())}
    return render(request, "skills/search.html", context | more)


urlpatterns = [path("", search, name="search")]
