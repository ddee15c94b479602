"""The search of the catalogue: words, filters, and how many each further filter would leave."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import dropwhile, islice, takewhile
from operator import and_
from typing import Any, overload

from django.db.models import Aggregate, Case, F, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import GreaterThan

from mcx.catalogue.models import Edition, Listing
from mcx.catalogue.rules import Filters, bits_of, words_of
from mcx.catalogue.selectors.shelf import Shelf, public_shelf
from mcx.core.keyset import Place

FAR = 1_000_000
MOST_INSTITUTIONS = 12
FACETS = ("institutions", "languages", "eqf", "ects", "participation", "fields", "free_for", "is_open")

Facets = Mapping[str, Mapping[str, int]]
Stand = tuple[int, float, str]
"""Where an edition stands: among the open (0) or the others (1), how good a match, the code."""
Match = tuple[float, str, int]
"""How near to the start the words are, the code, and the key of the micro-credential."""


def public_search(query: str, filters: Filters, *, on: date) -> "Found":
    """The newest editions in which all words occur and that pass the filters, best match first.

    Without words those one can apply for come first, then the latest. One query, another for words, and one
    for each part that is looked at.
    """
    words = words_of(query)
    return Found(public_shelf(on), filters, on, _matches(words) if words else None)


def public_facets(query: str, filters: Filters, *, on: date) -> Facets:
    """For each kind of filter, how many editions each of its values would show beside the other filters."""
    return public_search(query, filters, on=on).facets()


class Found:
    """What a search found, as a list of editions that is read in parts; each says whether it `is_open`."""

    def __init__(self, shelf: Shelf, filters: Filters, on: date, matches: list[Match] | None) -> None:
        self._shelf, self._filters, self._matches = shelf, filters, matches
        self._open, self._worded = shelf.open_on(on), shelf.shown
        if matches is not None:
            keys = [key for _rank, _code, key in matches]
            self._worded &= bits_of(keys, max(keys, default=0) + 1)
        self._passing = _passing(shelf, filters, self._open)
        self._bits = reduce(and_, self._passing.values(), self._worded)

    def count(self) -> int:
        """How many there are."""
        return self._bits.bit_count()

    def __len__(self) -> int:
        return self.count()

    @overload
    def __getitem__(self, part: int) -> Edition: ...

    @overload
    def __getitem__(self, part: slice) -> list[Edition]: ...

    def __getitem__(self, part: int | slice) -> Edition | list[Edition]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        return self._editions(islice(self._places(), part.start, part.stop))

    def __iter__(self) -> Iterator[Edition]:
        return iter(self[:])

    @property
    def order(self) -> str:
        """What the list is ordered by."""
        return "latest" if self._matches is None else "nearest"

    def after(self, place: Place | None, most: int) -> list[Edition]:
        """The first, or those behind the place."""
        start = None if place is None else tuple(place)
        places = dropwhile(lambda each: start is not None and each[0] <= start, self._places())
        return self._editions(islice(places, most))

    def before(self, place: Place | None, most: int) -> list[Edition]:
        """The last, or those that end before the place."""
        end = None if place is None else tuple(place)
        places = takewhile(lambda each: end is None or each[0] < end, self._places())
        return self._editions(deque(places, maxlen=most))

    def place_of(self, row: Edition) -> Place:
        """Where the edition stands in the list."""
        return row.place  # type: ignore[attr-defined, no-any-return]

    def facets(self) -> Facets:
        """How many each value of each kind would leave; of institutions those with most and the chosen."""
        found = {kind: self._counts(kind) for kind in FACETS}
        ranked = sorted(found["institutions"].items(), key=lambda item: (-item[1], item[0]))
        shown = {slug for slug, _count in ranked[:MOST_INSTITUTIONS]} | set(self._filters.institutions)
        return found | {"institutions": {slug: count for slug, count in ranked if slug in shown}}

    def _counts(self, kind: str) -> dict[str, int]:
        others = (bits for name, bits in self._passing.items() if name != kind)
        base = reduce(and_, others, self._worded)
        sets = {"1": self._open} if kind == "is_open" else self._shelf.values.get(kind, {})
        return {value: count for value, bits in sets.items() if (count := (bits & base).bit_count())}

    def _places(self) -> Iterator[tuple[Stand, int]]:
        if self._matches is None:
            for group, bits in enumerate((self._bits & self._open, self._bits & ~self._open)):
                yield from (((group, rank, code), key) for rank, code, key in self._shelf.in_order(bits))
        else:
            yield from (
                ((0, rank, code), key) for rank, code, key in sorted(self._matches) if self._bits >> key & 1
            )

    def _editions(self, places: Iterable[tuple[Stand, int]]) -> list[Edition]:
        stands = {key: stand for stand, key in places}
        rows = Edition.objects.filter(listing__in=stands).select_related(
            "listing", "micro_credential__institution"
        )
        found = {each.micro_credential_id: each for each in rows.defer(*UNSEEN)} if stands else {}
        for key, each in found.items():
            each.is_open = bool(self._open >> key & 1)  # type: ignore[attr-defined]
            each.place = [*stands[key]]  # type: ignore[attr-defined]
        return [found[key] for key in stands if key in found]


UNSEEN = ("specification", "search_text", "criteria", "listing__values", "listing__search_text")


def _passing(shelf: Shelf, filters: Filters, open_now: int) -> dict[str, int]:
    """What passes each kind of filter that is set."""
    chosen: dict[str, list[str]] = {
        "institutions": [*filters.institutions],
        "languages": [*filters.languages],
        "eqf": [str(level) for level in filters.eqf],
        "participation": [*filters.participation],
        "free_for": [filters.free_for.value] if filters.free_for else [],
    }
    found = {kind: shelf.any_of(kind, values) for kind, values in chosen.items() if values}
    if filters.fields:
        codes = [code for code in shelf.values.get("isced_f", {}) if code.startswith(filters.fields)]
        found["fields"] = shelf.any_of("isced_f", codes)
    least, most = filters.ects_from, filters.ects_to
    if least is not None or most is not None:
        sizes = [size for size in shelf.values.get("ects", {}) if _is_between(Decimal(size), least, most)]
        found["ects"] = shelf.any_of("ects", sizes)
    if filters.is_open:
        found["is_open"] = open_now
    return found


def _is_between(value: Decimal, least: Decimal | None, most: Decimal | None) -> bool:
    return (least is None or least <= value) and (most is None or value <= most)


class _Lines(Aggregate):
    """All values in one text, a line each: however many there are, they come as one row."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, CHAR(10))"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """As PostgreSQL calls it."""
        template = "%(function)s(%(expressions)s, CHR(10))"
        return self.as_sql(compiler, connection, function="STRING_AGG", template=template, **more)


def _matches(words: Iterable[str]) -> list[Match]:
    """Every listing in which all words occur."""
    found = Listing.objects.all()
    for word in words:
        found = found.filter(GreaterThan(StrIndex("search_text", Value(word)), 0))
    rank, code, key = (Cast(each, TextField()) for each in (_rank(words), "micro_credential__code", "pk"))
    blank = Value(" ", TextField())
    line = Concat(rank, blank, code, blank, key)
    lines = found.aggregate(lines=_Lines(line))["lines"] or ""
    parts = (each.split(" ") for each in lines.splitlines())
    return [(int(rank), code, int(key)) for rank, code, key in parts]


def _rank(words: Iterable[str]) -> Combinable:
    """The nearer to the start of the search text (titles, names, summary, …), the better; words begun there
    come before words found inside others."""
    text = F("search_text")
    total: Combinable = Value(0)
    for word in words:
        begun, inside = StrIndex(text, Value(f" {word}")), StrIndex(text, Value(word))
        total += Case(When(GreaterThan(begun, 0), then=begun), default=inside + FAR)
    return total
