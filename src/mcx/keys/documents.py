"""The document that publishes an institution's keys."""

from typing import Any

import orjson

from mcx.core import versions
from mcx.keys.selectors import dated_keys, did_of
from mcx.network.models import Institution
from mcx.network.selectors.institutions import public_institution
from microcred import did


def did_document(institution: Institution) -> dict[str, Any]:
    """The institution's DID document, retired keys included (did:web)."""
    return did.document(did_of(institution), dated_keys(institution))


def public_did_document(slug: str) -> bytes:
    """The DID document as it is published, kept until the register changes (one query).

    :raises NotFound: when there is no such member
    """

    def made() -> bytes:
        return orjson.dumps(did_document(public_institution(slug)))

    return versions.kept(versions.REGISTER, made, part=("did document", slug))
