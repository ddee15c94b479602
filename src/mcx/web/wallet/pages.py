"""Pages of the wallet: what a learner holds and brings along, the links they share, and what a link shows."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.core import clock
from mcx.core.downloads import handed_out
from mcx.core.errors import DomainError
from mcx.credentials.models import Award
from mcx.credentials.rules import is_left
from mcx.credentials.selectors import award_for
from mcx.network.selectors.identities import confirmed_identity_of
from mcx.wallet import checks, selectors, services
from mcx.wallet.models import Share
from mcx.wallet.rules import is_share_open
from mcx.wallet.selectors import ShareClosed
from mcx.web.credentials.forms import CredentialForm
from mcx.web.credentials.words import events_of, told
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.paging import list_page
from mcx.web.requests import SignedInRequest, shown_once
from mcx.web.wallet.forms import ShareForm
from mcx.web.wallet.words import (
    card_of,
    card_of_award,
    file_choices,
    groups_of,
    is_revoked,
)

PER_PAGE = 24
BROUGHT = {
    False: _("Added to your wallet. The verification result is below."),
    True: _(
        "What you showed is in your wallet, each credential by itself. The report says whether it is yours."
    ),
}
IDS = {False: "id_%s", True: "answer_%s"}  # of the fields of the two forms of one page


@login_required
@require_safe
def wallet(request: SignedInRequest) -> HttpResponse:
    """What waits to be claimed, then everything the learner holds."""
    page = list_page(request, selectors.items_of(request.user), PER_PAGE)
    offered = list_page(request, selectors.awaiting_claim(request.user), PER_PAGE, name="offered")
    context = {
        "offered": [(each, card_of_award(each, clock.now())) for each in offered],
        "offered_page": offered,
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
    messages.success(request, _("The credential is yours now and in your wallet."))
    return redirect("wallet:item", item.pk)


@login_required
@never_cache
@require_safe
def item(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """One credential: its files, what it is worth now, and where it came from."""
    found = selectors.item_for(request.user, item_id)
    context = {"item": found, "card": card_of(found, clock.now())}
    if found.award is not None:
        context["events"] = events_of(found.award, selectors.copies_held(found))
        if found.award.status == Award.Status.CLAIMED:
            context["is_late"] = is_left(found.award.claimed_at, at=clock.now())
            return render(request, "wallet/signing.html", context)
    examined = checks.examined(found, at=clock.now())
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
    """Keep a credential from elsewhere: its exact bytes, with what could be verified.

    Two forms of the page are sent here: one for any file, one for the answer to a challenge.
    """
    is_answer, sent = "answer" in request.POST, request.method == "POST"
    form = CredentialForm(request.POST, request.FILES, auto_id=IDS[is_answer]) if sent else CredentialForm()
    if form.is_valid():
        try:
            found = services.import_credential(form.content(), by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, BROUGHT[is_answer])
            return redirect("wallet:item", found.pk)
    context = {
        "form": CredentialForm() if is_answer else form,
        "answer": form if is_answer else CredentialForm(auto_id=IDS[True]),
        "challenge": selectors.open_challenge_of(request.user, at=clock.now()),
        "domain": settings.PUBLIC_URL,
        "room": selectors.room_of(request.user),
    }
    return render(request, "wallet/import.html", context, status=status_of(form))


@login_required
@require_POST
def challenge(request: SignedInRequest) -> HttpResponse:
    """Get a text to sign with one's own key, shown where its answer is brought."""
    services.ask_challenge(by=request.user, at=clock.now())
    return redirect(reverse("wallet:import") + "#by-key")


@login_required
@require_POST
def remove(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Take a credential that was brought along out of the wallet."""
    services.remove(selectors.item_for(request.user, item_id), by=request.user, at=clock.now())
    messages.success(request, _("The credential has been removed from your wallet."))
    return redirect("wallet:list")


@login_required
@never_cache
@require_safe
def shares(request: SignedInRequest) -> HttpResponse:
    """The learner's links, without their secrets: each was shown once, when it was made."""
    page, now = list_page(request, selectors.shares_of(request.user), PER_PAGE), clock.now()
    rows = [(share, is_share_open(share.expires_at, share.ended_at, at=now)) for share in page]
    return render(request, "wallet/shares.html", {"page": page, "rows": rows})


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
        chosen,
        audience=data["audience"],
        days=data["days"],
        files=data["formats"],
        by=request.user,
        at=clock.now(),
    )


@login_required
@require_POST
def end(request: SignedInRequest, share_id: int) -> HttpResponse:
    """Close a link now."""
    share = selectors.share_for(request.user, share_id)
    services.end_share(share, by=request.user, at=clock.now())
    messages.success(request, _("The link has stopped working. Your credentials are still valid."))
    return redirect("wallet:shares")


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The chosen credentials, each verified now; a closed link says so politely."""
    try:
        share = selectors.shared(token, at=clock.now())
    except ShareClosed as closed:
        return _unlisted(render(request, "wallet/share_closed.html", {"closed": closed}, status=404))
    if request.method == "GET":
        services.note_view(share, by=request.user, at=clock.now())
    items = list(selectors.items_shown(share))
    words = [told(each, get_language() or "en") for each in checks.all_examined(items, at=clock.now())]
    rows = [
        (item, card_of(item, clock.now()), found, groups_of(item, only=selectors.formats_shown(share, item)))
        for item, found in zip(items, words, strict=True)
    ]
    context = {"share": share, "rows": rows, "token": token, "is_own": request.user == share.owner}
    return _unlisted(render(request, "wallet/shared.html", context))


@require_safe
def download_shared(request: HttpRequest, token: str, item_id: UUID, form: str) -> HttpResponse:
    """One file of a shared credential, to verify it elsewhere too."""
    share = selectors.shared(token, at=clock.now())
    file = selectors.file_shown(share, selectors.item_shown(share, item_id), form)
    return _unlisted(handed_out(*file))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """No search engine lists it, and no page it links to learns its address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
