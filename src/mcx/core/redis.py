"""Counters in Redis, where `MCX_REDIS_URL` names one, for networks whose database should not count.

Where Redis does not answer, the rows of the database count instead: no limit is lifted meanwhile, nobody is
shut out, and no request fails (decision 0008). It is asked again after `PAUSE` seconds.
"""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import structlog
from redis import ConnectionError, Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from mcx.core.counters import Counted, Counters, Rows

log = structlog.get_logger("mcx.limits")
Answer = TypeVar("Answer")

PAUSE = 10  # seconds
PATIENCE = 1.0  # seconds that one request waits for an answer
PREFIX = "mcx:{limits}:"  # the braces keep all of them on one node of a cluster

# A window ends by the clock of whoever asks, as in the database; Redis itself only removes what has passed.
_RAISE = """
local now, found = tonumber(ARGV[1]), {}
for place, key in ipairs(KEYS) do
  local kept = redis.call('HMGET', key, 'count', 'until')
  local count, ends = tonumber(kept[1] or 0), tonumber(kept[2] or 0)
  if ends <= now then count, ends = 0, now + tonumber(ARGV[place + 1]) end
  redis.call('HSET', key, 'count', count + 1, 'until', ends)
  redis.call('EXPIRE', key, ends - now)
  found[place] = {count + 1, ends}
end
return found
"""
_LOWER = """
for _, key in ipairs(KEYS) do
  local kept = redis.call('HMGET', key, 'count', 'until')
  if tonumber(kept[1] or 0) > 0 and tonumber(kept[2] or 0) > tonumber(ARGV[1]) then
    redis.call('HINCRBY', key, 'count', -1)
  end
end
"""


class InRedis:
    """Counters in Redis: a script each, which Redis runs as one step."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._raise, self._lower = client.register_script(_RAISE), client.register_script(_LOWER)

    def raised(self, seconds: Mapping[str, int], now: int) -> list[Counted]:
        """One round trip."""
        keys = list(seconds)
        found = self._raise(_named(keys), [now, *seconds.values()])
        return [Counted(key, *counted) for key, counted in zip(keys, found, strict=True)]

    def lower(self, keys: Collection[str], now: int) -> None:
        """One round trip."""
        self._lower(_named(keys), [now])

    def standing(self, keys: Collection[str], now: int) -> list[Counted]:
        """One round trip."""
        asked = self._client.pipeline()
        for name in _named(keys):
            asked.hmget(name, "count", "until")
        found = [
            Counted(key, int(count), int(until))
            for key, (count, until) in zip(keys, asked.execute(), strict=True)
            if count is not None and until is not None
        ]
        return [each for each in found if each.until > now]

    def forget(self, keys: Collection[str]) -> None:
        """One round trip."""
        self._client.delete(*_named(keys))

    def close(self) -> None:
        """Give up the connections."""
        self._client.close()


class RedisOrRows:
    """Counters in Redis, and in the database as long as Redis does not answer."""

    def __init__(self, url: str) -> None:
        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        # A connection that Redis closed meanwhile is opened anew once; after a silence nothing is sent again.
        again = Retry(NoBackoff(), 1, supported_errors=(ConnectionError,))
        self._redis = InRedis(Redis.from_url(url, retry=again, **options))
        self._rows = Rows()
        self._away_until = 0

    def raised(self, seconds: Mapping[str, int], now: int) -> list[Counted]:
        """As the place that answers does."""
        return self._asked(lambda place: place.raised(seconds, now), now)

    def lower(self, keys: Collection[str], now: int) -> None:
        """As the place that answers does."""
        self._asked(lambda place: place.lower(keys, now), now)

    def standing(self, keys: Collection[str], now: int) -> list[Counted]:
        """As the place that answers does."""
        return self._asked(lambda place: place.standing(keys, now), now)

    def forget(self, keys: Collection[str]) -> None:
        """In both places: what was counted while Redis was away has no reason either."""
        self._asked(lambda place: place.forget(keys), self._away_until)
        self._rows.forget(keys)

    def close(self) -> None:
        """Give up the connections of this process."""
        self._redis.close()

    def _asked(self, ask: Callable[[Counters], Answer], now: int) -> Answer:
        if now < self._away_until:
            return ask(self._rows)
        try:
            answer = ask(self._redis)
        except RedisError as error:
            if not self._away_until:
                log.warning("Redis does not answer: the database counts", reason=str(error))
            self._away_until = now + PAUSE
            return ask(self._rows)
        if self._away_until:
            log.info("Redis answers again and counts")
            self._away_until = 0
        return answer


@lru_cache(1)
def at(url: str) -> RedisOrRows:
    """The counters of this process in the Redis at that address."""
    return RedisOrRows(url)


def _named(keys: Collection[str]) -> list[str]:
    return [PREFIX + key for key in keys]
