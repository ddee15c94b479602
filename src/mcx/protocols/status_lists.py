"""Bitstring Status List v1.0: what was revoked (https://www.w3.org/TR/vc-bitstring-status-list/)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from mcx.core import clock
from mcx.credentials.documents.status_lists import signed_status_list, status_list_for, status_list_version
from mcx.keys.selectors import did_of
from mcx.protocols.answers import A_MINUTE, public


def _version(request: HttpRequest, slug: str, purpose: str, number: int) -> str:
    row = status_list_for(slug, purpose, number)
    return f'"{status_list_version(row, at=clock.now())}"'


@require_safe
@condition(etag_func=_version)
def status_list(request: HttpRequest, slug: str, purpose: str, number: int) -> HttpResponse:
    """A signed list of revoked credentials (Bitstring Status List v1.0 §2.2)."""
    row = status_list_for(slug, purpose, number)
    signed = signed_status_list(row, issuer=did_of(row.institution), at=clock.now())
    return public(signed, "application/vc", A_MINUTE)
