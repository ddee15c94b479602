"""Documents of a shape that was seen before, put in canonical form by the plan of that shape.

Issuers write thousands of credentials alike. Two documents are of one shape if their JSON differs in texts
only, and in none of those that decide about the graph: names, types, contexts. Texts are never unpacked:
N-Quads escapes them as JSON does, but for control characters. From the third on, a shape has its plan. Every
doubt leads back to the general way, so this changes how fast the answer comes and never which.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from operator import itemgetter
from typing import Any

import orjson

from microcred.errors import Malformed, MicrocredError
from microcred.jsonld.graph import Graph
from microcred.jsonld.pieces import Unusual
from microcred.jsonld.plan import Marks, Plan, fits_as_reference

SEEN_BEFORE = 2  # times a shape is only counted
SHAPES = 64  # structures with plans, each plan of some 100 KB
VARIANTS = 2  # plans of one structure, for other names, types and contexts
COUNTED = 512  # structures counted before the count begins anew
LARGEST = 40_000  # bytes of a document that has a shape
ROUNDS = 4  # attempts to find the texts that a plan leaves open

Compile = Callable[[Mapping[str, Any]], Mapping[str, Graph]]
Pieces = Sequence[bytes]
"""JSON cut at its quotes: what stands between texts, and texts, in turn."""

NOTHING: Mapping[int, str] = {}
_OPEN = frozenset({"@value", "@id"})  # keywords whose texts do not decide about the graph
_TEXT = re.compile(rb'"((?:[^"\\]++|\\.)*+)"')


def cut(data: bytes) -> Pieces | None:
    """The pieces of this JSON; None if it is large, or N-Quads writes one of its texts in another way."""
    has_escapes = b"\\" in data
    if len(data) > LARGEST or b"\x7f" in data or (has_escapes and b"\\u" in data):
        return None
    if has_escapes and (b'\\"' in data or b"\\\\" in data):
        return _TEXT.split(data)
    return data.split(b'"')


class _Known:
    """A variant of a structure: the texts it is known by, and the plan for the others, if it has one."""

    def __init__(self, pieces: Pieces, compiled: Compile) -> None:
        free = [2 * at + 1 for at, is_free in enumerate(_free(_document(pieces))) if is_free]
        self._leave_open(free, pieces)
        self.plan: Plan | None = None
        with suppress(MicrocredError):
            self.plan = self._planned(free, pieces, compiled)
        if self.plan is None:
            self._leave_open(free, pieces)

    def _planned(self, free: Sequence[int], pieces: Pieces, compiled: Compile) -> Plan | None:
        for _ in range(ROUNDS):
            marks = Marks(len(free))
            plan = Plan(compiled(_document(pieces, dict(zip(free, marks.texts, strict=True)))), marks)
            unfit = plan.odd | _unfit(plan, [pieces[at] for at in free])
            if not unfit:
                return plan
            free = [at for number, at in enumerate(free) if number not in unfit]
            self._leave_open(free, pieces)
        return None

    def _leave_open(self, free: Sequence[int], pieces: Pieces) -> None:
        self.open = _picker(free)
        self._closed = _picker(sorted(set(range(1, len(pieces), 2)) - set(free)))
        self._texts = self._closed(pieces)

    def fits(self, pieces: Pieces) -> bool:
        """Whether the texts it is known by are these."""
        return self._closed(pieces) == self._texts


def _free(value: Any, name: str = "") -> Iterator[bool]:
    """Of each text in the JSON, names too, whether it may differ; raises Malformed for inline contexts."""
    is_fixed = name == "type" or (name[:1] == "@" and name not in _OPEN)
    if type(value) is str:
        yield not is_fixed
    elif type(value) is dict:
        if is_fixed:
            raise Malformed("An object stands where it decides about the graph.")
        for inner, item in value.items():
            yield False
            yield from _free(item, inner)
    elif type(value) is list:
        for item in value:
            yield from _free(item, name)


def _document(pieces: Pieces, marks: Mapping[int, str] = NOTHING) -> Any:
    """The document of these pieces, with marks instead of some of its texts."""
    marked = [marks[at].encode() if at in marks else piece for at, piece in enumerate(pieces)]
    return orjson.loads(b'"'.join(marked))


def _unfit(plan: Plan, texts: Sequence[bytes]) -> set[int]:
    """Holes whose texts are identifiers of another kind, or names that several nodes share."""
    start = plan.count
    unfit = {at - start for at in plan.references if not fits_as_reference(texts[at - start])}
    names = [b"<%b>" % texts[at - start] for at in plan.own_names]
    shared = {name for name in names if names.count(name) > 1} | plan.fixed_names
    return unfit | {at - start for at, name in zip(plan.own_names, names, strict=True) if name in shared}


def _picker(places: Sequence[int]) -> Callable[[Pieces], Sequence[bytes]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda pieces: [pieces[at] for at in places]


class Shapes:
    """The shapes seen so far, within limits."""

    def __init__(self) -> None:
        self._counts: dict[bytes, int] = {}
        self._known: dict[bytes, list[_Known]] = {}

    def render(self, data: bytes, compiled: Compile) -> bytes | None:
        """The canonical form if the document with this JSON fits a plan, else None."""
        pieces = cut(data)
        if pieces is None:
            return None
        structure = b'"'.join(pieces[::2])
        fitting = (known for known in self._known.get(structure, ()) if known.fits(pieces))
        known = next(fitting, None) or self._count(structure, pieces, compiled)
        try:
            return known.plan.render(known.open(pieces)) if known and known.plan else None
        except Unusual:
            return None

    def _count(self, structure: bytes, pieces: Pieces, compiled: Compile) -> _Known | None:
        """Count a structure without plan; make the plan when it comes back often enough."""
        count = self._counts[structure] = self._counts.get(structure, 0) + 1
        if count <= SEEN_BEFORE:
            if len(self._counts) > COUNTED:
                self._counts.clear()
            return None
        del self._counts[structure]
        if b"null" in structure:  # what is no number is written so, too
            return None
        try:
            made = _Known(pieces, compiled)
        except Malformed:
            return None
        self._keep(structure, made)
        return made

    def _keep(self, structure: bytes, made: _Known) -> None:
        if len(self._known) >= SHAPES:
            for oldest in list(islice(self._known, SHAPES // 2)):
                del self._known[oldest]
        self._known[structure] = [made, *self._known.get(structure, [])][:VARIANTS]
