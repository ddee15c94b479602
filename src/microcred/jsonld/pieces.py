"""Texts with holes, rendered fast: what `template` is made of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from microcred.jsonld.literals import RDF

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


def lines_renderer(lines: Iterable[Line]) -> Render:
    """Renders lines in order; where several begin alike, what follows decides.

    Rendering raises Unusual if two of these become the same line.
    """
    segments: list[Render] = []
    plain: Parts = []
    for group in _groups(lines):
        if len(group) == 1 or all(line.is_fixed for line in group):
            plain += [part for line in group for part in (*line.parts, " .\n")]
        else:
            segments += [renderer(plain), _loose(group)]
            plain = []
    segments.append(renderer(plain))
    return (
        segments[0] if len(segments) == 1 else lambda pool: b"".join([segment(pool) for segment in segments])
    )


def _groups(lines: Iterable[Line]) -> Iterable[list[Line]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.order, []).append(line)
    for order in sorted(groups):
        yield sorted(groups[order], key=lambda line: "".join(str(part) for part in line.parts))


def renderer(parts: Parts) -> Render:
    """Renders a text with holes by one operation."""
    places = [part for part in parts if isinstance(part, int)]
    if len(set(places)) == 1:
        return _repeating(parts, places[0])
    template = "".join(part.replace("%", "%%") if isinstance(part, str) else "%b" for part in parts).encode()
    if not places:
        text = template % ()
        return lambda _pool: text
    pick = itemgetter(*places)
    return lambda pool: template % pick(pool)


def _repeating(parts: Parts, place: int) -> Render:
    """A text whose holes are all the same one."""
    around = [b""]
    for part in parts:
        if isinstance(part, str):
            around[-1] += part.encode()
        else:
            around.append(b"")
    return lambda pool: pool[place].join(around)


def _loose(lines: Sequence[Line]) -> Render:
    ends = [line.parts[-1] for line in lines]
    if len({tuple(line.parts[:-1]) for line in lines}) == 1 and all(isinstance(end, int) for end in ends):
        return _loose_ends(lines[0].parts[:-1], [end for end in ends if isinstance(end, int)])
    renders = [renderer([*line.parts, " .\n"]) for line in lines]

    def render(pool: Pool) -> bytes:
        found = {one(pool) for one in renders}
        if len(found) < len(renders):
            raise Unusual
        return b"".join(sorted(found))

    return render


def _loose_ends(start: Parts, places: Sequence[int]) -> Render:
    """Lines that differ in their last hole only."""
    begin, pick = renderer(start), itemgetter(*places)

    def render(pool: Pool) -> bytes:
        line = begin(pool)
        return line + (b" .\n" + line).join(sorted(pick(pool))) + b" .\n"

    return render
