"""A learner's recognition: the home programme, requests, decisions, appeals."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.rules import Action, Held, where
from mcx.core import clock
from mcx.core.errors import DomainError, NotFound
from mcx.network.selectors import held_by, programmes_of, stated_by
from mcx.recognition import selectors, services
from mcx.recognition.checks import ects_of, record_of
from mcx.recognition.documents import transcript_of
from mcx.recognition.models import Case
from mcx.recognition.rules import is_in_time
from mcx.wallet.selectors import item_for
from mcx.web.downloads import handed_out
from mcx.web.forms.recognition import AppealDecisionForm, AppealForm, AskForm, DecisionForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.recognition.conversion import picture
from mcx.web.requests import SignedInRequest
from microcred.report import Report

PER_PAGE = 20


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What the learner asked for and what was decided."""
    context = {
        "page": Paginator(selectors.cases_of(request.user), PER_PAGE).get_page(request.GET.get("page")),
        "stated": stated_by(request.user, on=clock.today()),
        "today": clock.today(),
    }
    return render(request, "recognition/mine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Ask that a credential counts; an agreement may decide at once."""
    item = item_for(request.user, item_id)
    programmes = programmes_of(request.user, on=clock.today())
    form = AskForm(request.POST or None, programmes=programmes, initial={"programme": programmes.first()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.ask(item, data["programme"], data["statement"], by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            return redirect("recognition:case", made.pk)
    context = {"form": form, "item": item, "has_programme": programmes.exists()}
    return render(request, "recognition/ask.html", context, status=status_of(form))


@login_required
@require_safe
def case(request: SignedInRequest, case_id: int) -> HttpResponse:
    """One case: to its learner the letter, to those who decide the desk."""
    found = selectors.case_for(request.user, case_id, on=clock.today())
    return show_case(request, found)


@login_required
@require_safe
def transcript(request: SignedInRequest, case_id: int) -> HttpResponse:
    """The decision as the file that student record systems read."""
    found = selectors.case_for(request.user, case_id, on=clock.today())
    data = transcript_of(found, at=clock.now())
    return handed_out(data, "application/xml", f"recognition-{found.pk}.elmo.xml")


def show_case(request: SignedInRequest, found: Case, *sent: BaseForm) -> HttpResponse:
    """The page of a case, with whichever form came back."""
    today, held = clock.today(), held_by(request.user, on=clock.today())
    decision = selectors.standing_decision(found)
    home = found.programme.institution_id
    context: dict[str, object] = {
        "case": found,
        "decision": decision,
        "report": Report.from_json(decision.report if decision else found.report),
        "picture": picture(decision.conversion) if decision else None,
        "may_appeal": _may_appeal(request, found),
        "may_decide": _holds(held, Action.DECIDE_RECOGNITION, home) and found.status == Case.Status.OPEN,
        "may_decide_appeal": _holds(held, Action.DECIDE_APPEAL, home)
        and found.status == Case.Status.APPEALED,
        "record": record_of(found.item),
        "today": today,
    }
    context |= _forms(found, sent)
    return render(request, "recognition/case.html", context, status=status_of(*sent))


def _holds(held: tuple[Held, ...], action: Action, institution_id: int) -> bool:
    at = where(held, action)
    return at is None or institution_id in at


def _may_appeal(request: SignedInRequest, found: Case) -> bool:
    decision = selectors.standing_decision(found)
    is_open = decision is not None and is_in_time(clock.today(), decision.appeal_until)
    return is_open and found.learner_id == request.user.pk and found.status == Case.Status.DECIDED


def _forms(found: Case, given: tuple[BaseForm, ...]) -> dict[str, object]:
    ects = ects_of(found.item)
    kinds = {
        "appeal_form": (AppealForm, {}),
        "form": (DecisionForm, {"ects": ects}),
        "appeal_decision_form": (AppealDecisionForm, {"ects": ects}),
    }
    made = {name: kind(initial=initial) for name, (kind, initial) in kinds.items()}
    for form in given:
        made |= {name: form for name, (kind, _initial) in kinds.items() if isinstance(form, kind)}
    return dict(made)


@login_required
@require_POST
def appeal(request: SignedInRequest, case_id: int) -> HttpResponse:
    """Object to the decision on one's own case."""
    found = selectors.case_for(request.user, case_id, on=clock.today())
    if found.learner_id != request.user.pk:
        raise NotFound
    form, decision = AppealForm(request.POST), selectors.standing_decision(found)
    if form.is_valid() and decision:
        try:
            services.appeal(decision, form.cleaned_data["grounds"], by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("Your appeal was sent."))
            return redirect("recognition:case", case_id)
    return show_case(request, found, form)
