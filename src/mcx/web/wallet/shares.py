"""Links that show credentials to somebody: making them, how often they were opened, ending them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.wallet import selectors, services
from mcx.wallet.models import Share
from mcx.wallet.rules import is_share_open
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.forms.wallet import ShareForm
from mcx.web.requests import SignedInRequest, shown_once
from mcx.web.wallet.files import file_choices, is_revoked


@login_required
@never_cache
@require_safe
def shares(request: SignedInRequest) -> HttpResponse:
    """The learner's links, without their secrets: each was shown once, when it was made."""
    rows = [
        (share, is_share_open(share.expires_at, share.ended_at, at=clock.now()))
        for share in selectors.shares_of(request.user)[:100]
    ]
    return render(request, "wallet/shares.html", {"rows": rows})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Choose credentials, say for whom and for how long, and get a link, shown in this answer alone."""
    items = selectors.items_to_share(request.user)
    revoked = {str(each.pk) for each in items if is_revoked(each)}
    initial = {"items": [key for key in request.GET.getlist("item") if key not in revoked]}
    data = request.POST if request.method == "POST" else None
    form = ShareForm(items, file_choices(items), data, initial=initial)
    if form.is_valid():
        try:
            share, token = _share(form, request)
        except DomainError as error:
            add_refusal(form, error)
        else:
            address = settings.PUBLIC_URL + reverse("wallet:shared", args=[token])
            context = {"share": share, "address": address}
            return shown_once(request, "wallet/share_made.html", context, reverse("wallet:shares"))
    return render(request, "wallet/share_new.html", {"form": form}, status=status_of(form))


def _share(form: ShareForm, request: SignedInRequest) -> tuple[Share, str]:
    data = form.cleaned_data
    chosen = selectors.items_among(request.user, data["items"])
    return services.share(
        chosen, data["audience"], data["days"], data["formats"], by=request.user, at=clock.now()
    )


@login_required
@require_POST
def end(request: SignedInRequest, share_id: int) -> HttpResponse:
    """Close a link now."""
    share = selectors.share_for(request.user, share_id)
    services.end_share(share, by=request.user, at=clock.now())
    messages.success(
        request, _("The link no longer shows anything. Your credentials are as valid as before.")
    )
    return redirect("wallet:shares")
