"""The geometry of charts: values in, points of an SVG out. Texts, so that no language puts commas in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from textwrap import wrap
from typing import Any

LINE, MOST_LINES = 16, 3  # letters and lines of a label, which has to stay within the drawing
LEADING = 1.15


@dataclass(frozen=True, slots=True)
class Spoke:
    """One axis of a radar: its line's end, and where its label stands, line by line and how far down each."""

    label: str
    lines: list[tuple[str, str]]
    x: str
    y: str
    label_x: str
    label_y: str
    anchor: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Radar:
    """A radar's rings and shapes as SVG `points`, around (0, 0) with radius 100."""

    spokes: list[Spoke]
    rings: list[str]
    shapes: list[str]


def percent(value: float, top: float) -> str:
    """The value's share of the top in percent, within 0 and 100; a top of nothing gives 0."""
    share = 100 * float(value) / float(top) if top else 0.0
    return f"{min(max(share, 0.0), 100.0):.2f}".rstrip("0").rstrip(".")


def radar(axes: Iterable[Mapping[str, Any]], top: float) -> Radar:
    """The radar of axes with a `label` and equally many `values` each, from 0 to `top`."""
    rows = list(axes)
    spokes = [_spoke(row, turn) for row, turn in zip(rows, _turns(len(rows)), strict=True)]
    series = list(zip(*(row["values"] for row in rows), strict=True))
    return Radar(
        spokes,
        [_points([share] * len(rows)) for share in (0.25, 0.5, 0.75, 1.0)],
        [_points([float(percent(value, top)) / 100 for value in values]) for values in series],
    )


def _turns(count: int) -> list[float]:
    """The directions of the axes in radians, the first one upwards."""
    return [2 * pi * number / count - pi / 2 for number in range(count)]


def _points(shares: Sequence[float]) -> str:
    turns = zip(shares, _turns(len(shares)), strict=True)
    return " ".join(f"{100 * share * cos(turn):.1f},{100 * share * sin(turn):.1f}" for share, turn in turns)


def _spoke(row: Mapping[str, Any], turn: float) -> Spoke:
    x, y = cos(turn), sin(turn)
    anchor = "middle" if abs(x) < 0.2 else "start" if x > 0 else "end"
    return Spoke(
        str(row["label"]),
        _lines(str(row["label"]), y),
        f"{100 * x:.1f}",
        f"{100 * y:.1f}",
        f"{112 * x:.1f}",
        f"{114 * y + 4:.1f}",
        anchor,
        row["values"],
    )


def _lines(label: str, y: float) -> list[tuple[str, str]]:
    """The label in short lines: above the drawing they grow upwards, below it downwards."""
    lines = wrap(label, LINE, max_lines=MOST_LINES, placeholder="…")
    first = (y - 1) / 2 * (len(lines) - 1) * LEADING
    return [(line, f"{first if place == 0 else LEADING:.2f}em") for place, line in enumerate(lines)]
