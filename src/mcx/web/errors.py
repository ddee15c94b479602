"""Turns refusals and faults into pages a person can act on."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.accounts.selectors import ProofNeeded, SecondFactorNeeded
from mcx.core.callers import SAFE
from mcx.core.errors import DomainError, Invalid, NotAllowed, NotFound, Unavailable
from mcx.core.limits import TooMany
from mcx.core.statuses import RETRY_AFTER, status_of
from mcx.core.submissions import StillRunning
from mcx.web.access import way_on, where_from
from mcx.web.context import theme
from mcx.web.ways import page_of

HEADLINES: dict[type[DomainError], Promise] = {
    SecondFactorNeeded: _("A second factor is needed"),
    NotAllowed: _("You do not have access to this"),
    NotFound: _("Page not found"),
}


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page for a refusal that no form could show; who must prove who they are is led there at once.

    What no field is there to be marked for says its own sentences.
    """
    if isinstance(error, Unavailable):
        return unavailable(request, error)
    way = way_on(error, where_from(request))
    if way and isinstance(error, ProofNeeded):
        if request.method not in SAFE:
            messages.info(
                request, _("Nothing has been done yet. After you have confirmed, press the button again.")
            )
        return redirect(way[0])
    status = status_of(error)
    headline = next((words for kind, words in HEADLINES.items() if isinstance(error, kind)), None)
    faults = list(error.details.values()) if isinstance(error, Invalid) else []
    context = {"error": error, "fix": error.fix, "way": way, "status": status, "headline": headline}
    return render(request, "errors/refused.html", context | {"faults": faults}, status=status)


def busy(request: HttpRequest, running: StillRunning) -> HttpResponse:
    """The page for a form that is sent again while its first sending is at work."""
    page = render(request, "errors/busy.html", status=409)
    page["Retry-After"] = str(running.wait)
    return page


def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    """The page for something that was tried too often."""
    context = {"error": error, "is_sign_in": request.path == reverse("account_login")}
    page = render(request, "errors/429.html", context, status=429)
    page["Retry-After"] = str(error.wait)
    return page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that cannot be understood, or that is larger than one may be."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "errors/413.html", status=413)
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for somebody who may not do this."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that shows nothing."""
    return render(request, "errors/404.html", status=404)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """The page for an address that is opened though things are only sent to it."""
    page = render(request, "errors/405.html", {"page": page_of(request.path)}, status=405)
    page["Allow"] = allowed
    return page


def unavailable(request: HttpRequest, error: Unavailable) -> HttpResponse:
    """The page for what this deployment cannot do now; made without the request, as that of a fault is."""
    page = loader.render_to_string(
        "errors/503.html", {"theme": theme(request), "is_demonstration": settings.DEMO, "error": error}
    )
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})


def broken(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours: made without the request, so that it asks no database for anything."""
    words = {"theme": theme(request), "is_demonstration": settings.DEMO}
    return HttpResponse(loader.render_to_string("errors/500.html", words), status=500)
