"""Turns refusals into RFC 9457 problem documents; the only place that knows their HTTP status."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError

from mcx.core.errors import DomainError, Invalid, NotAllowed, NotFound

STATUS: dict[type[DomainError], int] = {NotAllowed: 403, NotFound: 404, Invalid: 422}


class Problem(Schema):
    """Why a request was refused (RFC 9457), with what the caller can do next."""

    type: str
    title: str
    status: int
    detail: str
    fix: str = ""
    fields: dict[str, str] = Field(default_factory=dict)


def _problem(
    request: HttpRequest, api: NinjaAPI, status: int, code: str, detail: str, **more: Any
) -> HttpResponse:
    body = {"type": f"about:blank#{code}", "title": code, "status": status, "detail": detail, **more}
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = "application/problem+json"
    return response


def install(api: NinjaAPI) -> None:
    """Register one translator for each kind of refusal."""

    @api.exception_handler(DomainError)
    def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 409)
        fields = {name: str(text) for name, text in error.details.items()} if status == 422 else {}
        return _problem(request, api, status, error.code, str(error), fix=str(error.fix), fields=fields)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {".".join(str(part) for part in item["loc"]): item["msg"] for item in error.errors}
        return _problem(
            request, api, 422, "invalid", "The request does not fit the description.", fields=fields
        )

    @api.exception_handler(AuthenticationError)
    def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return _problem(request, api, 401, "sign-in-needed", "Send a personal token or sign in first.")

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return _problem(request, api, 404, "not-found", "There is nothing here that you can see.")
