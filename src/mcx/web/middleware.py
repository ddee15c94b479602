"""What happens around every request: a log line, forms taken once, refusals shown as pages."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mcx.core import clock, submissions
from mcx.core.errors import DomainError
from mcx.core.models import Submission
from mcx.web import errors

Handler = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("mcx.request")


def request_log(get_response: Handler) -> Handler:
    """Write one line per request: what, how long, for whom; never bodies, cookies or tokens."""

    def handle(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        structlog.contextvars.bind_contextvars(request_id=uuid.uuid4().hex)
        response = get_response(request)
        user = getattr(request, "user", None)
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - started) * 1000),
            person=getattr(user, "pk", None),
        )
        structlog.contextvars.clear_contextvars()
        return response

    return handle


def once(get_response: Handler) -> Handler:
    """Take a form that carries a `once` key, or an API call with an Idempotency-Key, only once.

    The first sending does the work and its redirect is remembered; a second sending of the same form goes
    where the first went. A form that came back with errors may be sent again.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if not key:
            return get_response(request)
        submission = submissions.begin(key, at=clock.now())
        if submission is None:
            return _repeated(request, submissions.earlier(key))
        return _first(request, get_response, submission)

    return handle


def _key(request: HttpRequest) -> str:
    if request.method != "POST" or not getattr(request, "user", None):
        return ""
    given = request.headers.get("Idempotency-Key", "")
    if not given and not request.path.startswith("/api/"):  # an endpoint reads its body itself
        given = request.POST.get("once", "")
    is_key = given and given.isprintable()
    return f"{request.user.pk or request.session.session_key}:{given[:80]}" if is_key else ""


def _first(request: HttpRequest, get_response: Handler, submission: Submission) -> HttpResponse:
    response = get_response(request)
    is_done = (
        200 <= response.status_code < 300
        if request.path.startswith("/api/")
        else response.status_code == 201 or 300 <= response.status_code < 400
    )
    if is_done:
        # A page that shows a secret once answers 201 and names where a second sending goes; it is not kept.
        location = response.get("Location", "")
        body = b"" if location else response.content
        submissions.finish(submission, status=response.status_code, location=location, body=body)
    else:
        submissions.give_back(submission)
    return response


def _repeated(request: HttpRequest, submission: Submission | None) -> HttpResponse:
    if submission is None:
        return render(request, "errors/busy.html", status=409)
    if submission.location:
        return redirect(submission.location)
    return HttpResponse(bytes(submission.body), status=submission.status, content_type="application/json")


class refusals:  # noqa: N801 - a middleware, named like its siblings
    """Show a refusal that a view let through as a page instead of a fault."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a DomainError; any other exception goes its way."""
        return errors.refused(request, exception) if isinstance(exception, DomainError) else None
