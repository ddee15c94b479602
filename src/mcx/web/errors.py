"""Turns refusals and faults into pages a person can act on."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from mcx.core.errors import DomainError, NotAllowed, NotFound
from mcx.web.context import theme


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page for a refusal that no form could show."""
    status = {NotAllowed: 403, NotFound: 404}.get(
        next((c for c in (NotAllowed, NotFound) if isinstance(error, c)), DomainError), 409
    )
    return render(request, "errors/refused.html", {"error": error, "fix": error.fix}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that cannot be understood."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for somebody who may not do this."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that shows nothing."""
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours: made without the request, so that it asks no database for anything."""
    return _bare(request, 500)


def no_room(request: HttpRequest) -> HttpResponse:
    """The page when nothing more can be written, made in the same way (RFC 4918 §11.5)."""
    return _bare(request, 507)


def _bare(request: HttpRequest, status: int) -> HttpResponse:
    words = {"theme": theme(request), "is_demonstration": settings.DEMO}
    return HttpResponse(loader.render_to_string(f"errors/{status}.html", words), status=status)
