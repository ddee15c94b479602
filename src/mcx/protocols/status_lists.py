"""Bitstring Status List v1.0: what was revoked (https://www.w3.org/TR/vc-bitstring-status-list/)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mcx.core import clock
from mcx.credentials.documents.status_lists import public_status_list
from mcx.protocols.answers import A_MINUTE, public


@require_safe
def status_list(request: HttpRequest, slug: str, purpose: str, number: int) -> HttpResponse:
    """A signed list of revoked credentials (Bitstring Status List v1.0 §2.2)."""
    return public(public_status_list(slug, purpose, number, at=clock.now()), "application/vc", A_MINUTE)
