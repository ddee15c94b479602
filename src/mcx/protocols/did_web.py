"""did:web Method Specification: whose keys are whose, for verifiers anywhere (https://w3c-ccg.github.io/did-method-web/)."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from mcx.keys.documents import did_document
from mcx.network.selectors.institutions import public_institution
from mcx.protocols.answers import A_MINUTE, public


@require_safe
@conditional_page
def did(request: HttpRequest, slug: str) -> HttpResponse:
    """The DID document of a member, its retired keys included (did:web §3.2)."""
    document = did_document(public_institution(slug))
    return public(json.dumps(document).encode(), "application/did+json", A_MINUTE)
