"""Signing keys: made, encrypted at once, retired with their dates kept."""

from datetime import datetime

from django.db import transaction

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import audit
from mcx.credentials.models import SigningKey
from mcx.credentials.selectors.keys import did_of, key_encryption_key
from mcx.network.models import Institution
from mcx.network.selectors import require
from microcred import keys


@transaction.atomic
def create_key(institution: Institution, *, by: Person, at: datetime) -> SigningKey:
    """Make a new Ed25519 key that signs from now on; earlier keys stay published.

    :raises NotAllowed: without the right to manage this institution's keys
    """
    require(by, Action.MANAGE_KEYS, institution, on=at.date())
    return make_key(institution, by=by, at=at)


def make_key(institution: Institution, *, by: Person | None, at: datetime) -> SigningKey:
    """The key itself; for founding a network, when nobody holds a right yet."""
    key = keys.generate("Ed25519")
    row = SigningKey.objects.create(
        institution=institution,
        method=f"{did_of(institution)}#{key.public.thumbprint()}",
        algorithm=key.algorithm,
        public_multikey=key.public.multikey(),
        wrapped=keys.wrap(key, key_encryption_key()),
        created_at=at,
    )
    audit.record("credentials.key-created", row, by=by, at=at, institution_id=institution.pk)
    return row


@transaction.atomic
def retire_key(row: SigningKey, *, by: Person, at: datetime, is_compromised: bool = False) -> None:
    """Stop signing with a key; a compromised one makes nothing valid that is dated after today.

    Retiring it again changes nothing.
    """
    require(by, Action.MANAGE_KEYS, row.institution, on=at.date())
    row = SigningKey.objects.select_for_update().get(pk=row.pk)
    if row.retired_at is None:
        row.retired_at = at
    if is_compromised and row.revoked_at is None:
        row.revoked_at = at
    row.save(update_fields=["retired_at", "revoked_at"])
    action = "credentials.key-revoked" if is_compromised else "credentials.key-retired"
    audit.record(action, row, by=by, at=at, institution_id=row.institution_id)
