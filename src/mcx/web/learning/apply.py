"""Asking for a place: first what there is to know, then the form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from mcx.catalogue.models import Offering
from mcx.catalogue.selectors import offering_for
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.learning import selectors, services
from mcx.network.models import Institution
from mcx.network.selectors import homes_of
from mcx.recognition.checks import preview
from mcx.web.catalogue.standings import standings
from mcx.web.forms.learning import ApplicationForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: SignedInRequest, code: str) -> HttpResponse:
    """What the rules and the home university say, and the form."""
    offering = offering_for(code)
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
        "report": selectors.eligibility(request.user, offering, home, on=clock.today()),
        "previews": preview(request.user, offering.edition, on=clock.today()),
    }
    return render(request, "learning/apply.html", context, status=status_of(form))


def _applied(
    request: SignedInRequest, offering: Offering, form: ApplicationForm, home: Institution | None
) -> bool:
    words = form.cleaned_data["motivation"]
    try:
        services.apply(offering, words, home, by=request.user, at=clock.now())
    except DomainError as error:
        add_refusal(form, error)
        return False
    messages.success(request, gettext("Your application was sent. The university will answer you here."))
    return True
