"""The HTTP status of a refusal, for pages and the API alike; the only place that knows it."""

from mcx.core.errors import DomainError, Invalid, NotAllowed, NotFound, Unavailable, Unproven
from mcx.core.limits import TooMany

STATUSES: dict[type[DomainError], int] = {
    NotAllowed: 403,
    Unproven: 403,
    NotFound: 404,
    Invalid: 422,
    TooMany: 429,
    Unavailable: 503,
}
OTHERWISE = 409  # the state of things does not allow it
RETRY_AFTER = "30"  # seconds, where something is unavailable


def status_of(error: DomainError) -> int:
    """The status of a refusal: that of its kind."""
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), OTHERWISE)
