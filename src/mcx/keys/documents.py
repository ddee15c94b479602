"""The document that publishes an institution's keys."""

from typing import Any

from mcx.keys.selectors import dated_keys, did_of
from mcx.network.models import Institution
from microcred import did


def did_document(institution: Institution) -> dict[str, Any]:
    """The institution's DID document, retired keys included (did:web)."""
    return did.document(did_of(institution), dated_keys(institution))
