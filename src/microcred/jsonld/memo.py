"""The one way in which the engine remembers what it has worked out: a dictionary within a limit."""

from itertools import islice
from threading import Lock
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """At most `limit` things worked out before; where one more would be too many, the older half goes.

    Half of them at once, because keeping the order of their last use would cost a write at every look. It is
    looked up as any dictionary is, and only `keep` and `drop` change it: several threads may look, and one at
    a time changes it. What one thread forgets under another's hands is only worked out again.
    """

    __slots__ = ("_lock", "limit")

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self._lock = Lock()

    def keep(self, key: K, value: V) -> V:
        """Remember a value, and hand it back."""
        with self._lock:
            if len(self) >= self.limit and key not in self:
                for older in list(islice(self, (self.limit + 1) // 2)):
                    del self[older]
            self[key] = value
        return value

    def drop(self, key: K) -> None:
        """Forget a value, if it is still there."""
        with self._lock:
            self.pop(key, None)
