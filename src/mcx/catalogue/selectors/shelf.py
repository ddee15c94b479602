"""The catalogue's listings as sets of bits, kept in each process and brought up to date by the log.

Bit n of a set says something of the micro-credential with key n; there is one set for each value of each kind
of filter. So narrowing is `&`, widening `|` and counting `bit_count`, whatever is asked. Everything is read
once in a process, then only what was changed since (decision 0016).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from django.db.models import Max, QuerySet

from mcx.catalogue.models import Listing, ListingChange
from mcx.catalogue.rules import bits_of, takes_applications
from mcx.core.replica import in_use

# Of more changes than these each is not looked up: everything is read again.
MOST_CHANGES = 500
COLUMNS = ("pk", "micro_credential__code", "published_at", "values", "runs")

Runs = tuple[Sequence[Any], ...]
"""Runs as `rules.run_json` writes them."""
Place = tuple[float, str, int]
"""Where a micro-credential stands in the list: the later published the earlier, then by code; and its key."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """All listings as they are after the change `newest`;
    runs that are full, or that closed before `since`, are left out."""

    newest: tuple[int, str]
    since: date
    shown: int
    values: Mapping[str, Mapping[str, int]]
    order: list[Place]
    runs: Mapping[int, Runs]
    opened: dict[date, int] = field(default_factory=dict)

    def any_of(self, kind: str, values: Iterable[str]) -> int:
        """What counts under any of these values."""
        found, there = 0, self.values.get(kind, {})
        for value in values:
            found |= there.get(value, 0)
        return found

    def open_on(self, day: date) -> int:
        """What takes applications that day and has a free place."""
        if day not in self.opened:
            keys = (key for key, runs in self.runs.items() if _is_open(runs, day))
            self.opened[day] = bits_of(keys, self.shown.bit_length())
        return self.opened[day]

    def in_order(self, bits: int) -> Iterator[Place]:
        """Those of the set, as the list has them."""
        data = bits.to_bytes(self.shown.bit_length() // 8 + 1, "little")
        return (place for place in self.order if data[place[2] >> 3] >> (place[2] & 7) & 1)


def _is_open(runs: Runs, day: date) -> bool:
    today = day.isoformat()
    return any(takes_applications(run, today) for run in runs)


_lock = Lock()
_kept: dict[
    str, Shelf
] = {}  # a replica that is behind has a shelf of its own: none is read anew for the other
NOTHING = (0, "")


def public_shelf(on: date) -> Shelf:
    """All listings as they are now, for questions about that day and later (one query if nothing changed)."""
    newest = public_newest_change()
    with _lock:
        known = _kept.get(in_use())
        if known is None or on < known.since:
            known = _kept[in_use()] = _read(newest, on)
        elif known.newest != newest:
            known = _kept[in_use()] = _caught_up(known, newest) or _read(newest, on)
        return known


def public_newest_change() -> tuple[int, str]:
    """The number and the mark of the last change of any listing (one query)."""
    return ListingChange.objects.order_by("-number").values_list("number", "mark").first() or NOTHING


def _caught_up(known: Shelf, newest: tuple[int, str]) -> Shelf | None:
    """The shelf with what was changed since; none where its own last change is not in the log, or much is."""
    log = ListingChange.objects.filter(number__gte=known.newest[0]).order_by("number")
    found = list(log.values_list("number", "mark", "listing")[: MOST_CHANGES + 1])
    if not found or found[0][:2] != known.newest or len(found) > MOST_CHANGES:
        return None
    keys = {key for _number, _mark, key in found[1:]}
    return _with(known, newest, keys) if keys else None


def _read(newest: tuple[int, str], since: date) -> Shelf:
    """Everything, a row after the other; the change is the last before the reading began."""
    length = (Listing.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    sets: dict[str, dict[str, bytearray]] = {}
    shown, order, runs = bytearray(length // 8 + 1), list[Place](), dict[int, Runs]()
    for key, code, published_at, values, each_run in _rows(Listing.objects.all()).iterator():
        if key >> 3 >= len(shown):
            continue  # listed since the length was asked for: the next change brings it
        for kind, each in values.items():
            for value in each:
                there = sets.setdefault(kind, {}).setdefault(value, bytearray(len(shown)))
                there[key >> 3] |= 1 << (key & 7)
        shown[key >> 3] |= 1 << (key & 7)
        order.append((-published_at.timestamp(), code, key))
        if later := _later(each_run, since):
            runs[key] = later
    frozen = {
        kind: {value: int.from_bytes(data, "little") for value, data in each.items()}
        for kind, each in sets.items()
    }
    return Shelf(newest, since, int.from_bytes(shown, "little"), frozen, sorted(order), runs)


def _rows(of: QuerySet[Listing]) -> "QuerySet[Listing, tuple[Any, ...]]":
    return of.values_list(*COLUMNS)


def _later(runs: Iterable[Sequence[Any]], since: date) -> Runs:
    day = since.isoformat()
    return tuple(run for run in runs if not run[4] and run[1] >= day)


def _with(known: Shelf, newest: tuple[int, str], keys: Collection[int]) -> Shelf:
    """The shelf with these listings as they are now; the old one stays as it was for whoever looks at it."""
    there = bits_of(keys, max(*keys, known.shown.bit_length()))
    shown, order = known.shown | there, [place for place in known.order if place[2] not in keys]
    values = {
        kind: {value: bits & ~there for value, bits in sets.items()} for kind, sets in known.values.items()
    }
    runs = {key: each for key, each in known.runs.items() if key not in keys}
    opened = {day: bits & ~there for day, bits in known.opened.items()}
    for key, code, published_at, listed, each_run in _rows(Listing.objects.filter(pk__in=keys)):
        bit = 1 << key
        for kind, each in listed.items():
            sets = values.setdefault(kind, {})
            sets |= {value: sets.get(value, 0) | bit for value in each}
        order.append((-published_at.timestamp(), code, key))
        if later := _later(each_run, known.since):
            runs[key] = later
            opened = {day: bits | bit if _is_open(later, day) else bits for day, bits in opened.items()}
    return Shelf(newest, known.since, shown, values, sorted(order), runs, opened)
