"""Pages of the quality domain: the desk of ex ante reviews, and one review with all it needs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from mcx.accounts.rules import Action, may
from mcx.catalogue.rules import proposal_from_json
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.design.rules.matrix import matrix_of
from mcx.design.selectors import scales_of
from mcx.network.selectors.rights import held_by, require
from mcx.quality import selectors, services
from mcx.quality.models import Review
from mcx.quality.rules import differences
from mcx.web.forms.refusals import add_refusal
from mcx.web.paging import list_page
from mcx.web.quality.forms import ReturnForm
from mcx.web.quality.words import Proposed, frame, texts
from mcx.web.requests import SignedInRequest
from microcred.report import Report

PER_PAGE = 25


@login_required
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """What waits for the officer's decision, what they handed in themselves, and what was decided."""
    require(request.user, Action.REVIEW, None, on=clock.today())
    decided = selectors.decided_at(request.user, on=clock.today())
    context = {
        "waiting": list_page(
            request, selectors.waiting_for(request.user, on=clock.today()), PER_PAGE, name="waiting"
        ),
        "mine": list_page(request, selectors.asked_by(request.user), PER_PAGE, name="mine"),
        "page": list_page(request, decided, PER_PAGE),
    }
    return render(request, "quality/desk.html", context)


@login_required
@require_safe
def review(request: SignedInRequest, review_id: int) -> HttpResponse:
    """The proposal in full, the report it came with, and what it changes against the edition before."""
    found = selectors.review_for(request.user, review_id, on=clock.today())
    return _page(request, found, ReturnForm())


@login_required
@require_POST
def approve(request: SignedInRequest, review_id: int) -> HttpResponse:
    """Approve the proposal: it is published at once."""
    found = selectors.review_for(request.user, review_id, on=clock.today())
    edition = services.approve(found, by=request.user, at=clock.now())
    messages.success(request, _("Approved and published: %(title)s.") % {"title": edition})
    return redirect("quality:review", review_id)


@login_required
@require_POST
def send_back(request: SignedInRequest, review_id: int) -> HttpResponse:
    """Return the proposal with reasons."""
    found = selectors.review_for(request.user, review_id, on=clock.today())
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            services.send_back(found, reasons=form.cleaned_data["reasons"], by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Returned with your reasons."))
            return redirect("quality:desk")
    require(request.user, Action.REVIEW, found.micro_credential.institution, on=clock.today())
    return _page(request, found, form, status=422)


def _page(request: SignedInRequest, review: Review, form: ReturnForm, status: int = 200) -> HttpResponse:
    proposal = proposal_from_json(review.proposal)
    earlier = selectors.edition_before(review)
    held = held_by(request.user, on=clock.today())
    scale = scales_of(review.micro_credential.institution).filter(slug=proposal.scale).first()
    can_review = may(held, Action.REVIEW, review.micro_credential.institution_id)
    context = {
        "review": review,
        "proposal": proposal,
        "specification": proposal.specification,
        "texts": texts(proposal),
        "frame": frame(Proposed(proposal, scale)),
        "matrix": matrix_of(proposal.specification),
        "report": Report.from_json(review.report),
        "earlier": earlier,
        "differences": differences(selectors.proposal_in(earlier), proposal) if earlier else (),
        "is_own": review.requested_by_id == request.user.pk,
        "can_decide": can_review and review.status == Review.Status.WAITING,
        "form": form,
    }
    return render(request, "quality/review.html", context, status=status)
