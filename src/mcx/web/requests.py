"""The request of somebody who has signed in, and the answer that shows a secret once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mcx.accounts.models import Person


class SignedInRequest(HttpRequest):
    """A request whose `user` is a person; views get it behind `login_required`."""

    user: Person


def shown_once(request: HttpRequest, template: str, context: dict[str, Any], afterwards: str) -> HttpResponse:
    """The page with a secret that was made just now: it is kept nowhere, not in the session, not by caches.

    Sent again, the form leads to the address for afterwards (`middleware.once`).
    """
    answer = render(request, template, context, status=201)
    answer["Location"], answer["Cache-Control"] = afterwards, "no-store"
    return answer
