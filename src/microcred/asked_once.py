"""Questions about objects that credentials share, such as an edition and its issuer, answered once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import ref

LIMIT = 256  # answers kept to one question

T = TypeVar("T")


def asked_once(answer: Callable[..., T]) -> Callable[..., T]:
    """Answer a question about the very same objects once, from the second time on that it is asked.

    They must never change, and are not kept alive. What comes only once, as everything large does
    (`openbadges.node.once`), leaves no answer behind.
    """
    kept: dict[tuple[int, ...], tuple[list[ref[object]], T | None]] = {}

    @wraps(answer)
    def ask(*objects: object) -> T:
        key = tuple(map(id, objects))
        known, found = kept.get(key, (None, None))
        if known is None or any(one() is not given for one, given in zip(known, objects, strict=True)):
            if len(kept) >= LIMIT:
                kept.clear()
            kept[key] = [ref(one) for one in objects], None
            return answer(*objects)
        if found is None:
            found = answer(*objects)
            kept[key] = known, found
        return found

    return ask
