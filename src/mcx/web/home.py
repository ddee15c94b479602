"""The front page, and each role's answer to “what waits for me?”."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe

from mcx.accounts.models import Person
from mcx.catalogue.rules import Filters
from mcx.catalogue.selectors.search import public_search
from mcx.core import clock
from mcx.governance.checks import lacking
from mcx.governance.rules.readiness import GOALS
from mcx.governance.selectors.waiting import waiting_for
from mcx.learning.selectors import applications_of
from mcx.network.selectors.affiliations import affiliations_of
from mcx.network.selectors.charter import public_terms_on
from mcx.network.selectors.institutions import public_partners_on, public_voting_members_on
from mcx.network.selectors.offices import offices_of
from mcx.network.selectors.rights import held_by
from mcx.pathways.selectors import progress_of
from mcx.web.context import THEME_COOKIE, THEMES
from mcx.web.requests import from_our_pages
from mcx.web.unchanged import by_catalogue
from mcx.web.waiting import shown
from mcx.web.ways import page_of

A_YEAR = 31_536_000
# Beside the cookie of the language: it was chosen on this visit, not taken from a profile.
CHOSEN_COOKIE = "language-chosen"
SHOWN = 3
MEMBERS_SHOWN = 24


@require_safe
@by_catalogue
def home(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is signed in; for visitors, what this network is."""
    today = clock.today()
    if not isinstance(request.user, Person):
        return render(request, "home/front.html", _front(today))
    held = held_by(request.user, on=today)
    waiting, offices = shown(waiting_for(request.user, held, today)), offices_of(request.user, on=today)
    context = {
        "waiting": waiting,
        "offices": offices,
        "is_new": not waiting and not offices and _is_new(request.user),
        "plans": progress_of(request.user, at=clock.now()),
        "lacking": [
            (GOALS[stage.goal], len(stage.missing)) for stage in lacking(request.user, held, on=today)
        ],
    }
    return render(request, "home/home.html", context)


def _is_new(person: Person) -> bool:
    """Whether somebody who learns has not begun yet: no application, no statement where they study."""
    return not applications_of(person).exists() and not affiliations_of(person).exists()


def _front(today: date) -> dict[str, Any]:
    """What a visitor is shown of the network: its terms, its members, and courses with places to be had."""
    universities = list(public_voting_members_on(today)[: MEMBERS_SHOWN + 1])
    partners = list(public_partners_on(today)[: MEMBERS_SHOWN + 1])
    return {
        "members": universities[:MEMBERS_SHOWN],
        "partners": partners[:MEMBERS_SHOWN],
        "has_more_members": max(len(universities), len(partners)) > MEMBERS_SHOWN,
        "terms": public_terms_on(today),
        "editions": public_search("", Filters(is_open=True), on=today)[:SHOWN],
    }


@require_POST
@from_our_pages
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language a visitor chose and go back to where they were."""
    wanted = request.POST.get("language", "")
    response = redirect(translate_url(_back(request), wanted))
    if not check_for_language(wanted):
        return response
    response.set_cookie(CHOSEN_COOKIE, wanted, samesite="Lax", httponly=True)  # as long as this visit
    return remember_language(response, wanted)


def chosen_language(request: HttpRequest) -> str:
    """The language that the visitor chose on this visit and still reads; empty if they chose none."""
    chosen: str = request.COOKIES.get(CHOSEN_COOKIE, "")
    return chosen if chosen == request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) else ""


def remember_language(response: HttpResponse, language: str) -> HttpResponse:
    """The answer, with the language in which the browser's next pages are shown."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax")
    return response


@require_POST
@from_our_pages
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
    is_here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return page_of(back) if is_here and back.isprintable() else "/"
