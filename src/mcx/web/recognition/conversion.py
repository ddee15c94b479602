"""The picture of a grade conversion: how the host's grade lies over the home grades."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mcx.web.charts import percent


@dataclass(frozen=True, slots=True)
class Band:
    """A grade's share of a reference group: where it begins and how wide it is, in percent as texts."""

    grade: str
    start: str
    width: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Both scales as rows of bands, best grade first."""

    host: tuple[Band, ...]
    home: tuple[Band, ...]


def picture(conversion: Mapping[str, Any]) -> Picture | None:
    """The bands of a stored conversion; None where a decision has none."""
    tables = conversion.get("tables", {})
    if {"host", "home"} - set(tables):
        return None
    return Picture(
        _bands(tables["host"]["counts"], conversion["from"]),
        _bands(tables["home"]["counts"], conversion["to"]),
    )


def _bands(counts: Mapping[str, int], chosen: str) -> tuple[Band, ...]:
    total, before, found = sum(counts.values()), 0, []
    for grade, count in counts.items():
        found.append(Band(grade, percent(before, total), percent(count, total), count, grade == chosen))
        before += count
    return tuple(found)
