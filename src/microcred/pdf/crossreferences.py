"""Where the objects of a PDF stand, by its cross-reference tables and streams.

ISO 32000-2 §7.5.4–§7.5.8. What a newer section says goes before what an older one said.
"""

import re
from typing import Any, NamedTuple

from microcred.errors import Malformed, TooLarge
from microcred.pdf.filters import numbers, unpack
from microcred.pdf.objects import Stream, read_object
from microcred.pdf.values import GAP, Work, read_value
from microcred.saying import Said

MOST_SECTIONS = 1_000

_START = re.compile(rb"startxref" + GAP + rb"(\d{1,10})")
_TABLE = re.compile(GAP + rb"xref\b")
_SUBSECTION = re.compile(GAP + rb"(\d{1,10})[ ]+(\d{1,10})" + GAP)
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])[ \r\n]{0,2}")
_TRAILER = re.compile(GAP + rb"trailer")


class Place(NamedTuple):
    """Where an object stands: at an offset of the file, or in the object stream with this number."""

    offset: int
    container: int = -1


Places = dict[int, Place]


def read_places(data: bytes, work: Work) -> tuple[Places, dict[str, Any]]:
    """Where each object stands, and the trailer with what older trailers add to it."""
    places: Places = {}
    whole: dict[str, Any] = {}
    waiting, seen = [newest_section(data)], set[int]()
    while waiting:
        offset = waiting.pop()
        if offset in seen:
            continue
        seen.add(offset)
        if len(seen) > MOST_SECTIONS:
            raise TooLarge("The PDF was changed too often to be read.")
        trailer = _read_section(data, offset, places, work)
        for name, value in trailer.items():
            whole.setdefault(name, value)
        links = (trailer.get(name) for name in ("/Prev", "/XRefStm"))
        waiting += [link for link in links if isinstance(link, int)]
    return places, whole


def newest_section(data: bytes) -> int:
    """Where the cross-references that were written last begin (§7.5.5)."""
    found = list(_START.finditer(data, max(0, len(data) - 2048)))
    if not found:
        raise Malformed("The PDF is incomplete: it does not say where its parts are.")
    return int(found[-1][1])


def is_table(data: bytes, offset: int) -> bool:
    """Whether the section there is a classic table rather than a stream."""
    return _TABLE.match(data, offset) is not None


def _read_section(data: bytes, offset: int, places: Places, work: Work) -> dict[str, Any]:
    table = _TABLE.match(data, offset) if 0 <= offset < len(data) else None
    if table:
        work.spend(table.end() - offset)
        return _read_table(data, table.end(), places, work)
    _, stream = read_object(data, offset, work, lambda direct: direct)
    if not isinstance(stream, Stream) or stream.entries.get("/Type") != "/XRef":
        raise Malformed("The PDF is damaged: its cross-references are not where it says.")
    _read_rows(data, stream, places, work)
    return stream.entries


def _read_table(data: bytes, position: int, places: Places, work: Work) -> dict[str, Any]:
    """A classic table (§7.5.4) and its trailer."""
    while part := _SUBSECTION.match(data, position):
        first, count = int(part[1]), int(part[2])
        work.spend(part.end() - position)
        position = part.end()
        for number in range(first, first + count):
            work.spend()
            entry = _ENTRY.match(data, position)
            if entry is None:
                raise Malformed(
                    "The PDF is damaged: a cross-reference is wrong.",
                    at=Said("byte {position}", position=position),
                )
            position = entry.end()
            if entry[3] == b"n":
                places.setdefault(number, Place(int(entry[1])))
    trailer = _TRAILER.match(data, position)
    if trailer is None:
        raise Malformed("The PDF is damaged: it has no trailer.")
    entries, _ = read_value(data, trailer.end(), work)
    return entries if isinstance(entries, dict) else {}


def _read_rows(data: bytes, stream: Stream, places: Places, work: Work) -> None:
    """A cross-reference stream (§7.5.8); only as many rows count as there are bytes for."""
    entries = stream.entries
    widths = numbers(entries.get("/W"), 8)
    index = numbers(entries.get("/Index", [0, entries.get("/Size")]), 2**40)
    if len(widths) != 3 or not sum(widths):
        raise Malformed("The PDF is damaged: its cross-references cannot be read.")
    filters, parameters = _listed(entries.get("/Filter")), _listed(entries.get("/DecodeParms"))
    rows, width, position = unpack(data[stream.start : stream.end], filters, parameters, work), sum(widths), 0
    for first, count in zip(index[::2], index[1::2], strict=False):
        for number in range(first, first + count):
            if position + width > len(rows):
                return
            work.spend()
            _add_row(places, number, _fields(rows[position : position + width], widths))
            position += width


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _add_row(places: Places, number: int, fields: tuple[int, int, int]) -> None:
    kind, second, third = fields
    if kind == 1:
        places.setdefault(number, Place(second))
    elif kind == 2:
        places.setdefault(number, Place(third, container=second))


def _fields(row: bytes, widths: list[int]) -> tuple[int, int, int]:
    """The three fields of a row; a first field without width means 1 (§7.5.8.2)."""
    one, two = widths[0], widths[0] + widths[1]
    kind = int.from_bytes(row[:one], "big") if one else 1
    return kind, int.from_bytes(row[one:two], "big"), int.from_bytes(row[two:], "big")
