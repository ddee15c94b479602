"""Look-ups of people."""

from datetime import datetime
from hashlib import sha256

from mcx.accounts.models import ApiToken, Person


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
