"""Offering a run of an edition, and calling one off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from mcx.accounts.rules import Action
from mcx.catalogue import selectors, services
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.learning import services as learning
from mcx.network.selectors import require
from mcx.web.forms.catalogue import CancelForm, OfferingForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest, code: str) -> HttpResponse:
    """A form with which staff offer a run of the newest edition."""
    edition = selectors.edition_for(code)
    require(request.user, Action.OFFER, edition.micro_credential.institution, on=clock.today())
    number = len(selectors.offerings_of(edition)) + 1
    form = OfferingForm(request.POST or None, edition=edition, initial={"code": f"{code}-{number}"})
    if form.is_valid():
        try:
            made = services.open_offering(edition, by=request.user, at=clock.now(), **form.plan())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The run {code} is offered.").format(code=made.code))
            return redirect("catalogue:edition", code)
    return render(request, "catalogue/offer.html", {"form": form, "edition": edition}, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: SignedInRequest, code: str) -> HttpResponse:
    """A form with which staff call a run off and tell those concerned why."""
    offering = selectors.offering_for(code)
    micro_credential = offering.edition.micro_credential
    require(request.user, Action.OFFER, micro_credential.institution, on=clock.today())
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            learning.cancel(offering, form.cleaned_data["reason"], by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The run {code} is cancelled.").format(code=code))
            return redirect("catalogue:edition", micro_credential.code)
    return render(
        request, "catalogue/cancel.html", {"form": form, "offering": offering}, status=status_of(form)
    )
