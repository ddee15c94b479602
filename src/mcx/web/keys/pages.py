"""Pages of the keys and seals with which an institution signs: making, ending, and the self-check."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.rules import Action, Scope
from mcx.core import clock
from mcx.core.errors import DomainError, Invalid
from mcx.credentials.checks import issuer
from mcx.credentials.services import starting
from mcx.keys.models import Seal
from mcx.keys.rules import SEAL_STATES, SealState, seal_state
from mcx.keys.selectors import did_of, institution_to_sign, institutions_with_keys, key_for, seal_for
from mcx.network.selectors.rights import require
from mcx.web.access import ask_for_proof
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.keys.forms import EndKeyForm, EndSealForm, NewKeyForm, Reason, SealForm
from mcx.web.requests import SignedInRequest

TONES = {
    SealState.IN_USE: "good",
    SealState.EXPIRING: "warn",
    SealState.NOT_YET: "info",
    SealState.EXPIRED: "bad",
    SealState.ENDED: "muted",
    SealState.COMPROMISED: "bad",
}


@dataclass(frozen=True, slots=True)
class ShownSeal:
    """A seal as a row shows it; `label` is marked for translation."""

    seal: Seal
    label: str
    tone: str


def shown_seal(seal: Seal, at: datetime) -> ShownSeal:
    """The seal with the state it is in."""
    state = seal_state(seal.valid_from, seal.valid_until, seal.ended_at, seal.revoked_at, at=at)
    return ShownSeal(seal, SEAL_STATES[state], TONES[state])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload_seal(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a seal as a PKCS#12 file with its passphrase."""
    institution = institution_to_sign(request.user, slug, on=clock.today())
    ask_for_proof(request, Scope.KEYS)
    form = SealForm(request.POST, request.FILES) if request.method == "POST" else SealForm()
    if form.is_valid():
        data, passphrase = form.content(), form.cleaned_data["passphrase"]
        try:
            starting.start_sealing(
                institution, data=data, passphrase=passphrase, by=request.user, at=clock.now()
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(
                request, _("The seal has been saved and encrypted. The self-check results are below.")
            )
            return redirect("credentials:self-check", slug)
    context = {"institution": institution, "form": form}
    return render(request, "keys/seal_new.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_sealing(request: SignedInRequest, seal_id: int) -> HttpResponse:
    """Show what it means, and stop sealing, in good order or because the key was lost."""
    seal = seal_for(request.user, seal_id, on=clock.today())
    ask_for_proof(request, Scope.KEYS)
    form = EndSealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        is_compromised = form.cleaned_data["how"] == Reason.COMPROMISED
        starting.stop_sealing(seal, by=request.user, at=clock.now(), is_compromised=is_compromised)
        messages.success(request, _("The seal has been retired and its key erased."))
        return redirect("credentials:keys")
    context = {"seal": seal, "form": form}
    return render(request, "keys/seal_end.html", context, status=status_of(form))


@login_required
@require_safe
def keys(request: SignedInRequest) -> HttpResponse:
    """The keys and seals of the institutions that the person signs for."""
    require(request.user, Action.MANAGE_KEYS, None, on=clock.today())
    institutions = institutions_with_keys(request.user, on=clock.today())
    rows = [
        (one, did_of(one), [shown_seal(seal, clock.now()) for seal in one.seals.all()])
        for one in institutions
    ]
    return render(request, "keys/keys.html", {"rows": rows})


@login_required
@require_POST
def create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make a key that signs from now on."""
    institution = institution_to_sign(request.user, slug, on=clock.today())
    form = NewKeyForm(request.POST)
    if not form.is_valid():
        raise Invalid(kind=_("Choose Ed25519 or P-256."))
    starting.start_signing(institution, kind=form.cleaned_data["kind"], by=request.user, at=clock.now())
    messages.success(request, _("The new key is in use. Earlier keys stay published."))
    return redirect("credentials:keys")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_signing(request: SignedInRequest, key_id: int) -> HttpResponse:
    """Stop signing with a key, in good order or because it was lost."""
    key = key_for(request.user, key_id, on=clock.today())
    ask_for_proof(request, Scope.KEYS)
    form = EndKeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        is_compromised = form.cleaned_data["how"] == Reason.COMPROMISED
        try:
            starting.stop_signing(key, by=request.user, at=clock.now(), is_compromised=is_compromised)
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The key has been retired."))
            return redirect("credentials:keys")
    context = {"key": key, "form": form}
    return render(request, "keys/key_end.html", context, status=status_of(form))


@login_required
@require_safe
def self_check(request: SignedInRequest, slug: str) -> HttpResponse:
    """Sign a sample, verify it, and look at everything that verifiers will fetch."""
    institution = institution_to_sign(request.user, slug, on=clock.today())
    report = issuer.self_check(institution, at=clock.now())
    return render(request, "keys/self_check.html", {"institution": institution, "report": report})
