"""The doors through which foreign bytes come in: JSON, base64 and compressed data, strict and bounded.

JSON per RFC 8259 restricted as I-JSON (RFC 7493): UTF-8 only, no byte order mark, no member name twice,
no integer beyond ±(2^53 − 1). Base64 per RFC 4648 in its one canonical spelling. Deflate per RFC 1950–1952.
"""

import binascii
import json
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from microcred.errors import Ambiguous, Malformed, TooLarge
from microcred.primitives import base64
from microcred.report import _
from microcred.saying import Said

BIGGEST_NUMBER = 2**53 - 1  # RFC 7493 §2.2: what every JSON reader keeps exactly
INEXACT = _("An integer in the JSON is too large to be exact everywhere. Write it as text.")
DIGITS = 20  # of a number on either side of its point
NUMBER_SIGNS = 60  # of the text of a number, of which some may be noughts and an exponent
ZLIB, GZIP, RAW = 15, 31, -15  # `wbits` of the three wrappings of deflate


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one credential may ask of us: bytes read, levels of nesting, JSON values."""

    bytes: int = 10_000_000
    depth: int = 64
    nodes: int = 200_000


LIMITS = Limits()

_CONTAINERS = frozenset({dict, list})
_SPACE = b" \t\r\n"
_IN_ASCII = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode

# A text, also one that never ends: without that the search would begin anew at each quote inside it.
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.?)*+"?', re.DOTALL)


def parse_json(data: bytes, limits: Limits = LIMITS) -> Any:
    """Read JSON that every reader understands alike, or say what is wrong with it (RFC 7493 §2).

    Raises TooLarge beyond `limits` and Malformed for everything else; both before anyone trusts a value.
    """
    _refuse_oversize(data, limits)
    try:
        tree = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise _broken(data, error) from None
    if data.count(b"{") + data.count(b"[") > limits.depth:
        _refuse_depth(tree, limits)
    if not _is_written_alike(tree, data):
        _refuse_duplicates(data)
    return tree


def b64url_encode(data: bytes) -> str:
    """The base64url spelling without padding (RFC 7515 §2)."""
    return _b64url(data).decode("ascii")


def b64url_decode(text: str | bytes) -> bytes:
    """The bytes of canonical base64url: no padding, no other alphabet, no stray bits (RFC 7515 §2)."""
    spelling = text.encode("ascii", "replace") if isinstance(text, str) else text
    try:
        if b"+" in spelling or b"/" in spelling:
            raise binascii.Error
        data = base64.b64decode(spelling + b"=" * (-len(spelling) % 4), b"-_", validate=True)
    except binascii.Error:
        raise Malformed("This is not base64url.") from None
    if _b64url(data) != spelling:
        raise Malformed("This base64url is not in its canonical spelling.")
    return data


def _b64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def b64_decode(text: str | bytes) -> bytes:
    """The bytes of canonical base64 with padding, as certificates and data URLs use it (RFC 4648 §4)."""
    spelling = text.encode() if isinstance(text, str) else text
    try:
        data = base64.b64decode(spelling, validate=True)
    except binascii.Error:
        raise Malformed("This is not base64.") from None
    if base64.b64encode(data) != spelling:
        raise Malformed("This base64 is not in its canonical spelling.")
    return data


def decimal(text: str) -> Decimal | None:
    """The number, if it is finite and has at most so many digits on either side of the point.

    An exponent makes a number of any length out of a few signs: it has to be refused before it is written.
    """
    if len(text) > NUMBER_SIGNS:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or number.adjusted() > DIGITS or int(number.as_tuple().exponent) < -DIGITS:
        return None
    return number


def inflate(data: bytes, *, limit: int, wbits: int) -> bytes:
    """Unpack one deflate stream of at most `limit` bytes; `wbits` is ZLIB, GZIP or RAW.

    Raises TooLarge as soon as the limit is passed, Malformed for a broken, cut or continued stream.
    """
    stream = zlib.decompressobj(wbits)
    try:
        unpacked = stream.decompress(data, limit + 1)
    except zlib.error:
        raise Malformed("The compressed data is damaged.") from None
    if len(unpacked) > limit:
        raise TooLarge("The compressed data unpacks to more than {limit} bytes.", limit=limit)
    if not stream.eof:
        raise Malformed("The compressed data is incomplete.")
    if stream.unused_data:
        raise Malformed("There is extra data after the compressed data.")
    return unpacked


def _refuse_oversize(data: bytes, limits: Limits) -> None:
    if len(data) > limits.bytes:
        raise TooLarge(
            "The file has {bytes} bytes. The limit is {limit}.", bytes=len(data), limit=limits.bytes
        )
    if len(data) <= limits.nodes or _values(data) <= limits.nodes:
        return
    if _values(_TEXT.sub(b"", data)) > limits.nodes:
        raise TooLarge("The JSON has more than {limit} values.", limit=limits.nodes)


def _values(data: bytes) -> int:
    """At least as many values as the JSON has; exact enough once its texts are taken out."""
    return data.count(b",") + data.count(b"{") + data.count(b"[") + 1


def _refuse_depth(tree: Any, limits: Limits) -> None:
    depth, level = 0, [tree] if type(tree) in _CONTAINERS else []
    while level:
        depth += 1
        if depth > limits.depth:
            raise TooLarge("The JSON is nested deeper than {limit} levels.", limit=limits.depth)
        inner = (value.values() if type(value) is dict else value for value in level)
        level = [value for values in inner for value in values if type(value) in _CONTAINERS]


def _is_written_alike(tree: Any, data: bytes) -> bool:
    """Whether the tree, written again, gives the same data but for space: then no name was lost on reading.

    Space is taken out of texts too, on both sides: that moves no quote, brace or comma, so the two still
    have the same members. A number beyond the exact ones is refused or written in another way.
    """
    try:
        written = orjson.dumps(tree, option=orjson.OPT_STRICT_INTEGER)
    except orjson.JSONEncodeError:
        raise Malformed(INEXACT) from None
    if written == data:
        return True
    bare = data.translate(None, _SPACE)
    if b"\\u" in data:
        written = _IN_ASCII(tree).encode()
    return written.translate(None, _SPACE) == bare


def _refuse_duplicates(data: bytes) -> None:
    """Read slowly what is spelt unusually: names twice, and integers that the fast reader rounds."""
    try:
        json.loads(data, object_pairs_hook=_unique, parse_int=_exact, parse_float=len)
    except RecursionError:
        raise TooLarge("The JSON is nested too deeply.") from None


def _unique(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) < len(pairs):
        name = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise Ambiguous("The JSON has the name “{name}” twice in one object.", name=name[:80])


def _exact(digits: str) -> None:
    if len(digits) > 17 or abs(int(digits)) > BIGGEST_NUMBER:
        raise Malformed(INEXACT)


def _broken(data: bytes, error: orjson.JSONDecodeError) -> Malformed | TooLarge:
    if error.msg == "depth limit exceeded":
        return TooLarge("The JSON is nested too deeply.")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return Malformed("The JSON begins with a byte order mark. Save it as plain UTF-8.")
    try:
        data.decode()
    except UnicodeDecodeError as wrong:
        return Malformed("The JSON is not UTF-8.", at=Said("byte {position}", position=wrong.start))
    return Malformed(
        "This is not valid JSON.",
        at=Said("line {line}, column {column}", line=error.lineno, column=error.colno),
    )
