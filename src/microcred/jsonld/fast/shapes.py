"""Documents of a shape that was seen before, put in canonical form by the plan of that shape.

Issuers write thousands of credentials alike. Two documents are of one shape if their JSON differs in texts
only, and in none of those that decide about the graph: names, types, contexts. From the third on, a shape
has its plan; making one takes as long as a dozen documents the general way, so what comes once or twice gets
none. Every doubt leads back to the general way, so this changes how fast the answer comes and never which.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter

from microcred.errors import Malformed
from microcred.jsonld.fast.cutting import Compile, Pieces, cut, free_texts, planned
from microcred.jsonld.fast.editions import Edition, Editions, Habit
from microcred.jsonld.fast.heads import Filled
from microcred.jsonld.fast.pieces import Unusual
from microcred.jsonld.fast.plan import FormPlan
from microcred.jsonld.memo import Memo

SEEN_BEFORE = 2  # times a shape is only counted
SHAPES = 64  # structures with plans, each plan of some 60 KB
VARIANTS = 2  # plans of one structure, for other names, types and contexts
COUNTED = 512  # structures counted that have no plan


class _Known:
    """A variant of a structure: the texts it is known by, and the plan for the others, if it has one."""

    def __init__(self, pieces: Pieces, compiled: Compile) -> None:
        free: Sequence[int] = free_texts(pieces)
        found = planned(pieces, free, compiled)
        self.plan: FormPlan | None = None
        if found is not None:
            self.plan, free = found
        self.free = free
        self.open = _picker(free)
        self.habit = Habit()
        self._closed = _picker(sorted(set(range(1, len(pieces), 2)) - set(free)))
        self._texts = self._closed(pieces)

    def fits(self, pieces: Pieces) -> bool:
        """Whether the texts it is known by are these."""
        return self._closed(pieces) == self._texts


def _picker(places: Sequence[int]) -> Callable[[Pieces], Sequence[bytes]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda pieces: [pieces[at] for at in places]


class Shapes:
    """The shapes seen so far, within limits."""

    def __init__(self) -> None:
        self._counts: Memo[bytes, int] = Memo(COUNTED)
        self._known: Memo[bytes, Sequence[_Known]] = Memo(SHAPES)
        self._editions = Editions()

    def render(self, data: bytes, compiled: Compile) -> Filled | None:
        """The canonical form if the document with this JSON fits a plan, else None."""
        try:
            return self._editions.render(data) or self._render(data, compiled)
        except Unusual:
            return None

    def _render(self, data: bytes, compiled: Compile) -> Filled | None:
        pieces = cut(data)
        if pieces is None:
            return None
        structure = b'"'.join(pieces[::2])
        fitting = (known for known in self._known.get(structure, ()) if known.fits(pieces))
        known = next(fitting, None) or self._count(structure, pieces, compiled)
        if known is None or known.plan is None:
            return None
        texts = known.open(pieces)
        changing = known.habit.changing(texts)
        if changing is not None:
            self._add_edition(pieces, [known.free[at] for at in sorted(changing)], compiled)
        return known.plan.render(texts)

    def _add_edition(self, pieces: Pieces, free: Sequence[int], compiled: Compile) -> None:
        found = planned(pieces, free, compiled)
        if found is not None:
            plan, free = found
            self._editions.add(Edition(pieces, free, plan))

    def _count(self, structure: bytes, pieces: Pieces, compiled: Compile) -> _Known | None:
        """Count a structure without plan; make the plan when it comes back often enough."""
        count = self._counts.get(structure, 0)
        if count < SEEN_BEFORE:
            self._counts.keep(structure, count + 1)
            return None
        self._counts.drop(structure)
        if b"null" in structure:  # what is no number is written so, too, and is refused the general way
            return None
        try:
            made = _Known(pieces, compiled)
        except Malformed:
            return None
        self._known.keep(structure, [made, *self._known.get(structure, ())][:VARIANTS])
        return made
