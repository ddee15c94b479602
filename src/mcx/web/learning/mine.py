"""A learner's own applications, places and results, and what comes next."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.learning import selectors, services
from mcx.learning.models import Application, Enrolment, Result
from mcx.web.requests import SignedInRequest

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Course:
    """One place with what comes next."""

    enrolment: Enrolment
    result: Result | None
    next: str
    can_leave: bool


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Everything the person applied for and takes part in, what moves first."""
    today = clock.today()
    applications = selectors.applications_of(request.user)
    page = Paginator(selectors.enrolments_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    closed = (Application.Status.REFUSED, Application.Status.WITHDRAWN)
    context = {
        "waiting": applications.filter(status=Application.Status.SUBMITTED)[:PER_PAGE],
        "courses": [_course(enrolment, today) for enrolment in page],
        "page": page,
        "closed": applications.filter(status__in=closed)[:PER_PAGE],
    }
    return render(request, "learning/mine.html", context)


def _course(enrolment: Enrolment, on: date) -> Course:
    found: list[Result] = enrolment.current_results  # type: ignore[attr-defined]
    result = found[0] if found else None
    is_active = enrolment.status == Enrolment.Status.ACTIVE
    return Course(enrolment, result, _next(enrolment, result, on), can_leave=is_active)


def _next(enrolment: Enrolment, result: Result | None, on: date) -> str:
    offering = enrolment.offering
    if enrolment.status == Enrolment.Status.WITHDRAWN:
        return gettext("You have left this course.")
    if result is not None:
        words = (
            gettext("Passed. Grade: {grade}") if result.has_passed else gettext("Not passed. Grade: {grade}")
        )
        return words.format(grade=result.grade)
    if on < offering.starts_on:
        return gettext("Starts on {day}.").format(day=date_format(offering.starts_on))
    if on <= offering.ends_on:
        return gettext("Runs until {day}.").format(day=date_format(offering.ends_on))
    return gettext("It is over: your grade is awaited.")


@login_required
@require_POST
def withdraw_application(request: SignedInRequest, key: int) -> HttpResponse:
    """Take back one's own application."""
    application = selectors.application_of(request.user, key)
    try:
        services.withdraw_application(application, by=request.user, at=clock.now())
    except DomainError as error:
        messages.error(request, f"{error} {error.fix}")
    else:
        messages.success(request, gettext("Your application is withdrawn."))
    return redirect("learning:mine")


@login_required
@require_POST
def leave(request: SignedInRequest, key: int) -> HttpResponse:
    """Leave a course."""
    enrolment = selectors.enrolment_of(request.user, key)
    try:
        services.withdraw(enrolment, by=request.user, at=clock.now())
    except DomainError as error:
        messages.error(request, f"{error} {error.fix}")
    else:
        messages.success(request, gettext("You have left the course; your place is free again."))
    return redirect("learning:mine")
