"""Pages of governance: the Charter with its proposals and votes, and the state of the work."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.models import Person
from mcx.accounts.rules import ROLE_NAMES, Action, Held, may
from mcx.core import clock
from mcx.core.errors import DomainError, NotAllowed
from mcx.governance.selectors import work
from mcx.governance.selectors.charter import (
    awaited_members,
    public_charter,
    public_charters,
    public_proposal,
    terms_before,
    voices_of,
)
from mcx.governance.services import charter as services
from mcx.network.models import Charter
from mcx.network.rules.terms import CharterTerms
from mcx.network.selectors import rights
from mcx.network.selectors.charter import public_charter_on, public_terms_on
from mcx.network.selectors.institutions import public_short_names, public_voting_members_on
from mcx.network.selectors.rights import held_by, require
from mcx.web.forms.refusals import add_refusal
from mcx.web.governance import words
from mcx.web.governance.forms import ProposalForm, Voice, VoteForm
from mcx.web.requests import SignedInRequest


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The Charter in force: articles, terms, and the history of its versions; for everybody."""
    charter = public_charter_on(clock.today())
    terms = public_terms_on(clock.today())
    context = {
        "charter": charter,
        "terms": words.rows(terms, public_short_names(terms.members_named)),
        "articles": terms.articles,
        "versions": public_charters(),
        "proposal": public_proposal(),
        "can_propose": _can_manage(request),
    }
    return render(request, "network/charter.html", context)


@require_safe
def version(request: HttpRequest, version: int) -> HttpResponse:
    """One version: what it changes, its terms and articles, and how the members voted; for everybody."""
    return _version_page(request, public_charter(version))


@login_required
@require_POST
def vote(request: SignedInRequest, version: int) -> HttpResponse:
    """Give a member's voice."""
    charter = public_charter(version)
    form = VoteForm(voices_of(request.user, charter, on=clock.today()), request.POST)
    if not form.voices:
        raise NotAllowed(action=Action.VOTE)
    if form.is_valid():
        institution = form.voices[form.cleaned_data["institution"]]
        in_favour = form.cleaned_data["in_favour"] == Voice.YES
        try:
            services.vote(
                charter, institution=institution, in_favour=in_favour, by=request.user, at=clock.now()
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The vote of %(name)s has been recorded.") % {"name": institution})
            return redirect("network:charter-version", version)
    return _version_page(request, charter, form, status=422)


@login_required
@require_POST
def withdraw(request: SignedInRequest, version: int) -> HttpResponse:
    """End a vote without a result."""
    services.withdraw_proposal(public_charter(version), by=request.user, at=clock.now())
    messages.success(request, _("The proposal has been withdrawn."))
    return redirect("network:charter-version", version)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest) -> HttpResponse:
    """Put a new version to the vote, beginning from the terms in force."""
    rights.require(request.user, Action.MANAGE_NETWORK, None, on=clock.today())
    terms, members = public_terms_on(clock.today()), public_voting_members_on(clock.today())
    form = ProposalForm(terms, members, request.POST or None, initial={"in_force_from": clock.today()})
    report = None
    if form.is_valid():
        data = form.cleaned_data
        try:
            charter = services.propose_charter(
                form.terms(),
                summary=data["summary"],
                in_force_from=data["in_force_from"],
                by=request.user,
                at=clock.now(),
            )
        except services.TermsRefused as error:
            report = error.report
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(
                request, _("The new version has been proposed. Member universities can vote now.")
            )
            return redirect("network:charter-version", charter.version)
    context = {"form": form, "report": report, "proposal": public_proposal()}
    return render(request, "network/charter_propose.html", context, status=422 if form.is_bound else 200)


def _version_page(
    request: HttpRequest, charter: Charter, form: VoteForm | None = None, status: int = 200
) -> HttpResponse:
    terms = CharterTerms.from_json(charter.terms, charter.version)
    person = request.user if isinstance(request.user, Person) else None
    before = terms_before(charter)
    names = public_short_names(terms.members_named | (before.members_named if before else set()))
    voices = voices_of(person, charter, on=clock.today()) if person else []
    context = {
        "charter": charter,
        "terms": words.rows(terms, names),
        "articles": terms.articles,
        "changes": words.changes(before, terms, names) if before else (),
        "awaited": awaited_members(charter, on=clock.today()),
        "form": form or (VoteForm(voices) if voices else None),
        "can_withdraw": charter.status == Charter.Status.PROPOSED and _can_manage(request),
    }
    return render(request, "network/charter_version.html", context, status=status)


def _can_manage(request: HttpRequest) -> bool:
    return may(rights.held_by(request.user, on=clock.today()), Action.MANAGE_NETWORK, None)


# Where each step is done, and its picture.
PLACES = {
    "agree": ("network:charter", "document-text"),
    "design": ("design:list", "pencil-square"),
    "review": ("quality:desk", "clipboard-document-check"),
    "publish": ("catalogue:list", "book-open"),
    "offer": ("catalogue:list", "calendar-days"),
    "enrol": ("learning:admissions", "user-plus"),
    "assess": ("learning:classes", "academic-cap"),
    "award": ("credentials:registry", "identification"),
    "recognise": ("recognition:desk", "scale"),
    "stack": ("pathways:list", "square-3-stack-3d"),
}


class Shown(NamedTuple):
    """A step as a card shows it; `url` is empty for who may not see its desk."""

    standing: work.StepCounts
    url: str
    icon: str
    waits: list[tuple[str, int]]


def shown(standing: work.StepCounts, held: tuple[Held, ...]) -> Shown:
    """The step as somebody with these roles sees it."""
    step = standing.step
    name, icon = PLACES[step.code]
    url = reverse(name) if step.action is None or may(held, step.action, None) else ""
    return Shown(standing, url, icon, [(ROLE_NAMES[role], number) for role, number in standing.waits])


@login_required
@require_safe
def steps(request: SignedInRequest) -> HttpResponse:
    """The state of each step of the work."""
    require(request.user, Action.SEE_STEPS, None, on=clock.today())
    held = held_by(request.user, on=clock.today())
    counts = work.public_counts(on=clock.today(), domains=work.TOLD)
    chain = [shown(each, held) for each in work.public_chain(counts)]
    return render(request, "network/steps.html", {"chain": chain})
