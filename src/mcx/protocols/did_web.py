"""did:web Method Specification: whose keys are whose, for verifiers anywhere (https://w3c-ccg.github.io/did-method-web/)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mcx.keys.documents import public_did_document
from mcx.protocols.answers import A_MINUTE, public


@require_safe
def did(request: HttpRequest, slug: str) -> HttpResponse:
    """The DID document of a member, its retired keys included (did:web §3.2)."""
    return public(public_did_document(slug), "application/did+json", A_MINUTE)
