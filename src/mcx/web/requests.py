"""The request of somebody who has signed in, an answer that shows a secret once, forms without a token."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure
from django.views.decorators.csrf import csrf_exempt

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


def from_our_pages(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The view of a form that every page shows and that changes only a cookie of how somebody likes to read.

    It has no token, which would make every page another one for everybody who opens it: then none could be
    asked for by its ETag. Browsers name the site that a form was sent from; other sites' are refused.
    """

    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.get_host():
            return csrf_failure(request)
        return view(request)

    return csrf_exempt(asked)
