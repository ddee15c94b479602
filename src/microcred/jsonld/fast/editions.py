"""Documents of one edition: most of their texts are the same, so most of their JSON is.

Where many documents in a row were alike but for a few texts, the next one is compared with what stands
between these, and only they are looked at. Comparing long runs of bytes costs next to nothing; to cut a badge
into three hundred pieces and gather its texts is what took most of the time that was left.
"""

from collections.abc import Sequence
from itertools import pairwise

from microcred.jsonld.fast.cutting import Pieces
from microcred.jsonld.fast.heads import Filled
from microcred.jsonld.fast.plan import FormPlan

RUN = 100  # documents in a row that make an edition known
EDITIONS = 8  # that are known, each with a plan of some 150 KB


class Habit:
    """Which texts have stayed the same since when; several threads may look at it."""

    def __init__(self) -> None:
        self._run: tuple[Sequence[bytes], Sequence[int], int] = (), (), 0

    def changing(self, texts: Sequence[bytes]) -> set[int] | None:
        """The places of the texts that change, once most did not in a whole run of documents."""
        first, same, count = self._run
        same = [at for at in same if texts[at] == first[at]]
        if 2 * len(same) <= len(texts):  # another edition, or none: begin with this document
            self._run = texts, range(len(texts)), 1
        elif count < RUN:
            self._run = first, same, count + 1
        else:
            self._run = (), (), 0
            return set(range(len(texts))).difference(same)
        return None


class Edition:
    """The plan of an edition, and its JSON around the texts at the `free` places."""

    def __init__(self, pieces: Pieces, free: Sequence[int], plan: FormPlan) -> None:
        self._plan = plan
        ends = [-1, *free, len(pieces)]
        self._first, *self._others = [_json(pieces, *between) for between in pairwise(ends)]

    def texts(self, data: bytes) -> list[bytes] | None:
        """The texts of a document of this edition, given as JSON; None for other documents.

        Also for texts that JSON or N-Quads escapes, so that the first quote ends each.
        """
        if not data.startswith(self._first):
            return None
        found, at = [], len(self._first)
        for after in self._others:
            end = data.find(b'"', at)
            if not data.startswith(after, end):
                return None
            found.append(data[at:end])
            at = end + len(after)
        written = b"".join(found)
        is_whole = at == len(data) and b"\\" not in written and b"\x7f" not in written
        return found if is_whole else None

    def render(self, texts: list[bytes]) -> Filled:
        """The canonical form; raises Unusual where the texts do not fit."""
        return self._plan.render(texts)


def _json(pieces: Pieces, before: int, after: int) -> bytes:
    """What stands between two texts, with the quotes around it."""
    inner = [b""] * (before >= 0) + [*pieces[before + 1 : after]] + [b""] * (after < len(pieces))
    return b'"'.join(inner)


class Editions:
    """The editions known, those last met first; several threads may look at them."""

    def __init__(self) -> None:
        self._known: tuple[Edition, ...] = ()

    def render(self, data: bytes) -> Filled | None:
        """The canonical form if the document with this JSON is of one of them, else None; raises Unusual."""
        for edition in self._known:
            texts = edition.texts(data)
            if texts is not None:
                self.add(edition)
                return edition.render(texts)
        return None

    def add(self, edition: Edition) -> None:
        """Put an edition first."""
        if self._known[:1] != (edition,):
            self._known = (edition, *[one for one in self._known if one is not edition])[:EDITIONS]
