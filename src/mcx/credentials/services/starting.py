"""A new key or seal takes up its work: a status list is there, and what waited is signed and sealed.

Where one ends because somebody else may have it, another takes its place, if there is one: what the lost one
signed is signed anew.
"""

from datetime import datetime

from django.db import transaction

from mcx.accounts.models import Person
from mcx.credentials.models import Award
from mcx.credentials.services.issuing import complete_awards, issue_award
from mcx.credentials.services.status import REVOCATION, open_list
from mcx.keys import services as keys
from mcx.keys.models import Seal, SigningKey
from mcx.keys.rules import KeyKind
from mcx.network.models import Institution


@transaction.atomic
def equip(
    institution: Institution, *, kind: KeyKind = KeyKind.BADGES, by: Person | None, at: datetime
) -> SigningKey:
    """Give an institution a key and its status list, for founding a network when nobody holds a right yet.

    The list is there from the first key on: verifiers find it before anything names it.
    """
    row = keys.make_key(institution, kind=kind, by=by, at=at)
    open_list(institution, purpose=REVOCATION, at=at)
    return row


@transaction.atomic
def start_signing(
    institution: Institution, *, kind: KeyKind = KeyKind.BADGES, by: Person, at: datetime
) -> SigningKey:
    """Make a new key that signs from now on, also what waited for one or a lost one signed.

    :raises NotAllowed: without the right to manage this institution's keys
    """
    row = keys.create_key(institution, kind=kind, by=by, at=at)
    open_list(institution, purpose=REVOCATION, at=at)
    for award in Award.objects.filter(institution=institution, status=Award.Status.CLAIMED):
        issue_award.enqueue(str(award.pk))
    complete_awards.enqueue(institution.pk)
    return row


def start_sealing(
    institution: Institution, *, data: bytes, passphrase: str, by: Person, at: datetime
) -> Seal:
    """Keep the seal of a PKCS#12 file; it seals from now on, also what was issued without one.

    What a lost seal sealed is sealed anew. No transaction, as opening the file takes seconds; what is not
    queued after a crash, the worker completes.

    :raises NotAllowed: without the right to manage this institution's keys
    :raises Invalid: for a file that cannot be opened with the passphrase, or not within ten seconds
    :raises SealRefused: for a certificate that is not one of the institution's for sealing
    :raises SealTaken: for one that was ended or is another institution's
    """
    row = keys.add_seal(institution, data=data, passphrase=passphrase, by=by, at=at)
    complete_awards.enqueue(institution.pk)
    return row


@transaction.atomic
def stop_signing(row: SigningKey, *, by: Person, at: datetime, is_compromised: bool = False) -> None:
    """End a key; what a compromised one signed is signed anew with the one in use, or once there is one.

    :raises NotAllowed: without the right to manage this institution's keys
    :raises LastKey: when it signs badges and no other in use does
    """
    keys.retire_key(row, by=by, at=at, is_compromised=is_compromised)
    if is_compromised:
        complete_awards.enqueue(row.institution_id)


@transaction.atomic
def stop_sealing(row: Seal, *, by: Person, at: datetime, is_compromised: bool = False) -> None:
    """End a seal; what a compromised one sealed is sealed anew with the one in use, or once there is one.

    :raises NotAllowed: without the right to manage this institution's keys
    """
    keys.end_seal(row, by=by, at=at, is_compromised=is_compromised)
    if is_compromised:
        complete_awards.enqueue(row.institution_id)
