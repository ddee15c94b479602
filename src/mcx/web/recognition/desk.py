"""The recognition officer's desk, and that of those who decide appeals."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from mcx.accounts.rules import Action, where
from mcx.core import clock
from mcx.core.errors import DomainError, NotAllowed
from mcx.network.selectors import held_by, require
from mcx.recognition import selectors, services
from mcx.web.forms.recognition import AppealDecisionForm, DecisionForm
from mcx.web.forms.refusals import add_refusal
from mcx.web.recognition.mine import show_case
from mcx.web.requests import SignedInRequest

PER_PAGE = 25


@login_required
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """What waits for a decision, the most urgent first, then what was decided."""
    today, held = clock.today(), held_by(request.user, on=clock.today())
    desks = (Action.DECIDE_RECOGNITION, Action.DECIDE_APPEAL)
    if not any(where(held, action) for action in desks):
        raise NotAllowed
    cases = selectors.cases_for_staff(request.user, on=today)
    context = {
        "open": cases.filter(status="open"),
        "appeals": selectors.appeals_for(request.user, on=today),
        "page": Paginator(cases.exclude(status="open").order_by("-submitted_at"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "today": today,
    }
    return render(request, "recognition/desk.html", context)


@login_required
@require_POST
def decide(request: SignedInRequest, case_id: int) -> HttpResponse:
    """Take the officer's decision."""
    found, form = selectors.case_for(request.user, case_id, on=clock.today()), DecisionForm(request.POST)
    require(request.user, Action.DECIDE_RECOGNITION, found.programme.institution, on=clock.today())
    if form.is_valid():
        data = form.cleaned_data
        words = data["outcome"], data["ects"], data["reasons"], data["differences"]
        try:
            services.decide(found, *words, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The decision is taken and the learner can read it."))
            return redirect("recognition:case", case_id)
    return show_case(request, found, form)


@login_required
@require_POST
def decide_appeal(request: SignedInRequest, case_id: int) -> HttpResponse:
    """Uphold or dismiss an appeal."""
    found = selectors.case_for(request.user, case_id, on=clock.today())
    require(request.user, Action.DECIDE_APPEAL, found.programme.institution, on=clock.today())
    form, appeal = AppealDecisionForm(request.POST), selectors.open_appeal(found)
    if form.is_valid():
        data = form.cleaned_data
        words = data["outcome"], data["reasons"], data["ects"] or Decimal(0)
        try:
            services.decide_appeal(appeal, *words, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The appeal is decided and the learner can read it."))
            return redirect("recognition:case", case_id)
    return show_case(request, found, form)
