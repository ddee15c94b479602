"""Signing keys: made, encrypted at once, retired with their dates kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.credentials.models import Award, SigningKey
from mcx.credentials.selectors.keys import SIGNS, did_of, keys_in_use
from mcx.credentials.services.issuing import complete_awards, issue_award
from mcx.credentials.services.status import REVOCATION, open_list
from mcx.credentials.signing import begin, new_key
from mcx.network.models import Institution
from mcx.network.selectors import require
from microcred.keys.public import Kind

KINDS: tuple[Kind, ...] = ("Ed25519", "P-256")


class LastKey(DomainError):
    """Without a key in use nothing could be issued, and the list of revoked credentials not be signed."""

    code = "last-key"
    message = _("This is the only key of {institution} in use.")
    fix = _("Create a new key first, then end this one.")


@transaction.atomic
def create_key(institution: Institution, kind: str = KINDS[0], *, by: Person, at: datetime) -> SigningKey:
    """Make a new key that signs from now on, also what waited for one; earlier keys stay published.

    An Ed25519 key signs badges and status lists, a P-256 key the credentials for digital wallets.

    :raises NotAllowed: without the right to manage this institution's keys
    :raises Invalid: for a key of another kind
    """
    require(by, Action.MANAGE_KEYS, institution, on=at.date())
    chosen = next((one for one in KINDS if one == kind), None)
    if chosen is None:
        raise Invalid(kind=_("Choose Ed25519 or P-256."))
    row = make_key(institution, chosen, by=by, at=at)
    for award in Award.objects.filter(institution=institution, status=Award.Status.CLAIMED):
        issue_award.enqueue(str(award.pk))
    complete_awards.enqueue(institution.pk)
    return row


@transaction.atomic
def make_key(
    institution: Institution, kind: Kind = KINDS[0], *, by: Person | None, at: datetime
) -> SigningKey:
    """The key itself, for founding a network when nobody holds a right yet.

    The institution's status list is there from its first key on: verifiers find it before anything names it.

    :raises KeyEncryptionKeyMissing: where keys are kept and the one that opens them is gone
    :raises WrongKeyEncryptionKey: where it is not the one under which they are kept
    """
    begin()
    key = new_key(institution, did_of(institution), kind)
    row = SigningKey.objects.create(
        institution=institution,
        method=key.method,
        algorithm=key.public.algorithm,
        public_multikey=key.public.multikey(),
        wrapped=key.wrapped,
        created_at=at,
    )
    open_list(institution, REVOCATION, at=at)
    audit.record("credentials.key-created", row, by=by, at=at, institution_id=institution.pk)
    return row


@transaction.atomic
def retire_key(row: SigningKey, *, by: Person, at: datetime, is_compromised: bool = False) -> None:
    """Stop signing with a key: what it signed stands; of a compromised one, only what is dated before today.

    Ending it again changes nothing, but one that was retired can still turn out to be compromised.

    :raises NotAllowed: without the right to manage this institution's keys
    :raises LastKey: when it signs badges and no other in use does
    """
    require(by, Action.MANAGE_KEYS, row.institution, on=at.date())
    in_use = keys_in_use(SIGNS).select_for_update().filter(institution=row.institution)
    others = [key for key in in_use if key.pk != row.pk]
    row = SigningKey.objects.select_for_update().select_related("institution").get(pk=row.pk)
    if row.retired_at is None and row.algorithm == SIGNS and not others:
        raise LastKey(institution=row.institution)
    if row.revoked_at or (row.retired_at and not is_compromised):
        return
    row.retired_at = row.retired_at or at
    row.revoked_at = at if is_compromised else None
    row.save(update_fields=["retired_at", "revoked_at"])
    action = "credentials.key-revoked" if is_compromised else "credentials.key-retired"
    audit.record(action, row, by=by, at=at, institution_id=row.institution_id)
