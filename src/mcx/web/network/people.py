"""Pages about people: where a learner studies, the desk that confirms it, and who somebody is."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.rules import Action
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.core.text import as_kept
from mcx.network.models import Affiliation
from mcx.network.rules.affiliations import IDENTITY
from mcx.network.selectors import programmes as network_programmes
from mcx.network.selectors.affiliations import (
    affiliation_for,
    affiliation_of,
    affiliations_among,
    affiliations_for,
    affiliations_of,
    all_as_stated,
    as_stated,
)
from mcx.network.selectors.identities import (
    asked_about,
    identity_history,
    identity_of,
    people_to_correct,
    person_to_correct,
)
from mcx.network.selectors.rights import require
from mcx.network.services.affiliations import (
    claim_affiliation,
    confirm_affiliations,
    end_affiliation,
    refuse_affiliations,
    withdraw_claim,
)
from mcx.network.services.identities import correct_identity
from mcx.web.forms.fields import MOST_OFFERED
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.network.forms import (
    AffiliationEndForm,
    AffiliationForm,
    Answer,
    AnswerForm,
    IdentityCorrectionForm,
    NarrowForm,
    OneAnswerForm,
)
from mcx.web.paging import list_page
from mcx.web.requests import SignedInRequest

SHOWN = 50


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Where the person says that they study, and where each statement stands."""
    found = affiliations_of(request.user)[:SHOWN]
    context = {
        "stated": all_as_stated(found, on=clock.today()),
        "identity": identity_of(request.user),
        "asked": asked_about(request.user, on=clock.today()),
    }
    return render(request, "network/affiliations.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Say where one studies."""
    search = as_kept(request.GET.get("search", "")[:100])
    places = network_programmes.public_places(search, on=clock.today(), most=MOST_OFFERED)
    form = _form(request, places)
    if form and request.method == "POST" and form.is_valid():
        try:
            claim_affiliation(form.claim(), names=form.names(), by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(
                request,
                gettext("Your statement has been saved. The university's registrar can now confirm it."),
            )
            return redirect("network:affiliations")
    context = {"form": form, "search": search, "is_looked_for": bool(search) or places is None}
    return render(request, "network/affiliation_new.html", context, status=status_of(form) if form else 200)


def _form(request: SignedInRequest, found: network_programmes.Places | None) -> AffiliationForm | None:
    """The form with the places that were found and the one that was sent; none before one has looked."""
    if request.method != "POST":
        return AffiliationForm(request.user, [found]) if found else None
    sent = network_programmes.public_place(as_kept(request.POST.get("place", "")), on=clock.today())
    return AffiliationForm(request.user, [sent, *([found] if found else ())], request.POST)


@login_required
@require_POST
def withdraw(request: SignedInRequest, key: int) -> HttpResponse:
    """Take back a statement that nobody has confirmed."""
    found = affiliation_of(request.user, key)
    withdraw_claim(found, by=request.user, at=clock.now())
    messages.success(request, gettext("Your statement has been withdrawn."))
    return redirect("network:affiliations")


@login_required
@require_POST
def leave(request: SignedInRequest, key: int) -> HttpResponse:
    """Say that one studies there no longer: today is the last day."""
    found = affiliation_of(request.user, key)
    end_affiliation(found, last_day=clock.today(), by=request.user, at=clock.now())
    messages.success(request, gettext("Today has been recorded as your last day."))
    return redirect("network:affiliations")


CLAIMS_PER_PAGE = 50
LONGEST_KEY = 18


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: SignedInRequest) -> HttpResponse:
    """Who waits for an answer, longest waiting first, with one answer for all who are chosen."""
    require(request.user, Action.CONFIRM_AFFILIATION, None, on=clock.today())
    form, keys = AnswerForm(request.POST or None), _chosen(request)
    if form.is_valid():
        chosen = affiliations_among(request.user, keys, on=clock.today())
        if _answered(request, form, chosen):
            return redirect(request.get_full_path())
    narrow = NarrowForm(request.GET or None)
    found = affiliations_for(request.user, on=clock.today(), **narrow.asked())
    page = list_page(request, found, CLAIMS_PER_PAGE)
    context = {
        "page": page,
        "rows": all_as_stated(page, on=clock.today()),
        "chosen": keys,
        "form": form,
        "narrow": narrow,
        **narrow.asked(),
    }
    return render(request, "network/claims.html", context, status=status_of(form))


def _chosen(request: SignedInRequest) -> set[int]:
    sent = request.POST.getlist("chosen")[:CLAIMS_PER_PAGE]
    return {int(key) for key in sent if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY}


def _answered(request: SignedInRequest, form: AnswerForm, chosen: Sequence[Affiliation]) -> bool:
    """Give the answer; where the service refuses, the form says why."""
    data, by, at = form.cleaned_data, request.user, clock.now()
    if said := _cannot_be(chosen, data["decision"]):
        form.add_error(None, said)
        return False
    try:
        if data["decision"] == Answer.CONFIRM:
            number = len(confirm_affiliations(chosen, until=data["until"], by=by, at=at))
            words = ngettext(
                "{number} learner has been confirmed.", "{number} learners have been confirmed.", number
            )
        else:
            number = len(refuse_affiliations(chosen, reason=data["reason"], by=by, at=at))
            words = ngettext(
                "{number} learner has been refused.", "{number} learners have been refused.", number
            )
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
        if decision == Answer.CONFIRM and number and len(people) > 1:
            words = gettext("Several of the people you chose gave the student number {number}: {people}.")
            return words.format(number=number, people=", ".join(people.values()))
    return ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: SignedInRequest, key: int) -> HttpResponse:
    """One statement with everything an answer needs."""
    found = affiliation_for(request.user, key, on=clock.today())
    form = OneAnswerForm(request.POST or None)
    if form.is_valid() and _answered(request, form, [found]):
        return redirect("network:claims")
    return _claim(request, found, form, AffiliationEndForm(initial={"last_day": clock.today()}))


