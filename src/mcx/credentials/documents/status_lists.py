"""Status lists as verifiers read them."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from django.conf import settings

from mcx.core import versions
from mcx.core.errors import NotFound
from mcx.credentials.models import StatusList
from mcx.credentials.rules import LIST_IS_GOOD_FOR, list_period
from mcx.keys.models import SigningKey
from mcx.keys.selectors import did_of, signing_key
from mcx.keys.signing import signer
from microcred import proofs, status_list

Place = tuple[str, str, int]
"""Whose list, of which purpose, with which number."""


def status_list_url(row: StatusList) -> str:
    """Where a verifier fetches this list."""
    return f"{settings.PUBLIC_URL}/institutions/{row.institution.slug}/status/{row.purpose}/{row.number}"


def public_status_list_row(slug: str, purpose: str, number: int) -> StatusList:
    """One list of an institution; everybody may read it.

    :raises NotFound: when there is none
    """
    lists = StatusList.objects.select_related("institution")
    found = lists.filter(institution__slug=slug, purpose=purpose, number=number).first()
    if found is None:
        raise NotFound()
    return found


def public_status_list(slug: str, purpose: str, number: int, *, at: datetime) -> bytes:
    """One list of an institution as it is published at that instant (two queries where its bytes are kept).

    What is kept here is signed with a key that was read after the version under which it is kept, never with
    one of a register that was made before: that one keeps its own.

    :raises NotFound: when there is none
    :raises NoSigningKey, KeyUnusable: see `signed_status_list`
    """
    kept = versions.kept(versions.REGISTER, KeptLists, part="status lists")
    found = kept.get((slug, purpose, number))
    rows = StatusList.objects.filter(pk=found.key).values_list("bits", "changed_at") if found else ()
    if found and any(found.is_of(bytes(bits), changed_at, at) for bits, changed_at in rows):
        return found.signed
    row = public_status_list_row(slug, purpose, number)
    return kept_or_signed(row, kept, issuer=did_of(row.institution), at=at)


@dataclass(frozen=True, slots=True)
class Kept:
    """A list as this process signed it: of which row and bits, and since when others get the same bytes."""

    key: int
    bits: bytes
    changed_at: datetime
    since: datetime
    signed: bytes

    def is_of(self, bits: bytes, changed_at: datetime, at: datetime) -> bool:
        """Whether the list would be signed the same at that instant: two changes may have the same time."""
        is_time = self.since <= at < self.since + LIST_IS_GOOD_FOR / 2
        return is_time and self.changed_at == changed_at and self.bits == bits


KeptLists = dict[Place, Kept]


def kept_or_signed(row: StatusList, kept: KeptLists, *, issuer: str, at: datetime) -> bytes:
    """The signed list as it is kept where it would be the same at that instant, else signed now and kept.

    :raises NoSigningKey, KeyUnusable: see `signed_status_list`
    """
    place, bits = (row.institution.slug, row.purpose, row.number), bytes(row.bits)
    if (found := kept.get(place)) and found.is_of(bits, row.changed_at, at):
        return found.signed
    signed = signed_status_list(row, issuer=issuer, at=at)
    since, _until = _period(row, signing_key(row.institution), at)
    kept[place] = Kept(row.pk, bits, row.changed_at, since, signed)
    return signed


def signed_status_list(row: StatusList, *, issuer: str, at: datetime) -> bytes:
    """The list as a signed BitstringStatusListCredential that says until when it is good.

    The same bytes until list or key change or half of that time has passed.

    :raises NoSigningKey: when the institution has no key in use
    :raises KeyUnusable: when the key that is kept does not open
    """
    key = signing_key(row.institution)
    since, until = _period(row, key, at)
    document = status_list.credential(
        status_list.StatusList(bytes(row.bits)),
        url=status_list_url(row),
        issuer=issuer,
        purpose=row.purpose,
        valid_from=since,
        valid_until=until,
    )
    return orjson.dumps(proofs.sign(document, signer(key), method=key.method, created=since))


def _period(row: StatusList, key: SigningKey, at: datetime) -> tuple[datetime, datetime]:
    """From when until when the list is good: counted from its last change, or from when its key was made."""
    return list_period(max(row.changed_at, key.created_at), at=at)
