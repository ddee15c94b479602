"""Turns refusals into RFC 9457 problem documents."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from mcx.api import unfit
from mcx.core.errors import DomainError, Unavailable
from mcx.core.limits import TooMany
from mcx.core.statuses import RETRY_AFTER, status_of
from mcx.core.submissions import StillRunning

UNREADABLE = _lazy(
    "The request cannot be read. Send JSON with texts of 20,000 characters or fewer, without NUL or half a "
    "character."
)
FORGED = _lazy(
    "A browser session is not enough to change something, because another site may have sent this."
)
FORGED_FIX = _lazy("Send the cookie csrftoken as the header X-CSRFToken too, or use a personal token.")


class Problem(Schema):
    """Why a request was refused (RFC 9457), with what the caller can do next."""

    type: str
    title: str
    status: int
    detail: str
    fix: str = ""
    fields: dict[str, str] = Field(default_factory=dict)


# What may come instead of an answer, wherever somebody is known and asks about what they may see and do.
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


def _problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    body = {"type": f"about:blank#{code}", "title": code, "status": status, "detail": detail, **more}
    headers = {"Retry-After": RETRY_AFTER} if status == 503 else {}
    return JsonResponse(body, status=status, content_type="application/problem+json", headers=headers)


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """What a service refused; with how long to wait, where waiting helps."""
    status = status_of(error)
    fields = {name: str(text) for name, text in error.details.items()} if status == 422 else {}
    answer = _problem(status, error.code, str(error), fix=str(error.fix), fields=fields)
    if isinstance(error, TooMany | StillRunning):
        answer["Retry-After"] = str(error.wait)
    return answer


def unauthenticated(request: HttpRequest, fix: str = "") -> HttpResponse:
    """The answer to a caller whom nobody knows."""
    answer = _problem(401, "sign-in-needed", _("Send a personal token or sign in first."), fix=fix)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """The answer to a method that an address does not know."""
    detail = _("This address does not support {method}.").format(method=request.method)
    answer = _problem(405, "wrong-method", detail, fix=_("It supports {allowed}.").format(allowed=allowed))
    answer["Allow"] = allowed
    return answer


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a caller who may not do this."""
    return _problem(403, "not-allowed", _("You are not allowed to do this."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that is too large or cannot be understood at all."""
    if isinstance(exception, RequestDataTooBig):
        return _problem(413, "too-large", _("Send 12 MB or less at once."))
    return _problem(400, "unreadable", _("Send it in the form given in the description."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer at an address that is not there."""
    return _problem(404, "not-found", _("There is nothing at this address."), fix=_("See /api/docs."))


def broken(request: HttpRequest) -> HttpResponse:
    """The answer to a fault of ours, which asks no database for anything."""
    return _problem(500, "fault", _("There is a problem with the service. Try again later."))


def unavailable(request: HttpRequest, error: Unavailable) -> HttpResponse:
    """The answer to what this deployment cannot do now."""
    return _problem(503, error.code, str(error), fix=str(error.fix))


def install(api: NinjaAPI) -> None:
    """Register one translator for each kind of refusal."""

    @api.exception_handler(DomainError)
    def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
        return refusal(request, error)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {_field(item["loc"]): unfit.said(item) for item in error.errors}
        return _problem(422, "invalid", _("The request does not match the description."), fields=fields)

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 403:  # what ninja says to a session without its form's token
            return _problem(403, "csrf-token-needed", str(FORGED), fix=str(FORGED_FIX))
        return _problem(422, "unreadable", str(UNREADABLE), fields={"body": str(UNREADABLE)})

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return unauthenticated(request)

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return _problem(404, "not-found", _("This does not exist, or you do not have access to it."))


def _field(path: Sequence[str | int]) -> str:
    """A field as the caller wrote it: not where our code takes it from (`body.sent.ects`)."""
    return ".".join(str(part) for part in path[2:] or path[-1:])
