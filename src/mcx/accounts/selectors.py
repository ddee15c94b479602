"""Look-ups of people and of their tokens."""

from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet

from mcx.accounts.models import ApiToken, Person
from mcx.core.errors import NotFound


def token_hash(token: str) -> str:
    """What is kept of a secret token: it has 256 random bits, so a plain hash suffices."""
    return sha256(token.encode()).hexdigest()


def person_with_token(token: str, *, at: datetime) -> Person | None:
    """The person for whom this token acts, while it is neither revoked nor expired (one query)."""
    found = (
        ApiToken.objects.select_related("person")
        .filter(hash=token_hash(token), revoked_at=None, expires_at__gt=at, person__is_active=True)
        .first()
    )
    return found.person if found else None


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """The person's tokens, newest first, revoked ones too."""
    return ApiToken.objects.filter(person=person).order_by("-created_at", "-pk")


def token_for(person: Person, token_id: int) -> ApiToken:
    """One of the person's own tokens.

    :raises NotFound: when it is not theirs
    """
    found = tokens_of(person).filter(pk=token_id).first()
    if found is None:
        raise NotFound(token=token_id)
    return found
