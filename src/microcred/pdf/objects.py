"""One object of a PDF: its header, its value, and the bytes that may follow (ISO 32000-2 §7.3.8, §7.3.10)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from microcred.errors import Malformed
from microcred.pdf.values import GAP, Work, read_value
from microcred.saying import Said

SEARCH = 500_000  # bytes of work to look for an end that a length should have named

_OBJECT = re.compile(GAP + rb"(\d{1,10})[\0\t\n\f\r ]++\d{1,5}[\0\t\n\f\r ]++obj")
_STREAM = re.compile(GAP + rb"stream(?:\r\n|\n|\r)")
_ENDED = re.compile(rb"[\r\n]{0,2}endstream")
_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Stream:
    """A dictionary with bytes, and where these stand in the file."""

    entries: dict[str, Any]
    start: int
    end: int


def read_object(data: bytes, offset: int, work: Work, resolve: Callable[[Any], Any]) -> tuple[int, Any]:
    """The number and the value of the object at an offset; `resolve` follows the reference to its length."""
    header = _OBJECT.match(data, offset) if 0 <= offset < len(data) else None
    if header is None:
        raise Malformed(
            "The PDF is damaged: an object is not where it should be.",
            at=Said("byte {position}", position=offset),
        )
    work.spend(header.end() - offset)
    value, position = read_value(data, header.end(), work)
    stream = _STREAM.match(data, position) if isinstance(value, dict) else None
    if stream is None:
        return int(header[1]), value
    return int(header[1]), _read_stream(data, value, stream.end(), work, resolve(value.get("/Length")))


def _read_stream(data: bytes, entries: dict[str, Any], start: int, work: Work, length: Any) -> Stream:
    """The stream that begins here, by its length or, where that is wrong, up to its end mark."""
    if isinstance(length, int) and length >= 0 and _ENDED.match(data, start + length):
        return Stream(entries, start, start + length)
    work.spend(SEARCH)
    end = data.find(b"endstream", start)
    if end < 0:
        raise Malformed("The PDF is incomplete: it ends within a stream.")
    line_end = _LINE_END.search(data, max(start, end - 2), end)
    return Stream(entries, start, line_end.start() if line_end and line_end.end() == end else end)
