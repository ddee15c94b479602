"""Verification for anybody: a file they have, or the number on a certificate."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from mcx.core import clock
from mcx.core.errors import NotFound
from mcx.core.reports import translated
from mcx.credentials import selectors
from mcx.credentials.checks.verification import examine
from mcx.credentials.rules import TELLINGS, Telling, telling
from mcx.web.credentials.words import BARE_PICTURE, Told, told
from mcx.web.forms.credentials import CredentialForm


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take a credential and say what it is worth; nothing of it is kept."""
    if request.method != "POST":
        return render(request, "credentials/verify.html", {"form": CredentialForm()})
    form = CredentialForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "credentials/verify.html", {"form": form}, status=422)
    shown = _told(form.content())
    context = {"told": shown, "is_bare_picture": shown.headline is BARE_PICTURE}
    return render(request, "credentials/verified.html", context)


@require_safe
def check(request: HttpRequest, award_id: UUID, code: str = "") -> HttpResponse:
    """The credential of that number, verified now; whose it is only to whoever has the certificate's code."""
    try:
        award = selectors.award_to_check(award_id)
    except NotFound:
        context = {"form": CredentialForm(), "unknown": award_id}
        return render(request, "credentials/verify.html", context, status=404)
    shown = _told(selectors.badge_of(award))
    has_certificate = selectors.is_on_certificate(award, code)
    how = telling(has_certificate=has_certificate, is_revoked=shown.revocation is not None)
    if how is not Telling.CERTIFICATE:
        shown = shown.in_public()
    title, text = map(translated, TELLINGS[how])
    context = {"told": shown, "number": award_id, "telling": {"title": title, "text": text}}
    response = render(request, "credentials/verified.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _told(data: bytes) -> Told:
    return told(examine(data, at=clock.now()), get_language() or "en")
