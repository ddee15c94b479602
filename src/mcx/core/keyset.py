"""Long lists a page at a time, found by place: a page begins after the last row of the one before it.

So a page costs the same wherever it is in the list, and whoever turns pages to the end sees every row once,
whatever is added meanwhile. A place is what the list is ordered by, of one row, and its primary key where
others have the same. Pages and the API hand it out as a cursor: encrypted, since addresses are logged and
places name people, and always alike, since pages are compared.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, Protocol, TypeVar

from django.conf import settings
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mcx.core.ciphers import Undecipherable, decrypt_alike, encrypt_alike
from mcx.core.errors import Invalid

PURPOSE = "pages"
COUNTED = 10_000  # rows: longer lists are not counted to their end
BEFORE, AFTER = "<", ">"

Place = list[Any]
"""What the list is ordered by, of one row: plain values."""
Row = TypeVar("Row")
Listed = TypeVar("Listed", bound=Model)


class PageUnknown(Invalid):
    """A cursor is one that we gave out for this list."""

    code = "page-unknown"
    message = _("This address does not lead to a page of the list.")
    fix = _("Open the list again. It begins with its first page.")


class Ordered(Protocol[Row]):
    """Rows in an order, read from either end or from a place in it."""

    @property
    def order(self) -> str:
        """What the list is ordered by: a cursor of one order is none of another."""

    def after(self, place: Place | None, most: int) -> list[Row]:
        """The first rows, or those behind the place."""

    def before(self, place: Place | None, most: int) -> list[Row]:
        """The last rows, or those that end before the place; in the order of the list, too."""

    def place_of(self, row: Row) -> Place:
        """The place of one of these rows."""

    def count(self) -> int | None:
        """How many rows there are; None where counting would take long."""


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """A page of a list, and the cursors of those beside it, empty at either end."""

    rows: list[Row]
    previous: str
    next: str
    count: int | None


def part_of(found: Ordered[Row], size: int, cursor: str = "") -> Part[Row]:
    """The page that a cursor names, else the first; the last for one behind it (two queries, at most four).

    :raises PageUnknown: when the cursor is none of this list
    """
    way, place = _read(cursor, found.order) if cursor else (AFTER, None)
    if way == BEFORE:
        rows = found.before(place, size + 1)
        if len(rows) > size:
            return _part(found, rows[1:], is_first=False, is_last=False)
        place = None  # the first page is always a whole one
    rows = found.after(place, size + 1)
    if place is not None and not rows:
        rows = found.before(None, size + 1)
        return _part(found, rows[-size:], is_first=len(rows) <= size, is_last=True)
    return _part(found, rows[:size], is_first=place is None, is_last=len(rows) <= size)


def _part(found: Ordered[Row], rows: list[Row], *, is_first: bool, is_last: bool) -> Part[Row]:
    return Part(
        rows,
        previous="" if is_first else _cursor(BEFORE, found.place_of(rows[0]), found.order),
        next="" if is_last else _cursor(AFTER, found.place_of(rows[-1]), found.order),
        count=len(rows) if is_first and is_last else found.count(),
    )


def _cursor(way: str, place: Place, order: str) -> str:
    text = json.dumps([way, *place], default=str, ensure_ascii=False, separators=(",", ":"))
    sealed = encrypt_alike(text, secret=settings.SECRET_KEY.encode(), purpose=PURPOSE, beside=order)
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def _read(cursor: str, order: str) -> tuple[str, Place]:
    try:
        sealed = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        text = decrypt_alike(sealed, secret=settings.SECRET_KEY.encode(), purpose=PURPOSE, beside=order)
    except (Undecipherable, ValueError):
        raise PageUnknown from None
    way, *place = json.loads(text)
    return way, place


@dataclass(frozen=True, slots=True)
class _Key:
    """One of the values that a list is ordered by; nothing comes before everything."""

    name: str
    is_descending: bool
    may_be_nothing: bool

    def ordering(self, *, is_reversed: bool) -> Any:
        down = self.is_descending != is_reversed
        if not self.may_be_nothing:
            return f"-{self.name}" if down else self.name
        return F(self.name).desc(nulls_last=True) if down else F(self.name).asc(nulls_first=True)

    def beyond(self, value: Any, *, is_reversed: bool) -> Q:
        """Which rows come after the value."""
        down = self.is_descending != is_reversed
        if value is None:
            return Q(pk__in=[]) if down else Q(**{f"{self.name}__isnull": False})
        found = Q(**{f"{self.name}__lt" if down else f"{self.name}__gt": value})
        return found | Q(**{f"{self.name}__isnull": True}) if down and self.may_be_nothing else found

    def from_there(self, value: Any, *, is_reversed: bool) -> Q:
        """Which rows have the value or come after it, in the words that an index serves."""
        down = self.is_descending != is_reversed
        if value is None or (down and self.may_be_nothing):
            return self.beyond(value, is_reversed=is_reversed) | self.equal(value)
        return Q(**{f"{self.name}__lte" if down else f"{self.name}__gte": value})

    def equal(self, value: Any) -> Q:
        """Which rows have the value."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


