"""What other systems fetch: DIDs, status lists, the register, our JSON-LD context. No cookies, any origin."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, conditional_page, require_safe

from mcx.core import clock
from mcx.credentials import selectors
from mcx.network.selectors import institution_for
from microcred import write_trust
from microcred.openbadges import context_file

A_MINUTE, A_YEAR = 60, 31_536_000


def _answer(content: bytes, media_type: str, seconds: int) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response


@require_safe
@conditional_page
def did(request: HttpRequest, slug: str) -> HttpResponse:
    """The DID document of a member, its retired keys included (did:web)."""
    document = selectors.did_document(institution_for(slug))
    return _answer(json.dumps(document).encode(), "application/did+json", A_MINUTE)


def _list_version(request: HttpRequest, slug: str, purpose: str, number: int) -> str:
    row = selectors.status_list_for(slug, purpose, number)
    return f'"{selectors.status_list_version(row, at=clock.now())}"'


@require_safe
@condition(etag_func=_list_version)
def status_list(request: HttpRequest, slug: str, purpose: str, number: int) -> HttpResponse:
    """A signed list of revoked credentials (Bitstring Status List v1.0)."""
    row = selectors.status_list_for(slug, purpose, number)
    signed = selectors.signed_status_list(row, issuer=selectors.did_of(row.institution), at=clock.now())
    return _answer(signed, "application/vc", A_MINUTE)


@require_safe
@conditional_page
def trust(request: HttpRequest) -> HttpResponse:
    """The network's register as a trust file: members, keys, seals, accreditations, status lists."""
    return _answer(write_trust(selectors.trust(at=clock.now())), "application/json", A_MINUTE)


@require_safe
@conditional_page
def context(request: HttpRequest) -> HttpResponse:
    """Version 1 of our JSON-LD context, which never changes."""
    return _answer(context_file(), "application/ld+json", A_YEAR)
