"""Pages about offices: who holds which, giving one, ending one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from mcx.accounts.rules import Action, Role
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.network import rules, selectors, services
from mcx.web.forms.network import AppointForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest

PER_PAGE = 25


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointments(request: SignedInRequest) -> HttpResponse:
    """The offices at the institutions where the person appoints, and a form to give one."""
    selectors.require_right(request.user, Action.APPOINT, None, on=clock.today())
    form = _form(request)
    if form.is_valid():
        try:
            _appoint(form, request)
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The office is given."))
            return redirect("network:appointments")
    offices = selectors.appointments_for(request.user, on=clock.today())
    context = {"page": Paginator(offices, PER_PAGE).get_page(request.GET.get("page")), "form": form}
    return render(request, "network/appointments.html", context, status=status_of(form))


@login_required
@require_POST
def end(request: SignedInRequest, appointment_id: int) -> HttpResponse:
    """Take an office away at once."""
    appointment = selectors.appointment_for(request.user, appointment_id, on=clock.today())
    services.end_appointment(appointment, by=request.user, at=clock.now())
    messages.success(request, _("%(name)s no longer holds this office.") % {"name": appointment.person})
    return redirect("network:appointments")


def _form(request: SignedInRequest) -> AppointForm:
    held = selectors.held_by(request.user, on=clock.today())
    institutions = list(selectors.institutions_where(request.user, Action.APPOINT, on=clock.today()))
    roles = [
        role
        for role in rules.APPOINTABLE
        if any(rules.may_appoint(held, role, institution.pk) for institution in institutions)
    ]
    initial = {"valid_from": clock.today()}
    return AppointForm(institutions, roles, request.POST or None, initial=initial)


def _appoint(form: AppointForm, request: SignedInRequest) -> None:
    data = form.cleaned_data
    services.appoint(
        selectors.person_with_email(data["email"]),
        Role(data["role"]),
        form.institutions[data["institution"]],
        data["valid_from"],
        by=request.user,
        at=clock.now(),
    )