class Rows(Generic[Listed]):
    """The rows of a query, in its own order and then by primary key."""

    def __init__(self, found: QuerySet[Listed]) -> None:
        """`found` is ordered by names of fields; for each the rows hold what it names."""
        names = [str(each) for each in found.query.order_by]
        if not {"pk", "-pk"} & set(names):
            names.append("-pk" if names and names[-1].startswith("-") else "pk")
        self.order = ",".join(names)
        self._keys = [_key(found, name) for name in names]
        self._found = found

    def after(self, place: Place | None, most: int) -> list[Listed]:
        """One query."""
        return list(self._from(place, is_reversed=False)[:most])

    def before(self, place: Place | None, most: int) -> list[Listed]:
        """One query."""
        return list(self._from(place, is_reversed=True)[:most])[::-1]

    def place_of(self, row: Listed) -> Place:
        """No query, where what the list is ordered by came with the row."""
        return [reduce(getattr, key.name.split("__"), row) for key in self._keys]

    def count(self) -> int | None:
        """One query, which ends where the list is long and looks up nothing else about its rows."""
        number = self._found.order_by().values("pk")[: COUNTED + 1].count()
        return number if number <= COUNTED else None

    def _from(self, place: Place | None, *, is_reversed: bool) -> QuerySet[Listed]:
        found = self._found.order_by(*(key.ordering(is_reversed=is_reversed) for key in self._keys))
        return found if place is None else found.filter(self._behind(place, is_reversed))

    def _behind(self, place: Place, is_reversed: bool) -> Q:
        """Later by the first key, or as late and later by the second, and so on.

        The first key is asked for once more by itself, for the sake of its index: in conditions joined by OR
        no database looks for a beginning.
        """
        pairs = list(zip(self._keys, place, strict=True))
        behind = Q(pk__in=[])
        for key, value in reversed(pairs):
            behind = key.beyond(value, is_reversed=is_reversed) | (key.equal(value) & behind)
        first, value = pairs[0]
        return first.from_there(value, is_reversed=is_reversed) & behind


def _key(found: QuerySet[Any], ordering: str) -> _Key:
    name, nullable, model = ordering.removeprefix("-"), False, found.model
    for part in [] if name in found.query.annotations else name.split("__"):
        field: Any = model._meta.pk if part == "pk" else model._meta.get_field(part)
        nullable, model = nullable or field.null, field.related_model or model
    return _Key(name, ordering.startswith("-"), nullable)


class Placed(Protocol):
    """A row that knows its place."""

    @property
    def place(self) -> Place:
        """What the list is ordered by."""


Known = TypeVar("Known", bound=Placed)


class Made(Generic[Known]):
    """Rows that were made, not looked up: few enough to be held, in the order of their places."""

    def __init__(self, rows: Sequence[Known], order: str) -> None:
        self.order, self._rows = order, rows

    def after(self, place: Place | None, most: int) -> list[Known]:
        """The rows behind the place."""
        return [each for each in self._rows if place is None or each.place > place][:most]

    def before(self, place: Place | None, most: int) -> list[Known]:
        """The rows before it."""
        return [each for each in self._rows if place is None or each.place < place][-most:]

    def place_of(self, row: Known) -> Place:
        """As the row says."""
        return row.place

    def count(self) -> int:
        """All of them."""
        return len(self._rows)
