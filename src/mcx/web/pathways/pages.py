"""Pages of the pathways domain: micro-degrees and each learner's progress."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, where
from mcx.core import clock
from mcx.core.downloads import handed_out
from mcx.core.errors import DomainError
from mcx.network.models import Institution
from mcx.network.selectors.rights import held_by, institutions_where, require
from mcx.pathways import selectors, services
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.paging import list_page
from mcx.web.pathways.forms import MicroDegreeForm
from mcx.web.requests import SignedInRequest

PER_PAGE = 24


def _person(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


@require_safe
def micro_degrees(request: HttpRequest) -> HttpResponse:
    """One's own progress first, then everything there is."""
    person = _person(request)
    held = held_by(person, on=clock.today())
    page = list_page(request, selectors.public_micro_degrees(), PER_PAGE)
    context = {
        "plans": selectors.progress_of(person, at=clock.now()) if person else [],
        "page": page,
        "offers": selectors.with_editions(page),
        "may_design": where(held, Action.DESIGN_PATHWAY) != frozenset(),
    }
    return render(request, "pathways/list.html", context)


@require_safe
def micro_degree(request: HttpRequest, code: str) -> HttpResponse:
    """One micro-degree as a map, with what one has of it."""
    found, person = selectors.public_micro_degree(code), _person(request)
    plan = selectors.plan_of(found, person, at=clock.now())
    context = {
        "micro_degree": found,
        "plan": plan,
        "has_earned": plan.progress.has_earned,
        "is_taking_part": person is not None and selectors.is_taking_part(person, found),
    }
    return render(request, "pathways/detail.html", context)


@login_required
@require_POST
def join(request: SignedInRequest, code: str) -> HttpResponse:
    """Work towards it from now on."""
    services.take_part(selectors.public_micro_degree(code), by=request.user, at=clock.now())
    messages.success(request, gettext("Added to your list. Your progress appears here."))
    return redirect("pathways:detail", code)


@login_required
@require_POST
def leave(request: SignedInRequest, code: str) -> HttpResponse:
    """Stop working towards it; nothing that was earned is lost."""
    services.leave(selectors.public_micro_degree(code), by=request.user, at=clock.now())
    messages.success(request, gettext("Removed from your list. You keep everything you earned."))
    return redirect("pathways:detail", code)


@login_required
@require_POST
def record(request: SignedInRequest, code: str) -> HttpResponse:
    """What one has of it so far, signed, as a file."""
    found = selectors.public_micro_degree(code)
    content = services.sign_record(found, by=request.user, at=clock.now())
    return handed_out(content, "application/vc+ld+json", f"{code}-record.json")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest) -> HttpResponse:
    """Offer a new micro-degree."""
    today = clock.today()
    require(request.user, Action.DESIGN_PATHWAY, None, on=today)
    awarding = institutions_where(request.user, Action.DESIGN_PATHWAY, on=today)
    form = MicroDegreeForm(request.POST or None, awarding=awarding.filter(kind=Institution.Kind.UNIVERSITY))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.publish_micro_degree(
                data["awarded_by"],
                code=data["code"],
                title={"en": data["title"]},
                summary={"en": data["summary"]},
                ects=data["ects"],
                eqf_level=data["eqf_level"],
                rule=form.rule(),
                by=request.user,
                at=clock.now(),
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The micro-degree is published. Learners can find it now."))
            return redirect("pathways:detail", made.code)
    return render(request, "pathways/publish.html", {"form": form}, status=status_of(form))
