"""Pages of credentials: verifying, for everybody, and the registrar's awards, taking back and revoking."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.rules import Action, Scope, may
from mcx.core import clock
from mcx.core.downloads import handed_out
from mcx.core.errors import DomainError, NotFound
from mcx.core.reports import translated
from mcx.credentials import selectors
from mcx.credentials.checks.verification import examine
from mcx.credentials.documents.europass import europass_upload
from mcx.credentials.documents.formats import FORMATS
from mcx.credentials.models import Award
from mcx.credentials.rules import TELLINGS, Standing, Telling, telling
from mcx.credentials.services import revocation
from mcx.credentials.services.awards import withdraw_award
from mcx.network.selectors.rights import held_by, require
from mcx.web.access import ask_for_proof
from mcx.web.credentials.forms import CredentialForm, RegistryForm, RevokeForm
from mcx.web.credentials.words import BARE_PICTURE, Told, Words, events_of, replaced_of, shown, told
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.paging import list_page
from mcx.web.requests import SignedInRequest


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
        award = selectors.public_award(award_id)
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
    if code:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _told(data: bytes) -> Told:
    return told(examine(data, at=clock.now()), get_language() or "en")


PER_PAGE = 25


@login_required
@require_safe
def registry(request: SignedInRequest) -> HttpResponse:
    """The awards of the institutions that the person works for, in whatever state."""
    require(request.user, Action.SEE_AWARDS, None, on=clock.today())
    form = RegistryForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"standing": "", "words": ""}
    awards = selectors.awards_for_staff(
        request.user,
        at=clock.now(),
        standing=Standing(asked["standing"]) if asked["standing"] else None,
        words=asked["words"],
    )
    page = list_page(request, awards, PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": [(award, shown(award, clock.now())) for award in page],
        "has_keys": may(held_by(request.user, on=clock.today()), Action.MANAGE_KEYS, None),
    }
    return render(request, "credentials/registry.html", context)


@login_required
@require_safe
def award(request: SignedInRequest, award_id: UUID) -> HttpResponse:
    """One award: what it is for, where it stands, in which formats it was issued."""
    found = selectors.award_for_staff(request.user, award_id, on=clock.today())
    return render(request, "credentials/award.html", _context(request, found))


def _context(request: SignedInRequest, found: Award) -> dict[str, Any]:
    held = held_by(request.user, on=clock.today())
    copies = selectors.copies_of(found)
    return {
        "award": found,
        "shown": shown(found, clock.now()),
        "events": events_of(found, copies),
        "formats": [(_registered_as(row.format), row, replaced_of(row)) for row in copies],
        "replacement": selectors.replacement_of(found),
        "can_end": may(held, Action.REVOKE, found.institution_id),
        "can_seal": may(held, Action.MANAGE_KEYS, found.institution_id) and found.issued_at,
    }


def _registered_as(name: str) -> Words:
    return FORMATS[name].registered_as or FORMATS[name].label


@login_required
@require_safe
def europass(request: SignedInRequest, award_id: UUID) -> HttpResponse:
    """The European credential for a registrar who seals it in Europass."""
    found = selectors.award_to_seal(request.user, award_id, on=clock.today())
    name = f"{found.edition.micro_credential.code}-for-europass.json"
    return handed_out(europass_upload(found), "application/json", name)


@login_required
@require_POST
def withdraw(request: SignedInRequest, award_id: UUID) -> HttpResponse:
    """Take back an award that nobody has claimed."""
    found = selectors.award_for_staff(request.user, award_id, on=clock.today(), action=Action.REVOKE)
    withdraw_award(found, by=request.user, at=clock.now())
    messages.success(request, _("The award has been withdrawn. The learner can no longer claim it."))
    return redirect("credentials:award", award_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: SignedInRequest, award_id: UUID) -> HttpResponse:
    """Ask why, show what it means, and revoke once that was read."""
    found = selectors.award_for_staff(request.user, award_id, on=clock.today(), action=Action.REVOKE)
    ask_for_proof(request, Scope.REVOKE)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    context = {"award": found, "form": form, "shown": shown(found, clock.now())}
    if form.is_valid() and not form.cleaned_data["confirmed"]:
        return render(request, "credentials/revoke_confirm.html", context)
    if form.is_valid():
        reason, explanation = form.cleaned_data["reason"], form.cleaned_data["explanation"]
        try:
            revocation.revoke(found, reason=reason, explanation=explanation, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(
                request,
                _(
                    "The credential has been revoked. Anyone who verifies it will see that. The learner can "
                    "also read why."
                ),
            )
            return redirect("credentials:award", award_id)
    return render(request, "credentials/revoke.html", context, status=status_of(form))
