"""Whose key signs, and the documents that publish keys."""

from base64 import urlsafe_b64decode
from typing import Any

from django.conf import settings

from mcx.core.errors import DomainError, NotFound
from mcx.credentials import rules
from mcx.credentials.models import SigningKey
from mcx.network.models import Institution
from mcx.network.selectors import network
from microcred import did, keys


class NoSigningKey(DomainError):
    """The institution has no key in use."""

    code = "no-signing-key"
    message = "{institution} has no signing key in use."
    fix = "Its registrar creates one under Credentials → Keys."


def key_encryption_key() -> bytes:
    """The 32 bytes under which signing keys are encrypted at rest."""
    text = settings.KEY_ENCRYPTION_KEY
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def did_of(institution: Institution) -> str:
    """The institution's DID in this network.

    :raises NotFound: before the network is founded
    """
    prefix = did_prefix()
    if not prefix:
        raise NotFound()
    return prefix + institution.slug


def did_prefix() -> str:
    """What the DIDs of this network begin with; empty before it is founded (one query)."""
    ours = network()
    return rules.did_of(ours.host, "") if ours else ""


def institution_with_did(did_text: str) -> Institution | None:
    """The institution that a DID of this network belongs to."""
    prefix = did_prefix()
    if not prefix or not did_text.startswith(prefix):
        return None
    return Institution.objects.filter(slug=did_text.removeprefix(prefix)).first()


def signing_key(institution: Institution) -> tuple[SigningKey, keys.SigningKey]:
    """The institution's newest key in use, with its private part decrypted.

    :raises NoSigningKey: when there is none
    """
    row = SigningKey.objects.filter(institution=institution, retired_at=None, revoked_at=None)
    newest = row.order_by("-created_at", "-pk").first()
    if newest is None:
        raise NoSigningKey(institution=institution)
    return newest, keys.unwrap(bytes(newest.wrapped), key_encryption_key())


def dated_keys(institution: Institution) -> tuple[did.DatedKey, ...]:
    """All keys the institution ever published, with their dates (one query)."""
    rows = SigningKey.objects.filter(institution=institution).order_by("created_at", "pk")
    return tuple(key_as_published(row) for row in rows)


def key_as_published(row: SigningKey) -> did.DatedKey:
    """The public half of a key with its dates."""
    public = keys.PublicKey.from_multikey(row.public_multikey)
    return did.DatedKey(row.method, public, row.created_at, row.retired_at, row.revoked_at)


def did_document(institution: Institution) -> dict[str, Any]:
    """The institution's DID document, retired keys included (did:web)."""
    return did.document(did_of(institution), dated_keys(institution))
