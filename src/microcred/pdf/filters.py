"""What a stream's bytes were before they were packed: deflate with PNG prediction (ISO 32000-2 §7.4.4)."""

from typing import Any

from microcred.errors import Malformed, Unsupported
from microcred.guards import ZLIB, inflate
from microcred.pdf.values import Work

DEFLATE = ("/FlateDecode", "/Fl")
MOST_FILTERS = 4


def unpack(data: bytes, filters: list[Any], parameters: list[Any], work: Work) -> bytes:
    """The bytes behind the filters; raises Unsupported for a packing other than deflate."""
    for index, name in enumerate(filters):
        if name not in DEFLATE or len(filters) > MOST_FILTERS:
            raise Unsupported(
                "The PDF compresses a file with a method that is not supported ({filter}).",
                filter=str(name)[:40],
            )
        data = inflate(data, limit=work.unpacked, wbits=ZLIB)
        work.unpacked -= len(data)
        known = parameters[index] if index < len(parameters) else None
        data = _unpredict(data, known if isinstance(known, dict) else {}, work)
    return data


def _unpredict(data: bytes, parameters: dict[str, Any], work: Work) -> bytes:
    """The bytes before PNG prediction with the filters None, Sub and Up (PNG §9)."""
    predictor = parameters.get("/Predictor", 1)
    if predictor == 1:
        return data
    (columns,) = numbers([parameters.get("/Columns", 1)], 1_000)
    if predictor not in range(10, 16) or not columns:
        raise Unsupported("The PDF predicts bytes with a method that is not supported.")
    rows, above = bytearray(), bytes(columns)
    for start in range(0, len(data) - columns, columns + 1):
        work.spend()
        above = _unpredict_row(data[start], data[start + 1 : start + 1 + columns], above)
        rows += above
    return bytes(rows)


def _unpredict_row(filter_: int, row: bytes, above: bytes) -> bytes:
    if filter_ == 0:
        return row
    if filter_ == 1:
        left, result = 0, bytearray()
        for byte in row:
            left = (left + byte) & 0xFF
            result.append(left)
        return bytes(result)
    if filter_ == 2:
        return bytes((byte + up) & 0xFF for byte, up in zip(row, above, strict=True))
    raise Unsupported("The PDF predicts bytes with a method that is not supported.")


def numbers(values: Any, most: int) -> list[int]:
    """The values if they are natural numbers up to a limit; raises Malformed."""
    if not isinstance(values, list) or not all(type(value) is int and 0 <= value <= most for value in values):
        raise Malformed("The PDF is damaged: a number in it is not a number.")
    return values
