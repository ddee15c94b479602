"""What happens to every call of the API before its endpoint: who calls, how often, and whether again.

The caller is known here already, so that limits and Idempotency-Keys belong to a person and never to
whoever has chosen the same key.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja.errors import AuthenticationError

from mcx.accounts.models import Person
from mcx.accounts.rules import Scope
from mcx.accounts.selectors import require_proof, require_scope
from mcx.api import errors
from mcx.api.auth import TOKEN
from mcx.core import callers, clock, limits, submissions
from mcx.core.errors import DomainError
from mcx.core.limits import Limit
from mcx.core.models import Submission
from mcx.core.trouble import StorageFull, trouble_of

Handler = Callable[[HttpRequest], HttpResponse]
VERIFY, LINKS = "/api/credentials/verify", "/api/wallet/shared/"
KEY_NEEDS_SOMEBODY = _(
    "An Idempotency-Key belongs to a person. Send a token with it, or leave out the header."
)


def door(get_response: Handler) -> Handler:
    """Let a call in once it is counted; take a repeated one once; answer problems as documents."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            return get_response(request)
        try:
            answer = _let_in(request, get_response)
        except DomainError as refused:
            return errors.refusal(request, refused)
        if answer.status_code == 405:
            return errors.wrong_method(request, ", ".join(sorted(answer["Allow"].split(", "))))
        return answer

    return handle


def _let_in(request: HttpRequest, get_response: Handler) -> HttpResponse:
    person, now = _caller(request), clock.now()
    who = [f"person:{person.pk}"] if person else callers.networks(request)
    _count(request, [claim for each in _counted(request, person) for claim in each.of(who)], at=now)
    links = limits.WRONG_LINKS.of(who) if request.path.startswith(LINKS) else []
    limits.check(links, at=now)
    answer = _once(request, person, get_response)
    if answer.status_code == 404:
        limits.take(links, at=now)
    return answer


def _count(request: HttpRequest, claims: limits.Claims, *, at: datetime) -> None:
    """Count the call; on a full disk, where no count can be written, reading goes on uncounted."""
    try:
        limits.take(claims, at=at)
    except DatabaseError as error:
        if request.method not in callers.SAFE or not isinstance(trouble_of(error), StorageFull):
            raise


def _caller(request: HttpRequest) -> Person | None:
    try:
        person = TOKEN(request) or request.user
    except (DomainError, AuthenticationError):  # the endpoint says why
        return None
    return person if isinstance(person, Person) else None


def _counted(request: HttpRequest, person: Person | None) -> list[Limit]:
    """What a call counts against; reading in public counts against nothing."""
    if person is None and request.method in callers.SAFE and "Authorization" not in request.headers:
        return []
    found = [limits.API if person else limits.API_STRANGERS]
    return [*found, limits.VERIFY] if _is_verifying(request) else found


def _is_verifying(request: HttpRequest) -> bool:
    return (request.method, request.path) == ("POST", VERIFY)


def _once(request: HttpRequest, person: Person | None, get_response: Handler) -> HttpResponse:
    """Do what is asked, unless the same person asked the same under the same key before.

    :raises OutOfScope, ProofNeeded, SecondFactorNeeded: as the deed itself does, also when it was done before
    """
    given = request.headers.get("Idempotency-Key")
    if given is None or request.method in callers.SAFE:
        return get_response(request)
    if person is None:
        return _of_nobody(request, get_response)
    if not 0 < len(given) <= submissions.LONGEST_KEY or not given.isprintable():
        raise submissions.KeyUnreadable
    if _is_verifying(request):  # it changes nothing, and may take long
        return get_response(request)
    asked = submissions.asked_by(request)
    key = submissions.key_of("api", person.pk, given)
    claimed = submissions.begin(key, asked, at=clock.now())
    if claimed is None:
        return _repeated(submissions.earlier(key, asked), person)
    scopes = person.access.asked if person.access else ()
    return submissions.carry_out(claimed, lambda: get_response(request), _is_done, scopes=scopes)


def _of_nobody(request: HttpRequest, get_response: Handler) -> HttpResponse:
    """The refusal that is due without a key, of an address or a method as of a caller; a token that only
    reads is one of nobody who writes.
    """
    answer = None if _is_verifying(request) else get_response(request)
    if answer is not None and answer.status_code != 401:
        return answer
    TOKEN(request)
    return errors.unauthenticated(request, fix=str(KEY_NEEDS_SOMEBODY))


def _is_done(response: HttpResponse) -> bool:
    return 200 <= response.status_code < 300


def _repeated(earlier: Submission, person: Person) -> HttpResponse:
    """The answer that the first sending got; a refusal where it held a secret or cannot be read.

    Who may not do the deed in this way gets no answer to it: another token may stand for the same person.
    """
    for scope in map(Scope, earlier.scopes):
        require_scope(person, scope)
        require_proof(person, scope)
    answer = HttpResponse(
        submissions.answer(earlier), status=earlier.status, content_type=earlier.content_type
    )
    answer["Idempotency-Replayed"] = "true"
    if earlier.location:
        answer["Location"] = earlier.location
    return answer
