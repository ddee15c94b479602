"""Status lists as verifiers read them."""

from datetime import datetime
from hashlib import sha256

import orjson
from django.conf import settings

from mcx.core.errors import NotFound
from mcx.credentials.models import StatusList
from mcx.credentials.rules import list_period
from mcx.keys.models import SigningKey
from mcx.keys.selectors import signing_key
from mcx.keys.signing import signer
from microcred import proofs, status_list


def status_list_url(row: StatusList) -> str:
    """Where a verifier fetches this list."""
    return f"{settings.PUBLIC_URL}/institutions/{row.institution.slug}/status/{row.purpose}/{row.number}"


def status_list_for(slug: str, purpose: str, number: int) -> StatusList:
    """One list of an institution; everybody may read it.

    :raises NotFound: when there is none
    """
    lists = StatusList.objects.select_related("institution")
    found = lists.filter(institution__slug=slug, purpose=purpose, number=number).first()
    if found is None:
        raise NotFound()
    return found


def status_list_version(row: StatusList, *, at: datetime) -> str:
    """A word that changes whenever the signed list does: with its bits, its key and its time."""
    key = signing_key(row.institution)
    since, _until = _period(row, key, at)
    return sha256(bytes(row.bits) + f"{since} {key.method}".encode()).hexdigest()[:32]


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
