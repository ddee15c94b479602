"""What somebody without an account sees behind a learner's link."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mcx.core import clock
from mcx.wallet import selectors, services
from mcx.wallet.selectors import ShareClosed
from mcx.web.credentials.words import told
from mcx.web.downloads import handed_out
from mcx.web.wallet.cards import card_of
from mcx.web.wallet.files import groups_of


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The chosen credentials, each verified now; a closed link says so politely."""
    try:
        share = selectors.shared(token, at=clock.now())
    except ShareClosed as closed:
        return _unlisted(render(request, "wallet/share_closed.html", {"closed": closed}, status=404))
    if request.method == "GET" and request.user != share.owner:
        services.note_view(share, at=clock.now())
    items = list(selectors.items_shown(share))
    words = [told(each, get_language() or "en") for each in selectors.all_examined(items, at=clock.now())]
    rows = [
        (item, card_of(item, clock.now()), found, groups_of(item, only=selectors.formats_shown(share, item)))
        for item, found in zip(items, words, strict=True)
    ]
    context = {"share": share, "rows": rows, "token": token, "is_own": request.user == share.owner}
    return _unlisted(render(request, "wallet/shared.html", context))


@never_cache
@require_safe
def download(request: HttpRequest, token: str, item_id: UUID, form: str) -> HttpResponse:
    """One file of a shared credential, to verify it elsewhere too."""
    share = selectors.shared(token, at=clock.now())
    file = selectors.file_shown(share, selectors.item_shown(share, item_id), form)
    return _unlisted(handed_out(*file))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """No search engine lists it, and no page it links to learns its address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
