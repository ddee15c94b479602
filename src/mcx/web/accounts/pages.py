"""Signing up and in, and a person's own account."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.dispatch import receiver
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mcx.accounts import selectors, services
from mcx.accounts.models import Person
from mcx.accounts.rules import SCOPE_NAMES, Scope, is_token_in_use, scopes_for
from mcx.accounts.selectors import SecondFactorUnused
from mcx.core import clock
from mcx.core.errors import DomainError, NotAllowed
from mcx.network.selectors.identities import asked_about, fixed_fields, identity_of
from mcx.network.selectors.offices import offices_of, public_demonstration_person
from mcx.network.selectors.rights import held_by
from mcx.network.services.identities import Names, state_identity
from mcx.web.access import DEMONSTRATION, is_proven, require_factor
from mcx.web.accounts import forms
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.home import chosen_language, remember_language
from mcx.web.requests import SignedInRequest, shown_once
from mcx.web.strangers import Doors
from mcx.web.ways import is_file, page_of


class SignUpForm(forms.SignUpForm):
    """allauth's hook for the names that somebody gives when they join."""

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by allauth after the account is made."""
        names = self.cleaned_data["given_name"], self.cleaned_data["family_name"]
        record_authentication(request, user, "password")  # who chose the password just now has given it
        state_identity(Names(*names), by=user, at=clock.now())


class Adapter(Doors):
    """allauth's hooks, as far as our Person differs from Django's user."""

    def new_user(self, request: HttpRequest) -> Any:
        """A person who joins now."""
        return Person(joined_at=clock.now(), language=get_language() or settings.LANGUAGE_CODE)

    def post_login(self, request: HttpRequest, user: Person, **more: Any) -> HttpResponse:
        """Called by allauth when somebody has come in: their profile says in which language they read.

        Unless they chose one on this visit: a page that changes its language unasked looks like another's.
        """
        response: HttpResponse = super().post_login(request, user, **more)
        return response if chosen_language(request) else remember_language(response, user.language)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whether allauth asks for a proof: as we do everywhere, where none was given lately.

        allauth alone would not count a sign-in, only a confirmation after it.

        :raises SecondFactorUnused: where somebody who has a second factor would change it by their password
        """
        is_asked = super().is_reauthentication_required(app=app, **more)
        if is_asked and app == "allauth.mfa":
            require_factor(self.request.user)
        return is_asked and not is_proven(self.request, self.request.user)

    def set_password(self, user: Person, password: str) -> None:
        """Called by allauth when somebody changes, sets or resets their password."""
        services.change_password(user, password=password, by=user, at=clock.now())
        self.let_in_again(user)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's hooks around the secrets of second factors, and the name that an authenticator app shows."""

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return services.encrypt_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret that was stored."""
        return services.decrypt_secret(encrypted_text)


@login_required
def profile(request: SignedInRequest) -> HttpResponse:
    """The person's own account, and saving of names and language."""
    person = request.user
    form = _names(person, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _profile(request, names=form)
    try:
        state_identity(form.names(), by=person, at=clock.now())
    except DomainError as error:
        add_refusal(form, error)
        return _profile(request, names=form)
    services.choose_language(person, language=form.cleaned_data["language"], by=person, at=clock.now())
    messages.success(request, _("Your profile has been saved."))
    return remember_language(redirect("accounts:profile"), form.cleaned_data["language"])


def _names(person: Person, data: Any = None) -> forms.NamesForm:
    """The form, in which what cannot be changed now is only shown."""
    fixed = identity_of(person)
    settled = fixed_fields(fixed) if fixed else set()
    if asked_about(person, on=clock.today()).exists():
        settled |= fixed_fields(person)
    given = {name: getattr(person, name) for name in forms.NamesForm.base_fields}
    return forms.NamesForm(settled, data, initial=given)


def _profile(request: SignedInRequest, **sent: BaseForm) -> HttpResponse:
    context = {
        "token_form": _token_form(request),
        "tokens": [
            (
                token,
                is_token_in_use(token.revoked_at, token.expires_at, at=clock.now()),
                selectors.without_factor(token),
            )
            for token in selectors.tokens_of(request.user)
        ],
        "asked": asked_about(request.user, on=clock.today()),
        "identity": identity_of(request.user),
        "offices": offices_of(request.user, on=clock.today()),
    }
    return render(request, "accounts/profile.html", context | sent, status=status_of(*sent.values()))


def _token_form(request: SignedInRequest, data: Any = None) -> forms.TokenForm:
    return forms.TokenForm(scopes_for(held_by(request.user, on=clock.today())), data)


@require_POST
@login_required
@never_cache
def create_token(request: SignedInRequest) -> HttpResponse:
    """Make a token; the answer alone shows its text."""
    form, person = _token_form(request, request.POST), request.user
    if form.is_valid():
        label, scopes, days = form.asked()
        try:
            token, text = services.create_token(
                person, label=label, scopes=scopes, days=days, by=person, at=clock.now()
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            context = {"token": token, "text": text, "scopes": [SCOPE_NAMES[Scope(s)] for s in token.scopes]}
            return shown_once(
                request, "accounts/token_made.html", context, reverse("accounts:profile") + "#tokens"
            )
    return _profile(request, names=_names(person), token_form=form)


@require_POST
@login_required
def revoke_token(request: SignedInRequest, token_id: int) -> HttpResponse:
    """End one of the person's own tokens."""
    token = selectors.token_for(request.user, token_id)
    services.revoke_token(token, by=request.user, at=clock.now())
    messages.success(request, _("The token has been revoked."))
    return redirect("accounts:profile")


@receiver(authenticator_added)
def used_when_set_up(request: HttpRequest, user: Person, authenticator: Authenticator, **more: Any) -> None:
    """Count the code or the touch by which a second factor is set up as a use of it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@login_required
@require_safe
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Lead somebody to where they use the second factor that they have, and back after it."""
    messages.info(request, str(SecondFactorUnused()))
    page = "mfa_reauthenticate" if selectors.has_app(request.user) else "mfa_reauthenticate_webauthn"
    back = get_next_redirect_url(request) or reverse("home")
    return redirect(f"{reverse(page)}?{urlencode({'next': back})}")


@login_required
@require_safe
def proven(request: SignedInRequest) -> HttpResponse:
    """Where somebody arrives who has confirmed in a tab of its own that it is they."""
    return render(request, "accounts/proven.html")


@login_required
@require_safe
def download(request: SignedInRequest) -> HttpResponse:
    """Where somebody arrives who has confirmed it for a file: the file comes by itself, and the way back."""
    file = get_next_redirect_url(request) or ""
    if not is_file(file):
        return redirect("home")
    return render(request, "accounts/download.html", {"file": file, "back": page_of(file)})


@require_POST
def demonstration(request: HttpRequest) -> HttpResponse:
    """Sign a visitor in as one of the people to try; only a demonstration has them."""
    if not settings.DEMO:
        raise NotAllowed
    person = public_demonstration_person(request.POST.get("email", ""), on=clock.today())
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, person, DEMONSTRATION, reauthenticated=True)
    return redirect("home")


@require_POST
@login_required
def demonstration_proof(request: SignedInRequest) -> HttpResponse:
    """Take one press for the proof that a visitor is the fictional person as whom they look around."""
    if not settings.DEMO:
        raise NotAllowed
    person = public_demonstration_person(request.user.email, on=clock.today())
    record_authentication(request, person, DEMONSTRATION, reauthenticated=True)
    after = get_next_redirect_url(request) or ""
    return redirect(after if after.startswith("/") and after.isprintable() else reverse("home"))
