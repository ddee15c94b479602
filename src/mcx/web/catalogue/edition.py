"""The page of one edition: everything a learner, a home university or an employer asks of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from mcx.accounts.models import Person
from mcx.catalogue import selectors
from mcx.catalogue.models import Edition
from mcx.catalogue.rules import AUDIENCE_NAMES, Audience
from mcx.core import clock
from mcx.core.text import CONTENT_LANGUAGES, best_language
from mcx.network.selectors import organisation_of, terms_on
from mcx.recognition.checks import Preview, preview
from mcx.web.catalogue.alignment import alignment
from mcx.web.catalogue.sheet import Facts, euros, labels, sections
from mcx.web.catalogue.standings import Standing, foremost, standings
from microcred.annex import check_specification
from microcred.record import Organisation, Specification
from microcred.record_json import specification_from_json
from microcred.schema_org import CourseRun, course
from microcred.vocabulary import PARTICIPATION


@dataclass(frozen=True, slots=True)
class Price:
    """What one audience pays."""

    audience: str | Promise
    amount: str


@require_safe
def edition(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """The edition with this number, or the newest, with the runs one can join."""
    today, found = clock.today(), selectors.edition_for(code, number)
    specification = specification_from_json(found.specification)
    university = organisation_of(found.micro_credential.institution, on=today)
    runs, others = standings(selectors.offerings_of(found), today), list(selectors.editions_of(found))
    facts = Facts(found, specification, university, terms_on(today))
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


def _runs(found: list[Standing]) -> dict[str, Any]:
    """The runs to come, soonest first, those behind, latest first, and the one that matters most."""
    current = [each for each in reversed(found) if each.is_current]
    past = [each for each in found if not each.is_current]
    return {"runs": current, "past_runs": past, "foremost": foremost(current)}


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
    specification: Specification, university: Organisation, runs: Iterable[Standing], found: Edition
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
