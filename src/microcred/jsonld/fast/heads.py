"""The lines a canonical form begins with, kept with their hash as long as only names of blank nodes differ.

Identifiers sort before blank nodes, so what an edition says of itself comes before most of what differs from
learner to learner: it is written once for each of the few ways in which its blank nodes are named.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from microcred.jsonld.fast.pieces import Line, Pool, Sheet
from microcred.jsonld.memo import Memo

if TYPE_CHECKING:
    from hashlib import _Hash

KEPT_BYTES = 250_000  # by one plan
Lines = Sequence[Line]
Pick = Callable[[Pool], object]


class Head(NamedTuple):
    """The beginning of a canonical form, its SHA-256 so far, and further blocks that stay the same."""

    text: bytes
    hashed: "_Hash"
    later: list[bytes]


class Filled(NamedTuple):
    """A canonical form in two parts."""

    head: Head
    tail: bytes

    @property
    def text(self) -> bytes:
        """The canonical N-Quads."""
        return self.head.text + self.tail

    @property
    def digest(self) -> bytes:
        """Their SHA-256."""
        hashed = self.head.hashed.copy()
        hashed.update(self.tail)
        return hashed.digest()


class Heads:
    """The heads of a plan, made of the blocks about these `names`, in order."""

    def __init__(self, names: Sequence[bytes], blocks: Sequence[Lines], size: int) -> None:
        self._names = names
        self._sheet = Sheet(blocks, size)
        self._pick = _picker([line for lines in blocks for line in lines])
        self._kept: Memo[tuple[int, object], Head] = Memo(_limit(blocks))

    def below(self, name: bytes | None, pool: Pool) -> Head:
        """The head of all blocks that come before the first that is about another `name`, if there is one."""
        count = len(self._names) if name is None else bisect_left(self._names, name)
        key = count, self._pick(pool)
        return self._kept.get(key) or self._kept.keep(key, _head(self._sheet.render(pool), count))


def _head(blocks: list[bytes], count: int) -> Head:
    text = b"".join(blocks[:count])
    return Head(text, hashlib.sha256(text), blocks[count:])


def _picker(lines: Lines) -> Pick:
    """What of a pool stands in the lines."""
    places = sorted({part for line in lines for part in line.parts if isinstance(part, int)})
    return itemgetter(*places) if places else lambda _pool: b""


def _limit(blocks: Sequence[Lines]) -> int:
    """How many texts of blocks of this size are kept."""
    size = sum(len(str(part)) for lines in blocks for line in lines for part in line.parts)
    return max(1, KEPT_BYTES // max(1, size))
