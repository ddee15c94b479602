"""The registrar's pages about names and days of birth: who was confirmed, and correcting it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from mcx.accounts.rules import Action
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.network import selectors, services
from mcx.network.rules import IDENTITY
from mcx.web.forms.network import IdentityCorrectionForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest

PER_PAGE = 50


@login_required
@require_safe
def identities(request: SignedInRequest) -> HttpResponse:
    """The people whose names and days of birth the registrar may correct."""
    selectors.require(request.user, Action.CONFIRM_AFFILIATION, None, on=clock.today())
    search = request.GET.get("search", "")[:100].replace("\x00", "")
    found = selectors.people_to_correct(request.user, on=clock.today(), search=search)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/identities.html", {"page": page, "search": search})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: SignedInRequest, key: int) -> HttpResponse:
    """What is known of who somebody is since when, and the form that corrects it."""
    person = selectors.person_to_correct(request.user, key, on=clock.today())
    form = IdentityCorrectionForm(
        request.POST or None, initial={name: getattr(person, name) for name in IDENTITY}
    )
    if form.is_valid():
        try:
            names, reason = form.names(), form.cleaned_data["reason"]
            services.correct_identity(person, names, reason, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(
                request, gettext("The correction is recorded, and what was true before is kept.")
            )
            return redirect("network:identity", key)
    context = {"person": person, "form": form, "history": selectors.identity_history(person)}
    return render(request, "network/identity.html", context, status=status_of(form))