def _claim(
    request: SignedInRequest, found: Affiliation, form: AnswerForm, end: AffiliationEndForm
) -> HttpResponse:
    context = {
        "stated": as_stated(found, on=clock.today()),
        "history": identity_history(found.person),
        "may_correct": people_to_correct(request.user, on=clock.today()).filter(pk=found.person_id),
        "form": form,
        "end_form": end,
    }
    return render(request, "network/claim.html", context, status=status_of(form, end))


@login_required
@require_POST
def end(request: SignedInRequest, key: int) -> HttpResponse:
    """Let a confirmed affiliation end."""
    found = affiliation_for(request.user, key, on=clock.today())
    form = AffiliationEndForm(request.POST)
    if form.is_valid():
        try:
            end_affiliation(found, last_day=form.cleaned_data["last_day"], by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The last day has been saved."))
            return redirect("network:claim", key)
    return _claim(request, found, OneAnswerForm(), form)


PEOPLE_PER_PAGE = 50


@login_required
@require_safe
def identities(request: SignedInRequest) -> HttpResponse:
    """The people whose names and days of birth the registrar may correct."""
    require(request.user, Action.CONFIRM_AFFILIATION, None, on=clock.today())
    search = as_kept(request.GET.get("search", "")[:100])
    found = people_to_correct(request.user, on=clock.today(), search=search)
    page = list_page(request, found, PEOPLE_PER_PAGE)
    return render(request, "network/identities.html", {"page": page, "search": search})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: SignedInRequest, key: int) -> HttpResponse:
    """What is known of who somebody is since when, and the form that corrects it."""
    person = person_to_correct(request.user, key, on=clock.today())
    form = IdentityCorrectionForm(
        request.POST or None, initial={name: getattr(person, name) for name in IDENTITY}
    )
    if form.is_valid():
        try:
            names, reason = form.names(), form.cleaned_data["reason"]
            correct_identity(person, names=names, reason=reason, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(
                request, gettext("The correction has been saved. You can still read what was true before.")
            )
            return redirect("network:identity", key)
    context = {"person": person, "form": form, "history": identity_history(person)}
    return render(request, "network/identity.html", context, status=status_of(form))
