"""Our trust file: the network's register for verifiers that ask nobody (`microcred/trust.py`)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from mcx.core import clock
from mcx.credentials.documents.trust import trust
from mcx.protocols.answers import A_MINUTE, public
from microcred import write_trust


@require_safe
@conditional_page
def register(request: HttpRequest) -> HttpResponse:
    """Members with their keys, seals and accreditations, and the status lists of this instant."""
    return public(write_trust(trust(at=clock.now())), "application/json", A_MINUTE)
