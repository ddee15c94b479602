"""The front page, and each role's answer to “what waits for me?”."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe

from mcx.accounts.models import Person
from mcx.accounts.rules import Held
from mcx.core import clock
from mcx.network import selectors
from mcx.web import (
    catalogue,
    credentials,
    design,
    industry,
    learning,
    network,
    pathways,
    quality,
    recognition,
    wallet,
)
from mcx.web.context import THEME_COOKIE, THEMES
from mcx.web.waiting import Waiting

A_YEAR = 31_536_000
URGENCY = ("bad", "warn", "info", "good", "muted")


# Those that may have a function `waiting`, in the order of a credential's way.
DOMAINS = (
    network,
    industry,
    design,
    quality,
    catalogue,
    learning,
    credentials,
    wallet,
    recognition,
    pathways,
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is signed in; for visitors, what this network is."""
    today = clock.today()
    if not isinstance(request.user, Person):
        context = {"members": selectors.members_on(today), "terms": selectors.terms_on(today)}
        return render(request, "home/front.html", context)
    held = selectors.held_by(request.user, on=today)
    context = {
        "waiting": waiting_in(DOMAINS, request.user, held, today),
        "offices": selectors.offices_of(request.user, on=today),
    }
    return render(request, "home/home.html", context)


def waiting_in(domains: Iterable[object], person: Person, held: tuple[Held, ...], on: date) -> list[Waiting]:
    """What the domains' pages say waits for the person; the most urgent first."""
    asked = [getattr(domain, "waiting", None) for domain in domains]
    found = [waiting for ask in asked if ask for waiting in ask(person, held, on) if waiting.count]
    return sorted(found, key=lambda waiting: URGENCY.index(waiting.tone))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language a visitor chose and go back to where they were."""
    wanted = request.POST.get("language", "")
    response = redirect(translate_url(_back(request), wanted))
    if check_for_language(wanted):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=A_YEAR, samesite="Lax")
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the colour scheme a visitor chose, or follow their system again, and go back."""
    wanted, response = request.POST.get("theme", ""), HttpResponseRedirect(_back(request))
    if wanted in THEMES:
        response.set_cookie(THEME_COOKIE, wanted, max_age=A_YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for an icon on pages that name none, such as JSON documents."""
    return redirect(static("mcx/favicon.svg"), permanent=True)


def _back(request: HttpRequest) -> str:
    """Where a small form was sent from, if that is here."""
    back = request.POST.get("next", "/")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/"
