"""A learner's own pages about where they study: what they said, what became of it, saying more."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.network import selectors, services
from mcx.web.forms.network import AffiliationForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest

SHOWN = 50


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Where the person says that they study, and where each statement stands."""
    found = selectors.affiliations_of(request.user)[:SHOWN]
    context = {
        "stated": selectors.all_as_stated(found, on=clock.today()),
        "identity": selectors.identity_of(request.user),
        "asked": selectors.asked_about(request.user, on=clock.today()),
    }
    return render(request, "network/affiliations.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Say where one studies."""
    form = _form(request, clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            services.claim_affiliation(form.claim(), by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("It is noted. Your university's registrar can now confirm it."))
            return redirect("network:affiliations")
    return render(request, "network/affiliation_new.html", {"form": form}, status=status_of(form))


def _form(request: SignedInRequest, today: date) -> AffiliationForm:
    members, programmes = selectors.voting_members_on(today), selectors.programmes()
    return AffiliationForm(members, programmes, request.POST or None)


@login_required
@require_POST
def withdraw(request: SignedInRequest, key: int) -> HttpResponse:
    """Take back a statement that nobody has confirmed."""
    found = selectors.affiliation_of(request.user, key)
    services.withdraw_claim(found, by=request.user, at=clock.now())
    messages.success(request, gettext("It is withdrawn."))
    return redirect("network:affiliations")


@login_required
@require_POST
def leave(request: SignedInRequest, key: int) -> HttpResponse:
    """Say that one studies there no longer: today is the last day."""
    found = selectors.affiliation_of(request.user, key)
    services.end_affiliation(found, clock.today(), by=request.user, at=clock.now())
    messages.success(request, gettext("It ends today."))
    return redirect("network:affiliations")
