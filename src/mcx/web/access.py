"""How somebody came in: whether they have shown lately that it is they, and the way to show it."""

import time
from collections.abc import Callable, Container
from functools import wraps
from typing import cast
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Access, Factor, Scope
from mcx.accounts.selectors import (
    ProofNeeded,
    SecondFactorNeeded,
    SecondFactorUnused,
    has_second_factor,
    require_proof,
)
from mcx.core.callers import SAFE
from mcx.core.errors import DomainError
from mcx.web.ways import is_file, page_of

DEMONSTRATION = "demonstration"
Handler = Callable[[HttpRequest], HttpResponse]


def came_in(get_response: Handler) -> Handler:
    """Note on whoever is signed in that it is themselves, through a session, and how lately proven.

    Noted when somebody asks who it is, not before: what is public asks for nobody's session.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        request.user = cast(Person, SimpleLazyObject(lambda: _came_in(request)))
        return get_response(request)

    return handle


def _came_in(request: HttpRequest) -> Person | AnonymousUser:
    person = get_user(request)
    if isinstance(person, Person):
        how = is_proven(request, person), request.method in SAFE, _factor(request, person)
        person.access = Access(frozenset(Scope), *how)
    return person


def is_proven(request: HttpRequest, person: Person) -> bool:
    """Whether a password, passkey or code was given in this session lately.

    The press that signs a visitor in as one of a demonstration's people counts there and nowhere else.
    """
    counting = {"password", "mfa", DEMONSTRATION} if settings.DEMO else {"password", "mfa"}
    return _is_recent(_last(request, person, counting))


def _factor(request: HttpRequest, person: Person) -> Factor:
    last = _last(request, person, {"mfa"})
    if _is_recent(last):
        return Factor.LATELY
    return Factor.ONCE if last else Factor.NEVER


def _last(request: HttpRequest, person: Person, methods: Container[str]) -> float:
    records = get_authentication_records(request, person)
    return max((float(record["at"]) for record in records if record["method"] in methods), default=0)


def _is_recent(moment: float) -> bool:
    return time.time() - moment < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def require_factor(person: Person) -> None:
    """Let nobody change second factors by a password where there is one already.

    :raises SecondFactorUnused: when they have one and have not used it lately
    """
    is_unused = person.access is not None and person.access.factor is not Factor.LATELY
    if is_unused and has_second_factor(person):
        raise SecondFactorUnused()


def ask_for_proof(request: HttpRequest, scope: Scope) -> None:
    """Ask for the proof when the form is opened, so that nothing is typed in vain.

    What is sent is judged by the service, whose refusal stands above what was typed.

    :raises ProofNeeded, SecondFactorNeeded: see `accounts.require_proof`
    """
    if request.method in SAFE and isinstance(request.user, Person):
        require_proof(request.user, scope)


def proven(view: Handler) -> Handler:
    """The view, for somebody who has shown lately that it is they.

    :raises ProofNeeded: otherwise
    """

    @login_required
    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person):
            require_proof(request.user, Scope.ACCOUNT)
        return view(request)

    return asked


def way_on(error: DomainError, back: str) -> tuple[str, str | Promise] | None:
    """Where somebody does what a refusal asks of them, and the words for the link; `back` comes after."""
    if isinstance(error, SecondFactorUnused):
        return f"{reverse('accounts:second-factor')}?{urlencode({'next': back})}", _("Use your second factor")
    if isinstance(error, ProofNeeded):
        address = f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"
        return address, _("Confirm that it is you")
    if isinstance(error, SecondFactorNeeded):
        return reverse("mfa_index"), _("Set up a second factor")
    return None


def where_from(request: HttpRequest) -> str:
    """The page of ours on which a button was pressed, as far as the browser tells; else the start page.

    Of a file that was asked for it is the page that begins the download: the file itself shows none.
    """
    if request.method in SAFE:
        asked = request.get_full_path()
        return f"{reverse('accounts:download')}?{urlencode({'next': asked})}" if is_file(asked) else asked
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}):
        return reverse("home")
    parts = urlsplit(referrer)
    return page_of(f"{parts.path}?{parts.query}" if parts.query else parts.path)
