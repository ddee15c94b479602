"""Curves as a picture that needs nothing but a browser: what something costs over the sizes of a network.

Both ways by tens, so that a straight line which falls behind the diagonal is less than proportional; earlier
figures are dashed, and every line is named at its end.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 860, 520
LEFT, RIGHT, TOP, BOTTOM = 70, 250, 50, 50
GAP = 15  # between two names, also where their lines end closer together
COLOURS = ("#0b7a75", "#b3541e", "#3d5a98", "#8a2f62", "#5c7a1f", "#6d4fa3")
STYLE = """text{font:13px system-ui,sans-serif;fill:#222}.grid{stroke:#ddd}
@media(prefers-color-scheme:dark){text{fill:#eee}.grid{stroke:#444}.page{fill:#16191d}}"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, its values in order of the sizes, none where nothing was measured."""

    name: str
    values: Sequence[float | None]
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class _Field:
    """Where a value of a size is in the picture."""

    sizes: int
    low: int
    high: int

    def x(self, place: int) -> float:
        return LEFT + place * (WIDTH - LEFT - RIGHT) / max(1, self.sizes - 1)

    def y(self, value: float) -> float:
        return (
            HEIGHT
            - BOTTOM
            - (math.log10(value) - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)
        )


def picture(title: str, sizes: Sequence[str], lines: Sequence[Line]) -> str:
    """An SVG of these lines."""
    found = [value for line in lines for value in line.values if value]
    field = _Field(len(sizes), math.floor(math.log10(min(found))), math.ceil(math.log10(max(found))))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect class="page" width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="25">{escape(title)}</text>',
        *_grid(sizes, field),
        *_lines(lines, field),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(sizes: Sequence[str], field: _Field) -> Iterator[str]:
    for power in range(field.low, field.high + 1):
        y = field.y(10**power)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:,g}</text>'
    for place, size in enumerate(sizes):
        yield f'<text x="{field.x(place):.1f}" y="{HEIGHT - 20}" text-anchor="middle">{escape(size)}</text>'


def _lines(lines: Sequence[Line], field: _Field) -> Iterator[str]:
    colours: dict[str, str] = {}
    ends = []
    for line in lines:
        colour = colours.setdefault(line.name, COLOURS[len(colours) % len(COLOURS)])
        points = [(field.x(place), field.y(value)) for place, value in enumerate(line.values) if value]
        way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        dashes = ' stroke-dasharray="6 5"' if line.is_old else ""
        yield f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>'
        ends.append((*points[-1], line.name + (", before" if line.is_old else "")))
    below = -math.inf
    for x, y, name in sorted(ends, key=lambda end: end[1]):
        below = max(y, below + GAP)
        yield f'<text x="{x + 8:.1f}" y="{below + 4:.1f}">{escape(name)}</text>'


def by_size(values: Mapping[str, float], sizes: Sequence[str]) -> list[float | None]:
    """The values in the order of the sizes."""
    return [values.get(size) for size in sizes]
