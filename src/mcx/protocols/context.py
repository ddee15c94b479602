"""JSON-LD 1.1: the context of our own terms, which credentials name (https://www.w3.org/TR/json-ld11/)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mcx.protocols.answers import A_YEAR, public
from microcred.openbadges import context_file


@require_safe
def context(request: HttpRequest) -> HttpResponse:
    """Version 1 of our context, which never changes."""
    return public(context_file(), "application/ld+json", A_YEAR)
