"""Class lists, and the grades that assessors enter in them."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from mcx.accounts.rules import Action
from mcx.catalogue.models import Offering
from mcx.catalogue.selectors import offering_for
from mcx.core import clock
from mcx.core.errors import DomainError, NotFound
from mcx.credentials import services as credentials
from mcx.learning import selectors
from mcx.learning.models import Enrolment, Result
from mcx.network.selectors import require
from mcx.web.forms.learning import GradeForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A learner in the class, with the form that grades them where the reader may."""

    enrolment: Enrolment
    result: Result | None
    form: GradeForm | None


@login_required
@require_safe
def classes(request: SignedInRequest) -> HttpResponse:
    """The runs whose class lists the person may see, latest first."""
    require(request.user, Action.SEE_CLASS, None, on=clock.today())
    found = selectors.classes_of(request.user, clock.today())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "learning/classes.html", {"page": page})


@login_required
@require_safe
def class_list(request: SignedInRequest, code: str) -> HttpResponse:
    """Who takes part in a run, and how they did."""
    return _page(request, offering_for(code))


def _page(request: SignedInRequest, offering: Offering, sent: GradeForm | None = None) -> HttpResponse:
    """The class list; `sent` is the form that came back with errors."""
    today, scale = clock.today(), offering.edition.scale
    found = selectors.class_of(request.user, offering, on=today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    may_assess = selectors.may_assess(request.user, offering, on=today)
    rows = [_row(enrolment, scale.grades if may_assess else [], sent) for enrolment in page]
    context = {"offering": offering, "page": page, "rows": rows, "scale": scale, "may_assess": may_assess}
    return render(request, "learning/class.html", context, status=status_of(sent))


def _row(enrolment: Enrolment, grades: list[str], sent: GradeForm | None) -> Row:
    found: list[Result] = enrolment.current_results  # type: ignore[attr-defined]
    form = GradeForm(enrolment=enrolment, grades=grades) if grades else None
    is_sent = sent is not None and sent.enrolment.pk == enrolment.pk
    return Row(enrolment, found[0] if found else None, sent if is_sent else form)


@login_required
@require_POST
def grade(request: SignedInRequest, code: str, key: int) -> HttpResponse:
    """Record a learner's grade, or correct it."""
    enrolment = selectors.enrolment_to_assess(request.user, key, on=clock.today())
    offering = enrolment.offering
    if offering.code != code:
        raise NotFound
    form = GradeForm(request.POST, enrolment=enrolment, grades=offering.edition.scale.grades)
    if form.is_valid():
        given = form.cleaned_data["grade"], form.cleaned_data["remark"]
        try:
            credentials.grade(enrolment, *given, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            words = gettext("{learner}: {grade} is recorded.")
            messages.success(request, words.format(learner=enrolment.learner, grade=given[0]))
            return redirect("learning:class", code)
    return _page(request, offering, form)
