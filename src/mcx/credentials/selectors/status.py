"""Status lists as verifiers read them."""

from hashlib import sha256

import orjson
from django.conf import settings

from mcx.core.errors import NotFound
from mcx.credentials.models import StatusList
from mcx.credentials.selectors.keys import signing_key
from mcx.credentials.signing import signer
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


def status_list_version(row: StatusList) -> str:
    """A word that changes whenever the signed list does: with its bits and with the key that signs it."""
    key = signing_key(row.institution)
    return sha256(bytes(row.bits) + f"{row.changed_at} {key.method}".encode()).hexdigest()[:32]


def signed_status_list(row: StatusList, *, issuer: str) -> bytes:
    """The list as a signed BitstringStatusListCredential, the same bytes until it or the key changes.

    Dated when it last changed, or when the key was made if that was later.

    :raises NoSigningKey: when the institution has no key in use
    :raises KeyUnusable: when the key that is kept does not open
    """
    key = signing_key(row.institution)
    created = max(row.changed_at, key.created_at)
    document = status_list.credential(
        status_list.StatusList(bytes(row.bits)),
        url=status_list_url(row),
        issuer=issuer,
        purpose=row.purpose,
        valid_from=created,
    )
    return orjson.dumps(proofs.sign(document, signer(key), method=key.method, created=created))
