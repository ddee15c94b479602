"""Whose key signs, and the documents that publish keys."""

from datetime import date
from typing import Any

import structlog
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core.errors import DomainError, NotFound
from mcx.credentials import rules
from mcx.credentials.models import Seal, SigningKey
from mcx.network.models import Institution
from mcx.network.selectors import institutions_where, members_on, network
from microcred import MicrocredError, did, keys

# Badges, status lists and DIDs are signed with Ed25519; European wallets take P-256 (HAIP 1.0).
SIGNS, SIGNS_FOR_WALLETS = "EdDSA", "ES256"
log = structlog.get_logger("mcx.credentials")


class NoSigningKey(DomainError):
    """The institution has no key in use."""

    code = "no-signing-key"
    message = _("{institution} has no signing key in use.")
    fix = _("Its registrar creates one under Credential registry → Keys and seals.")


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


def signing_key(institution: Institution) -> SigningKey:
    """The institution's newest key in use; `credentials.signing` signs with it.

    :raises NoSigningKey: when there is none
    """
    found = _newest_key(institution, SIGNS)
    if found is None:
        raise NoSigningKey(institution=institution)
    return found


def wallet_key(institution: Institution) -> SigningKey | None:
    """The same of the keys for digital wallets; None where the institution has made none."""
    return _newest_key(institution, SIGNS_FOR_WALLETS)


def _newest_key(institution: Institution, algorithm: str) -> SigningKey | None:
    in_use = [key for key in institution.signing_keys.all() if key.algorithm == algorithm and key.is_in_use]
    return max(in_use, key=lambda key: (key.created_at, key.pk), default=None)


def keys_in_use(algorithm: str) -> QuerySet[SigningKey]:
    """The keys that sign with this algorithm now."""
    return SigningKey.objects.filter(algorithm=algorithm, retired_at=None, revoked_at=None)


def institutions_without_key(person: Person, *, on: date) -> QuerySet[Institution]:
    """The members whose keys the person manages and that could not sign anything now."""
    able = keys_in_use(SIGNS).values("institution")
    return managed(person, on=on).exclude(pk__in=able)


def institutions_with_keys(person: Person, *, on: date) -> QuerySet[Institution]:
    """The members whose keys the person manages, each with `signing_keys` and `seals` newest first.

    Five queries.
    """
    keys = SigningKey.objects.order_by("-created_at", "-pk")
    seals = Seal.objects.defer("chain", "wrapped").order_by("-added_at", "-pk")
    both = Prefetch("signing_keys", keys), Prefetch("seals", seals)
    return managed(person, on=on).prefetch_related(*both)


def managed(person: Person, *, on: date) -> QuerySet[Institution]:
    """The members whose keys and seals the person manages."""
    own = institutions_where(person, Action.MANAGE_KEYS, on=on)
    return own.filter(kind=Institution.Kind.UNIVERSITY, pk__in=members_on(on).values("pk"))


def institution_to_sign(person: Person, slug: str, *, on: date) -> Institution:
    """One of the members whose keys the person manages.

    :raises NotFound: when it is none of them
    """
    found = managed(person, on=on).filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def key_for(person: Person, key_id: int, *, on: date) -> SigningKey:
    """A key of one of those members.

    :raises NotFound: when it is another's or there is none
    """
    keys = SigningKey.objects.select_related("institution")
    found = keys.filter(pk=key_id, institution__in=managed(person, on=on)).first()
    if found is None:
        raise NotFound()
    return found


def dated_keys(institution: Institution) -> tuple[did.DatedKey, ...]:
    """All keys the institution ever published, with their dates (one query); a damaged one is left out."""
    rows = sorted(institution.signing_keys.all(), key=lambda key: (key.created_at, key.pk))
    return tuple(key for row in rows if (key := _published_or_none(row)))


def _published_or_none(row: SigningKey) -> did.DatedKey | None:
    try:
        return key_as_published(row)
    except MicrocredError as error:
        log.warning("a published key is damaged and left out", method=row.method, reason=str(error))
        return None


def key_as_published(row: SigningKey) -> did.DatedKey:
    """The public half of a key with its dates."""
    public = keys.PublicKey.from_multikey(row.public_multikey)
    return did.DatedKey(row.method, public, row.created_at, row.retired_at, row.revoked_at)


def did_document(institution: Institution) -> dict[str, Any]:
    """The institution's DID document, retired keys included (did:web)."""
    return did.document(did_of(institution), dated_keys(institution))
