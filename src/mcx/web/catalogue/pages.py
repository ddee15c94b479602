"""Pages of the catalogue: looking for a micro-credential, an edition with its runs, and offering a run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.catalogue import services
from mcx.catalogue.models import Edition
from mcx.catalogue.rules import AUDIENCE_NAMES, Audience, filters_of
from mcx.catalogue.selectors import editions as selectors
from mcx.catalogue.selectors.search import public_search
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.core.text import CONTENT_LANGUAGES, best_language
from mcx.learning import services as learning
from mcx.network.selectors.charter import public_terms_on
from mcx.network.selectors.institutions import organisation_of
from mcx.network.selectors.rights import require
from mcx.recognition.checks import Preview, preview
from mcx.web.catalogue.forms import CancelForm, OfferingForm
from mcx.web.catalogue.sheet import Facts, sections
from mcx.web.catalogue.words import (
    NO_RUN,
    RunToday,
    alignment,
    chosen,
    current,
    euros,
    foremost,
    groups,
    labels,
    standings,
    unread,
)
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.paging import ListPage, list_page
from mcx.web.requests import SignedInRequest
from mcx.web.unchanged import by_catalogue
from microcred.annex import check_specification
from microcred.record import Organisation, Specification
from microcred.record_json import specification_from_json
from microcred.schema_org import CourseRun, course
from microcred.vocabulary import PARTICIPATION

PER_PAGE = 24
LONGEST_QUERY = 200


@require_safe
@by_catalogue
def browse(request: HttpRequest) -> HttpResponse:
    """The editions that the address asks for, as cards; whatever it asks, the page answers."""
    today, query = clock.today(), request.GET.get("q", "")[:LONGEST_QUERY]
    filters = filters_of(dict(request.GET.lists()))
    found = public_search(query, filters, on=today)
    page = list_page(request, found, PER_PAGE)
    shown = groups(found.facets(), filters, today)
    context = {
        "query": query,
        "filters": filters,
        "page": page,
        "cards": _cards(page, today),
        "groups": shown,
        "chosen": chosen(shown, filters, request.GET),
        "unread": unread(filters, request.GET),
    }
    return render(request, "catalogue/list.html", context)


def _cards(page: ListPage, on: date) -> list[dict[str, Any]]:
    """The page's editions, each with the run that matters most, as it is listed (no query)."""
    return [
        {"edition": each, "standing": foremost(current(each.listing.runs, on)), "no_run": NO_RUN}
        for each in page
    ]


@dataclass(frozen=True, slots=True)
class Price:
    """What one audience pays."""

    audience: str | Promise
    amount: str


@require_safe
def edition(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """The edition with this number, or the newest, with the runs one can join."""
    today, found = clock.today(), selectors.public_edition(code, number)
    specification = specification_from_json(found.specification)
    university = organisation_of(found.micro_credential.institution, on=today)
    runs, others = standings(selectors.offerings_of(found), today), list(selectors.editions_of(found))
    facts = Facts(found, specification, university, public_terms_on(today))
    context = {
        "edition": found,
        "specification": specification,
        "university": university,
        "alignment": alignment(found, specification),
        "participation": labels(PARTICIPATION, specification.participation),
        "sections": sections(facts),
        "report": check_specification(specification, awarding_bodies=(university,)),
        "prices": _prices(found),
        "editions": others,
        "newest": others[0],
        "document": _document(specification, university, runs, found),
        "previews": _previews(request, found),
        "may_offer": selectors.may_offer(request.user, found, on=today),
    }
    return render(
        request, "catalogue/edition.html", context | _runs(runs) | _languages(request, specification)
    )


def _previews(request: HttpRequest, found: Edition) -> list[Preview]:
    """How the reader's own programmes would recognise it."""
    person = request.user
    return preview(person, found, on=clock.today()) if isinstance(person, Person) else []


def _runs(found: list[RunToday]) -> dict[str, Any]:
    """The runs to come, soonest first, those behind, latest first, and the one that matters most."""
    coming = [each for each in reversed(found) if each.is_current]
    past = [each for each in found if not each.is_current]
    return {"runs": coming, "past_runs": past, "foremost": foremost(coming)}


def _languages(request: HttpRequest, specification: Specification) -> dict[str, Any]:
    """The language the texts are shown in: asked for, else the reader's, else the nearest there is."""
    offered = {tag: CONTENT_LANGUAGES.get(tag, tag) for tag, text in specification.title.items() if text}
    asked = request.GET.get("language", "")
    wanted = asked if asked in offered else best_language(specification.title, get_language() or "en")
    return {"wanted": wanted, "content_languages": offered}


def _prices(found: Edition) -> list[Price]:
    known = [audience for audience in Audience if audience in found.cost]
    return [Price(gettext(AUDIENCE_NAMES[each]), euros(found.cost[each])) for each in known]


def _document(
    specification: Specification, university: Organisation, runs: Iterable[RunToday], found: Edition
) -> dict[str, Any]:
    """The page as a schema.org Course."""
    current = [each.offering for each in runs if each.is_current]
    taught = [
        CourseRun(
            settings.PUBLIC_URL + reverse("catalogue:edition", args=[found.micro_credential.code]),
            run.language,
            run.starts_on,
            run.ends_on,
            run.location,
        )
        for run in current
    ]
    prices = {AUDIENCE_NAMES[each]: found.cost[each] for each in Audience if each in found.cost}
    language = get_language() or "en"
    return course(specification, university, language=language, runs=taught, prices=prices)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest, code: str) -> HttpResponse:
    """A form with which staff offer a run of the newest edition."""
    edition = selectors.public_edition(code)
    require(request.user, Action.OFFER, edition.micro_credential.institution, on=clock.today())
    number = len(selectors.offerings_of(edition)) + 1
    form = OfferingForm(request.POST or None, edition=edition, initial={"code": f"{code}-{number}"})
    if form.is_valid():
        try:
            made = services.open_offering(edition, by=request.user, at=clock.now(), **form.plan())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The run {code} has been published.").format(code=made.code))
            return redirect("catalogue:edition", code)
    return render(request, "catalogue/offer.html", {"form": form, "edition": edition}, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: SignedInRequest, code: str) -> HttpResponse:
    """A form with which staff call a run off and tell those concerned why."""
    offering = selectors.public_offering(code)
    micro_credential = offering.edition.micro_credential
    require(request.user, Action.OFFER, micro_credential.institution, on=clock.today())
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            learning.cancel(offering, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The run {code} has been cancelled.").format(code=code))
            return redirect("catalogue:edition", micro_credential.code)
    return render(
        request, "catalogue/cancel.html", {"form": form, "offering": offering}, status=status_of(form)
    )
