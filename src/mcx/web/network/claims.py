"""The registrar's desk: who says that they study here, and the answer to one or to many at once."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mcx.accounts.rules import Action
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.network import selectors, services
from mcx.network.models import Affiliation
from mcx.web.forms.network import AffiliationEndForm, AnswerForm, NarrowForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest

PER_PAGE = 50
LONGEST_KEY = 18


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: SignedInRequest) -> HttpResponse:
    """Who waits for an answer, longest waiting first, with one answer for all who are chosen."""
    selectors.require(request.user, Action.CONFIRM_AFFILIATION, None, on=clock.today())
    form, keys = AnswerForm(request.POST or None), _chosen(request)
    if form.is_valid():
        chosen = selectors.affiliations_among(request.user, keys, on=clock.today())
        if _answered(request, form, chosen):
            return redirect(request.get_full_path())
    narrow = NarrowForm(request.GET or None)
    found = selectors.affiliations_for(request.user, on=clock.today(), **narrow.asked())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": selectors.all_as_stated(page, on=clock.today()),
        "chosen": keys,
        "form": form,
        "narrow": narrow,
        **narrow.asked(),
    }
    return render(request, "network/claims.html", context, status=status_of(form))


def _chosen(request: SignedInRequest) -> set[int]:
    sent = request.POST.getlist("chosen")[:PER_PAGE]
    return {int(key) for key in sent if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY}


def _answered(request: SignedInRequest, form: AnswerForm, chosen: Sequence[Affiliation]) -> bool:
    """Give the answer; where the service refuses, the form says why."""
    data, by, at = form.cleaned_data, request.user, clock.now()
    if said := _cannot_be(chosen, data["decision"]):
        form.add_error(None, said)
        return False
    try:
        if data["decision"] == "confirm":
            number = len(services.confirm_affiliations(chosen, data["until"], by=by, at=at))
            words = ngettext("{number} learner is confirmed.", "{number} learners are confirmed.", number)
        else:
            number = len(services.refuse_affiliations(chosen, data["reason"], by=by, at=at))
            words = ngettext("{number} learner was refused.", "{number} learners were refused.", number)
    except DomainError as error:
        add_refusal(form, error)
        return False
    messages.success(request, words.format(number=number))
    return True


def _cannot_be(chosen: Sequence[Affiliation], decision: str) -> str:
    """What is wrong with the choice itself, before any record is asked; empty where nothing is."""
    if not chosen:
        return gettext("Choose at least one learner.")
    given: dict[tuple[int, str], dict[int, str]] = {}
    for each in chosen:
        people = given.setdefault((each.institution_id, each.student_number), {})
        people[each.person_id] = str(each.person)
    for (_university, number), people in given.items():
        if decision == "confirm" and number and len(people) > 1:
            words = gettext("Several of those chosen give the student number {number}: {people}.")
            return words.format(number=number, people=", ".join(people.values()))
    return ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: SignedInRequest, key: int) -> HttpResponse:
    """One statement with everything an answer needs."""
    found = selectors.affiliation_for(request.user, key, on=clock.today())
    form = AnswerForm(request.POST or None)
    if form.is_valid() and _answered(request, form, [found]):
        return redirect("network:claims")
    return _claim(request, found, form, AffiliationEndForm(initial={"last_day": clock.today()}))


def _claim(
    request: SignedInRequest, found: Affiliation, form: AnswerForm, end: AffiliationEndForm
) -> HttpResponse:
    context = {
        "stated": selectors.as_stated(found, on=clock.today()),
        "history": selectors.identity_history(found.person),
        "may_correct": selectors.people_to_correct(request.user, on=clock.today()).filter(pk=found.person_id),
        "form": form,
        "end_form": end,
    }
    return render(request, "network/claim.html", context, status=status_of(form, end))


@login_required
@require_POST
def end(request: SignedInRequest, key: int) -> HttpResponse:
    """Let a confirmed affiliation end."""
    found = selectors.affiliation_for(request.user, key, on=clock.today())
    form = AffiliationEndForm(request.POST)
    if form.is_valid():
        try:
            services.end_affiliation(found, form.cleaned_data["last_day"], by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The last day is recorded."))
            return redirect("network:claim", key)
    return _claim(request, found, AnswerForm(), form)
