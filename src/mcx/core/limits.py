"""How often something may be asked: counters that all processes share (`core.counters`).

Two requests at the same moment are both counted, and no request waits for another. A window begins with its
first request; when it has passed, the count begins anew. Whoever is refused is not counted, so that asking on
does not make anybody wait longer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mcx.core.counters import Counters, Rows
from mcx.core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many requests of a kind within so many seconds, multiplied by `MCX_RATE_LIMITS`.

    `wider` is how many come from an IPv6 /56 and from a /48, however many /64 of it they use.
    """

    name: str
    most: int
    seconds: int
    wider: tuple[int, ...] = ()

    def of(self, networks: Sequence[str], account: str = "") -> list[tuple["Limit", str]]:
        """The claims of one client against this limit: in each of the networks that it is in."""
        places = zip((self.most, *self.wider), networks, strict=False)
        return [(replace(self, most=most), f"{account} {place}".strip()) for most, place in places]


MINUTE, HOUR, DAY = 60, 3600, 86_400
SIGN_IN = Limit("sign-in", 10, 15 * MINUTE, (15, 18))  # of one account from one network or known device
SIGN_IN_ACCOUNT = Limit("sign-in-account", 100, HOUR)  # of one account from all other devices
SIGN_IN_NETWORK = Limit("sign-in-network", 60, 5 * MINUTE, (120, 600))
SECOND_STEP = Limit("second-step", 5, 5 * MINUTE, (10, 20))
ACCOUNT_CHANGES = Limit("account-changes", 20, 5 * MINUTE, (40, 100))
SIGN_UP = Limit("sign-up", 5, DAY, (8, 12))  # with one address from one network
SIGN_UP_ACCOUNT = Limit("sign-up-account", 30, DAY)  # with one address from everywhere
SIGN_UP_AFTER = Limit("sign-up-after", 1, HOUR)  # when that is reached
SIGN_UP_NETWORK = Limit("sign-up-network", 60, 10 * MINUTE, (120, 600))
RESET = Limit("reset", 5, DAY, (8, 12))  # of one account from one network or known device
RESET_ACCOUNT = Limit("reset-account", 30, DAY)
RESET_AFTER = Limit("reset-after", 1, HOUR)  # when that is reached
RESET_NETWORK = Limit("reset-network", 20, 10 * MINUTE, (40, 200))
VERIFY = Limit("verify", 60, MINUTE, (120, 600))
WRONG_LINKS = Limit("wrong-links", 20, 10 * MINUTE, (40, 200))
API = Limit("api", 600, MINUTE)  # of one person
API_STRANGERS = Limit(
    "api-strangers", 120, MINUTE, (240, 1200)
)  # of one network, without or with a wrong token

Claims = Iterable[tuple[Limit, str]]


class TooMany(DomainError):
    """Something was asked too often; `wait` is the number of seconds until it may be asked again."""

    code = "too-many-requests"
    message = _("You have tried this too often. You can try again in {duration}.")
    fix = _("Wait until then, go back and try again.")

    def __init__(self, wait: int) -> None:
        minutes = -(-wait // MINUTE)
        super().__init__(duration=ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes))
        self.wait = wait


def take(claims: Claims, *, at: datetime) -> None:
    """Count one request against each limit, for whom it is made: one step.

    :raises TooMany: when one of the limits is reached; then the request is counted against none
    """
    limits = {_key(limit, who): limit for limit, who in claims}
    if not limits or not settings.RATE_LIMITS:
        return
    now = int(at.timestamp())
    counted = _counters().raised({key: limit.seconds for key, limit in limits.items()}, now)
    full = [each.until - now for each in counted if each.number > _most(limits[each.key])]
    if full:
        _counters().lower(limits.keys(), now)
        raise TooMany(max(full))


def check(claims: Claims, *, at: datetime) -> None:
    """Refuse what would be over a limit, without counting it.

    :raises TooMany: when one of the limits is reached
    """
    limits = {_key(limit, who): limit for limit, who in claims}
    now = int(at.timestamp())
    if limits and settings.RATE_LIMITS:
        standing = _counters().standing(limits.keys(), now)
        full = [each.until - now for each in standing if each.number >= _most(limits[each.key])]
        if full:
            raise TooMany(max(full))


def give_back(claims: Claims, *, at: datetime) -> None:
    """Uncount a request that `take` counted, because it was a good one."""
    keys = [_key(limit, who) for limit, who in claims]
    if keys and settings.RATE_LIMITS:
        _counters().lower(keys, int(at.timestamp()))


def forget(claims: Claims) -> None:
    """Begin the counts anew, because their reason is gone."""
    keys = [_key(limit, who) for limit, who in claims]
    if keys:
        _counters().forget(keys)


def _counters() -> Counters:
    if not settings.REDIS_URL:
        return Rows()
    from mcx.core import redis  # noqa: PLC0415 - an extra that only those need who set it

    return redis.at(settings.REDIS_URL)


def _key(limit: Limit, who: str) -> str:
    """The counter's key; it tells nobody which address or account is counted."""
    return salted_hmac("mcx.limits", f"{limit.name}:{who}", algorithm="sha256").hexdigest()


def _most(limit: Limit) -> int:
    factor: float = settings.RATE_LIMITS
    return max(1, int(limit.most * factor))
