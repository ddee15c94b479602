"""The seals with which an institution seals European credentials: uploading and ending."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mcx.accounts.rules import Scope
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.credentials import services
from mcx.keys.models import Seal
from mcx.keys.rules import SEAL_STATES, SealState, seal_state
from mcx.keys.selectors import institution_to_sign, seal_for
from mcx.keys.services import end_seal
from mcx.web.access import ask_for_proof
from mcx.web.forms.credentials import SealForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest

TONES = {
    SealState.IN_USE: "good",
    SealState.EXPIRING: "warn",
    SealState.NOT_YET: "info",
    SealState.EXPIRED: "bad",
    SealState.ENDED: "muted",
}


@dataclass(frozen=True, slots=True)
class ShownSeal:
    """A seal as a row shows it; `label` is marked for translation."""

    seal: Seal
    label: str
    tone: str


def shown_seal(seal: Seal, at: datetime) -> ShownSeal:
    """The seal with the state it is in."""
    state = seal_state(seal.valid_from, seal.valid_until, seal.ended_at, at=at)
    return ShownSeal(seal, SEAL_STATES[state], TONES[state])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a seal as a PKCS#12 file with its passphrase."""
    institution = institution_to_sign(request.user, slug, on=clock.today())
    ask_for_proof(request, Scope.KEYS)
    form = SealForm(request.POST, request.FILES) if request.method == "POST" else SealForm()
    if form.is_valid():
        data, passphrase = form.content(), form.cleaned_data["passphrase"]
        try:
            services.start_sealing(institution, data, passphrase, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The seal is kept, encrypted. This is what can be said about it."))
            return redirect("credentials:self-check", slug)
    context = {"institution": institution, "form": form}
    return render(request, "credentials/seal_new.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, seal_id: int) -> HttpResponse:
    """Show what it means, and stop sealing."""
    seal = seal_for(request.user, seal_id, on=clock.today())
    ask_for_proof(request, Scope.KEYS)
    if request.method == "POST":
        end_seal(seal, by=request.user, at=clock.now())
        messages.success(request, _("The seal no longer seals, and its key is erased."))
        return redirect("credentials:keys")
    return render(request, "credentials/seal_end.html", {"seal": seal})
