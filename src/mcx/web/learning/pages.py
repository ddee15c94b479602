"""Pages of learning: a learner's own courses, asking for a place, the admissions desk, class lists."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.rules import Action
from mcx.catalogue.models import Offering
from mcx.catalogue.selectors.editions import public_offering
from mcx.core import clock
from mcx.core.errors import DomainError, NotFound
from mcx.core.reports import grade_name, is_verdict
from mcx.credentials.services import awards
from mcx.learning import checks, selectors, services
from mcx.learning.models import Application, Enrolment, Result
from mcx.learning.rules import due_on
from mcx.network.models import GradingScale, Institution
from mcx.network.rules.terms import CharterTerms
from mcx.network.selectors.affiliations import homes_of
from mcx.network.selectors.charter import public_terms_on
from mcx.network.selectors.rights import require
from mcx.recognition.checks import preview
from mcx.web.catalogue.words import standings
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.learning.forms import ApplicationForm, GradeForm, RefusalForm
from mcx.web.paging import list_page
from mcx.web.requests import SignedInRequest

COURSES_PER_PAGE = 20


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
    page = list_page(request, selectors.enrolments_of(request.user), COURSES_PER_PAGE)
    waiting = applications.filter(status=Application.Status.SUBMITTED)
    closed = (Application.Status.REFUSED, Application.Status.WITHDRAWN)
    context = {
        "waiting": list_page(request, waiting, COURSES_PER_PAGE, name="waiting"),
        "courses": [_course(enrolment, today) for enrolment in page],
        "page": page,
        "closed": list_page(request, applications.filter(status__in=closed), COURSES_PER_PAGE, name="closed"),
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
    if result is not None and is_verdict(result.grade):
        return gettext("Passed.") if result.has_passed else gettext("Not passed.")
    if result is not None:
        words = (
            gettext("Passed. Grade: {grade}") if result.has_passed else gettext("Not passed. Grade: {grade}")
        )
        return words.format(grade=grade_name(result.grade))
    if on < offering.starts_on:
        return gettext("Starts on {day}.").format(day=date_format(offering.starts_on))
    if on <= offering.ends_on:
        return gettext("Runs until {day}.").format(day=date_format(offering.ends_on))
    return gettext("The course has ended. Your grade has not been recorded yet.")


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
        messages.success(request, gettext("Your application has been withdrawn."))
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
        messages.success(request, gettext("You have left the course."))
    return redirect("learning:mine")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: SignedInRequest, code: str) -> HttpResponse:
    """What the rules and the home university say, and the form."""
    offering = public_offering(code)
    homes = [one.institution for one in homes_of(request.user, on=clock.today())]
    home = homes[0] if homes else None
    initial = {"home_institution": home.slug if home else ""}
    form = ApplicationForm(request.POST or None, homes=homes, initial=initial)
    if form.is_valid():
        home = form.home()
        if _applied(request, offering, form, home):
            return redirect("learning:mine")
    context = {
        "form": form,
        "offering": offering,
        "standing": standings([offering], clock.today())[0],
        "report": checks.check_application(request.user, offering, home, on=clock.today()),
        "previews": preview(request.user, offering.edition, on=clock.today()),
    }
    return render(request, "learning/apply.html", context, status=status_of(form))


def _applied(
    request: SignedInRequest, offering: Offering, form: ApplicationForm, home: Institution | None
) -> bool:
    words = form.cleaned_data["motivation"]
    try:
        services.apply(offering, motivation=words, home_institution=home, by=request.user, at=clock.now())
    except DomainError as error:
        add_refusal(form, error)
        return False
    messages.success(
        request, gettext("Your application has been sent. You will see the answer here, under My learning.")
    )
    return True


APPLICATIONS_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class AdmissionRow:
    """An application on the desk: by when to answer it, how many places are left, what the applicant pays."""

    application: Application
    due_on: date
    is_late: bool
    left: int
    price: str


def _admission_row(application: Application, left: int, terms: CharterTerms, on: date) -> AdmissionRow:
    due = due_on(application.submitted_at.date(), terms)
    return AdmissionRow(application, due, on > due, left, selectors.price_of(application))


@login_required
@require_safe
def admissions(request: SignedInRequest) -> HttpResponse:
    """Every application that waits for this person's institutions, confirmed learners of members first."""
    today = clock.today()
    require(request.user, Action.ADMIT, None, on=today)
    found = selectors.applications_waiting_for(request.user, today)
    page = list_page(request, found, APPLICATIONS_PER_PAGE)
    left, terms = selectors.places_left_in({each.offering for each in page}), public_terms_on(today)
    rows = [_admission_row(each, left[each.offering_id], terms, today) for each in page]
    return render(request, "learning/admissions.html", {"page": page, "rows": rows, "terms": terms})


@login_required
@require_safe
def application(request: SignedInRequest, key: int) -> HttpResponse:
    """One application with everything the decision needs."""
    found = selectors.application_to_decide(request.user, key, on=clock.today())
    return _decision(request, found, RefusalForm())


def _decision(request: SignedInRequest, found: Application, form: RefusalForm) -> HttpResponse:
    today = clock.today()
    row = _admission_row(found, selectors.places_left(found.offering), public_terms_on(today), today)
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
            services.refuse(found, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("{learner} has been refused.").format(learner=found.learner))
            return redirect("learning:admissions")
    return _decision(request, found, form)


LEARNERS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ClassRow:
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
    page = list_page(request, found, LEARNERS_PER_PAGE)
    return render(request, "learning/classes.html", {"page": page})


@login_required
@require_safe
def class_list(request: SignedInRequest, code: str) -> HttpResponse:
    """Who takes part in a run, and how they did."""
    return _page(request, public_offering(code))


def _page(request: SignedInRequest, offering: Offering, sent: GradeForm | None = None) -> HttpResponse:
    """The class list; `sent` is the form that came back with errors."""
    today, scale = clock.today(), offering.edition.scale
    found = selectors.class_of(request.user, offering, on=today)
    page = list_page(request, found, LEARNERS_PER_PAGE)
    may_assess = selectors.may_assess(request.user, offering, on=today)
    rows = [_class_row(enrolment, scale if may_assess else None, sent) for enrolment in page]
    context = {"offering": offering, "page": page, "rows": rows, "scale": scale, "may_assess": may_assess}
    return render(request, "learning/class.html", context, status=status_of(sent))


def _class_row(enrolment: Enrolment, scale: GradingScale | None, sent: GradeForm | None) -> ClassRow:
    found: list[Result] = enrolment.current_results  # type: ignore[attr-defined]
    form = GradeForm(enrolment=enrolment, scale=scale) if scale else None
    is_sent = sent is not None and sent.enrolment.pk == enrolment.pk
    return ClassRow(enrolment, found[0] if found else None, sent if is_sent else form)


@login_required
@require_POST
def grade(request: SignedInRequest, code: str, key: int) -> HttpResponse:
    """Record a learner's grade, or correct it."""
    enrolment = selectors.enrolment_to_assess(request.user, key, on=clock.today())
    offering = enrolment.offering
    if offering.code != code:
        raise NotFound
    form = GradeForm(request.POST, enrolment=enrolment, scale=offering.edition.scale)
    if form.is_valid():
        given, remark = form.cleaned_data["grade"], form.cleaned_data["remark"]
        try:
            made = awards.grade(enrolment, value=given, remark=remark, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            words = gettext("Grade {grade} recorded for {learner}.")
            messages.success(request, words.format(learner=enrolment.learner, grade=grade_name(made.grade)))
            return redirect("learning:class", code)
    return _page(request, offering, form)
