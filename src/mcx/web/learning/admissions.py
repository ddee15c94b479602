"""The admissions desk: applications that wait, and the decision on each."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from mcx.accounts.rules import Action
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.learning import selectors, services
from mcx.learning.models import Application
from mcx.learning.rules import due_on
from mcx.network.rules import CharterTerms
from mcx.network.selectors import require, terms_on
from mcx.web.forms.learning import RefusalForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """An application on the desk: by when to answer it, how many places are left, what the applicant pays."""

    application: Application
    due_on: date
    is_late: bool
    left: int
    price: str


def _row(application: Application, left: int, terms: CharterTerms, on: date) -> Row:
    due = due_on(application.submitted_at.date(), terms)
    return Row(application, due, on > due, left, selectors.price_of(application))


@login_required
@require_safe
def admissions(request: SignedInRequest) -> HttpResponse:
    """Every application that waits for this person's institutions, confirmed learners of members first."""
    today = clock.today()
    require(request.user, Action.ADMIT, None, on=today)
    found = selectors.applications_waiting_for(request.user, today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    left, terms = selectors.places_left_in({each.offering for each in page}), terms_on(today)
    rows = [_row(each, left[each.offering_id], terms, today) for each in page]
    return render(request, "learning/admissions.html", {"page": page, "rows": rows, "terms": terms})


@login_required
@require_safe
def application(request: SignedInRequest, key: int) -> HttpResponse:
    """One application with everything the decision needs."""
    found = selectors.application_to_decide(request.user, key, on=clock.today())
    return _decision(request, found, RefusalForm())


def _decision(request: SignedInRequest, found: Application, form: RefusalForm) -> HttpResponse:
    today = clock.today()
    row = _row(found, selectors.places_left(found.offering), terms_on(today), today)
    is_waiting = found.status == Application.Status.SUBMITTED
    context = {"row": row, "form": form, "is_waiting": is_waiting}
    return render(request, "learning/application.html", context, status=status_of(form))


@login_required
@require_POST
def admit(request: SignedInRequest, key: int) -> HttpResponse:
    """Give the applicant a place."""
    found = selectors.application_to_decide(request.user, key, on=clock.today())
    try:
        services.admit(found, by=request.user, at=clock.now())
    except DomainError as error:
        messages.error(request, f"{error} {error.fix}")
        return redirect("learning:application", key)
    words = gettext("{learner} has a place in {course}.")
    messages.success(request, words.format(learner=found.learner, course=found.offering.edition))
    return redirect("learning:admissions")


@login_required
@require_POST
def refuse(request: SignedInRequest, key: int) -> HttpResponse:
    """Turn the applicant down with a reason."""
    found = selectors.application_to_decide(request.user, key, on=clock.today())
    form = RefusalForm(request.POST)
    if form.is_valid():
        try:
            services.refuse(found, form.cleaned_data["reason"], by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("{learner} was refused.").format(learner=found.learner))
            return redirect("learning:admissions")
    return _decision(request, found, form)
