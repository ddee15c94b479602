"""The learner's own pages: everything they hold, one credential, claiming and bringing along."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.credentials.models import Award
from mcx.credentials.rules import is_left
from mcx.credentials.selectors import award_for
from mcx.network.selectors import confirmed_identity_of
from mcx.wallet import selectors, services
from mcx.web.credentials.standing import events_of
from mcx.web.credentials.words import told
from mcx.web.downloads import handed_out
from mcx.web.forms.credentials import CredentialForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest
from mcx.web.wallet.cards import card_of, card_of_award
from mcx.web.wallet.files import groups_of

PER_PAGE = 24


@login_required
@require_safe
def wallet(request: SignedInRequest) -> HttpResponse:
    """What waits to be claimed, then everything the learner holds."""
    page = Paginator(selectors.items_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "offered": [
            (each, card_of_award(each, clock.now())) for each in selectors.awaiting_claim(request.user)
        ],
        "page": page,
        "rows": [(item, card_of(item, clock.now())) for item in page],
    }
    return render(request, "wallet/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: SignedInRequest, award_id: UUID) -> HttpResponse:
    """Show what the credential will say, and accept it."""
    award = award_for(request.user, award_id)
    if request.method != "POST" and award.status == Award.Status.OFFERED:
        card, known = card_of_award(award, clock.now()), confirmed_identity_of(request.user)
        context = {"award": award, "card": card, "identity": known}
        return render(request, "wallet/claim.html", context)
    item = services.claim(award, by=request.user, at=clock.now())
    return redirect("wallet:item", item.pk)


@login_required
@never_cache
@require_safe
def item(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """One credential: its files, what it is worth now, and where it came from."""
    found = selectors.item_for(request.user, item_id)
    context = {"item": found, "card": card_of(found, clock.now())}
    if found.award is not None:
        context["events"] = events_of(found.award)
        if found.award.status == Award.Status.CLAIMED:
            context["is_late"] = is_left(found.award.claimed_at, at=clock.now())
            return render(request, "wallet/signing.html", context)
    examined = selectors.examined(found, at=clock.now())
    context |= {"told": told(examined, get_language() or "en"), "groups": groups_of(found)}
    return render(request, "wallet/item.html", context)


@login_required
@require_safe
def download(request: SignedInRequest, item_id: UUID, form: str) -> HttpResponse:
    """One file of a credential, byte for byte as it was signed or brought along."""
    return handed_out(*selectors.file_of(selectors.item_for(request.user, item_id), form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: SignedInRequest) -> HttpResponse:
    """Keep a credential from elsewhere: its exact bytes, with what could be verified."""
    form = CredentialForm(request.POST, request.FILES) if request.method == "POST" else CredentialForm()
    if form.is_valid():
        try:
            found = services.import_credential(form.content(), by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("It is in your wallet. This is what could be verified."))
            return redirect("wallet:item", found.pk)
    context = {"form": form, "room": selectors.room_of(request.user)}
    return render(request, "wallet/import.html", context, status=status_of(form))


@login_required
@require_POST
def remove(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Take a credential that was brought along out of the wallet."""
    services.remove(selectors.item_for(request.user, item_id), by=request.user, at=clock.now())
    messages.success(request, _("It is no longer in your wallet."))
    return redirect("wallet:list")
