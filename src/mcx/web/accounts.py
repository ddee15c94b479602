"""Signing up and in, and a person's own account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mcx.accounts import selectors, services
from mcx.accounts.models import Person
from mcx.core import clock
from mcx.core.errors import DomainError, NotAllowed
from mcx.network import selectors as network_selectors
from mcx.network.services import Names, state_identity
from mcx.web.forms import accounts as forms
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.home import A_YEAR
from mcx.web.requests import SignedInRequest
from mcx.web.strangers import Doors

app_name = "accounts"
NEW_TOKEN = "new-token"  # noqa: S105 - the name of a place in the session


class SignUpForm(forms.SignUpForm):
    """allauth's hook for the names that somebody gives when they join."""

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by allauth after the account is made."""
        names = self.cleaned_data["given_name"], self.cleaned_data["family_name"]
        state_identity(Names(*names), by=user, at=clock.now())


class Adapter(Doors):
    """allauth's hooks, as far as our Person differs from Django's user."""

    def new_user(self, request: HttpRequest) -> Any:
        """A person who joins now."""
        return Person(joined_at=clock.now())


@login_required
def profile(request: SignedInRequest) -> HttpResponse:
    """The person's own account, and saving of names and language."""
    person = request.user
    given = {name: getattr(person, name) for name in forms.NamesForm.base_fields}
    form = forms.NamesForm(request.POST or None, initial=given)
    if request.method != "POST" or not form.is_valid():
        return _profile(request, names=form)
    try:
        state_identity(form.names(), by=person, at=clock.now())
    except DomainError as error:
        add_refusal(form, error)
        return _profile(request, names=form)
    services.choose_language(person, form.cleaned_data["language"], by=person, at=clock.now())
    messages.success(request, _("Your profile is saved."))
    response = redirect("accounts:profile")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], max_age=A_YEAR, samesite="Lax"
    )
    return response


def _profile(request: SignedInRequest, **sent: BaseForm) -> HttpResponse:
    context = {
        "token_form": forms.TokenForm(),
        "tokens": selectors.tokens_of(request.user),
        "new_token": request.session.pop(NEW_TOKEN, ""),
        "identity": network_selectors.identity_of(request.user),
        "offices": network_selectors.offices_of(request.user, on=clock.today()),
    }
    return render(request, "accounts/profile.html", context | sent, status=status_of(*sent.values()))


@require_POST
@login_required
def create_token(request: SignedInRequest) -> HttpResponse:
    """Make a token; the next page shows its text once."""
    form = forms.TokenForm(request.POST)
    if not form.is_valid():
        given = {name: getattr(request.user, name) for name in forms.NamesForm.base_fields}
        return _profile(request, names=forms.NamesForm(initial=given), token_form=form)
    person = request.user
    _token, text = services.create_token(person, form.cleaned_data["label"], by=person, at=clock.now())
    request.session[NEW_TOKEN] = text
    return redirect("accounts:profile")


@require_POST
@login_required
def revoke_token(request: SignedInRequest, token_id: int) -> HttpResponse:
    """End one of the person's own tokens."""
    token = selectors.token_for(request.user, token_id)
    services.revoke_token(token, by=request.user, at=clock.now())
    messages.success(request, _("The token is revoked."))
    return redirect("accounts:profile")


@require_POST
def demonstration(request: HttpRequest) -> HttpResponse:
    """Sign a visitor in as one of the people to try; only a demonstration has them."""
    if not settings.DEMO:
        raise NotAllowed
    person = network_selectors.demonstration_person(request.POST.get("email", ""), on=clock.today())
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home")


urlpatterns = [
    path("", profile, name="profile"),
    path("tokens", create_token, name="create-token"),
    path("tokens/<int:token_id>/revoke", revoke_token, name="revoke-token"),
    path("demonstration", demonstration, name="demonstration"),
]
