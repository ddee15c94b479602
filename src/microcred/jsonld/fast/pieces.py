"""Texts with holes, rendered fast: what plans are made of.

A canonical form of a badge has some ninety lines. A loop over them would spend its time in the interpreter,
so all of them are one format with holes, filled by one operation of `bytes`. What is left to do in Python is
to put in order those few lines whose order the holes decide.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from microcred.jsonld.literals import RDF

OTHER = "_:z"
"""How the hash of a node sees every other blank node (RDF Dataset Canonicalization §4.6)."""
Parts = list[str | int]
"""A text with holes: each hole is a place in the pool."""
Pool = list[bytes]
Render = Callable[[Pool], bytes]


class Unusual(Exception):
    """The values do not fit the pattern; the general way has to be taken."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with holes, and what orders it: its text up to its value."""

    order: str
    parts: Parts

    @property
    def is_fixed(self) -> bool:
        """True if there is no hole in it."""
        return not any(isinstance(part, int) for part in self.parts)


def is_odd_hole(head: str, parts: Parts) -> bool:
    """True unless the hole is a whole literal or a whole identifier, and no type."""
    before, _hole, after, *more = parts
    is_text = before == '"' and str(after).startswith('"') and "JSON>" not in str(after)
    is_reference = before == "<" and after == ">" and head != f"<{RDF}type>"
    return bool(more) or not (is_text or is_reference)


class Sheet:
    """Several texts of lines, rendered by one operation over a pool of that size.

    Canonical lines are sorted. Lines with different predicates can be sorted once and for all; where several
    begin alike, what follows decides: those are rendered first and then stand in the pool as well. If some of
    them become the same line it stands there once, as a graph is a set; but what is said of `OTHER` nodes is
    said of each of them.
    """

    def __init__(self, texts: Iterable[Iterable[Line]], size: int) -> None:
        self._loose: list[Render] = []
        parts: Parts = []
        for lines in texts:
            for group in _groups(lines):
                if len(group) == 1 or _is_in_order(group):
                    parts += [part for line in group for part in (*line.parts, " .\n")]
                else:
                    parts.append(size + len(self._loose))
                    self._loose.append(_loose(group))
            parts.append(_END)
        self._render = renderer(parts)

    def render(self, pool: Pool) -> list[bytes]:
        """The texts with the holes filled from the pool."""
        if self._loose:
            pool = [*pool, *[loose(pool) for loose in self._loose]]
        return self._render(pool).split(_END.encode())[:-1]


_END = "\0" * 16  # no N-Quads hold it, as control characters are escaped; found faster than one alone


def _groups(lines: Iterable[Line]) -> Iterable[list[Line]]:
    """The lines in order, those together whose order only their values decide."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.order, []).append(line)
    for order in sorted(groups):
        yield sorted(groups[order], key=lambda line: "".join(str(part) for part in line.parts))


def _is_in_order(lines: Sequence[Line]) -> bool:
    """Whether no hole has a say in the order of these lines: what stands before their ends is the same."""
    starts = {tuple(line.parts[:-1]) for line in lines}
    ends = {line.parts[-1] for line in lines if isinstance(line.parts[-1], str)}
    return all(line.is_fixed for line in lines) or (len(starts) == 1 and len(ends) == len(lines))


def renderer(parts: Parts) -> Render:
    """Renders a text with holes by one operation."""
    places = [part for part in parts if isinstance(part, int)]
    template = "".join(part.replace("%", "%%") if isinstance(part, str) else "%b" for part in parts).encode()
    if not places:
        text = template % ()
        return lambda _pool: text
    pick = itemgetter(*places)
    return lambda pool: template % pick(pool)


def _loose(lines: Sequence[Line]) -> Render:
    ends = [line.parts[-1] for line in lines]
    if len({tuple(line.parts[:-1]) for line in lines}) == 1 and all(isinstance(end, int) for end in ends):
        return _loose_ends(lines[0].parts[:-1], [end for end in ends if isinstance(end, int)])
    apart = [_ended(line) for line in lines if OTHER in line.parts]
    once = [_ended(line) for line in lines if OTHER not in line.parts]

    def render(pool: Pool) -> bytes:
        return b"".join(sorted([*{one(pool) for one in once}, *(one(pool) for one in apart)]))

    return render


def _ended(line: Line) -> Render:
    return renderer([*line.parts, " .\n"])


def _loose_ends(start: Parts, places: Sequence[int]) -> Render:
    """Lines that differ in their last hole only."""
    begin, pick = renderer(start), itemgetter(*places)

    def render(pool: Pool) -> bytes:
        line = begin(pool)
        return line + (b" .\n" + line).join(sorted(pick(pool))) + b" .\n"

    return render
