"""Signing up and in, and a person's own account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from mcx.accounts import services
from mcx.accounts.models import Person
from mcx.core import clock
from mcx.web.requests import SignedInRequest

app_name = "accounts"


class SignUpForm(forms.Form):
    """The names that go on a credential, asked when somebody joins."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by allauth after the account is made."""
        names = self.cleaned_data["given_name"], self.cleaned_data["family_name"]
        services.name_person(user, *names, by=user, at=clock.now())


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's hooks, as far as our Person differs from Django's user."""

    def new_user(self, request: HttpRequest) -> Any:
        """A person who joins now."""
        return Person(joined_at=clock.now())


@login_required
def profile(request: SignedInRequest) -> HttpResponse:
    """The person's own account."""
    return render(request, "accounts/profile.html")


urlpatterns = [path("", profile, name="profile")]
