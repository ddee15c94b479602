"""JSON Canonicalization Scheme, RFC 8785.

orjson writes the same bytes as the scheme for texts, integers, literals and keys in the Basic Multilingual
Plane, and for numbers of everyday size once whole ones are integers. What else there is takes the slower
way written here.
"""

import math
import operator
from typing import Any

import orjson

from microcred.errors import Malformed, TooLarge

LARGEST_INTEGER = 2**53 - 1  # RFC 7493 §2.2: beyond it two numbers share one double
DEPTH_LIMIT = 200

_UNUSUAL: Any = object()


def canonicalise(value: Any) -> bytes:
    """The only bytes this JSON value has under RFC 8785.

    Raises Malformed for what I-JSON (RFC 7493) cannot carry: NaN, infinities, integers past ±(2⁵³−1), lone
    surrogates, keys that are not texts; TooLarge for more than `DEPTH_LIMIT` levels.
    """
    try:
        plain = _plain(value, 0)
        if plain is not _UNUSUAL:
            return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)
        parts: list[str] = []
        _write(value, parts)
        return "".join(parts).encode("utf-8")
    except (orjson.JSONEncodeError, UnicodeEncodeError) as error:
        raise Malformed("The value is not I-JSON: a text contains a lone surrogate.") from error


def number(value: float) -> str:
    """The number as ECMAScript writes it (RFC 8785 §3.2.2.3)."""
    if not math.isfinite(value):
        raise Malformed("JSON has no NaN and no infinity.")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    digits, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = digits.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    significant = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(significant) if whole == "0" else 0
    return sign + _positional(significant.rstrip("0"), point)


def _positional(digits: str, point: int) -> str:
    """ECMA-262 Number::toString for `digits` with the decimal point after `point` of them."""
    if len(digits) <= point <= 21:
        return digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    mantissa = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{point - 1:+d}"


def _plain(value: Any, depth: int) -> Any:
    """The value as orjson writes it canonically, `_UNUSUAL` if it cannot; raises for what is no I-JSON."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is dict:
        return _plain_object(value, depth + 1)
    if kind is list or kind is tuple:
        _check_depth(depth)
        # every item is looked at: a later one may be no JSON at all
        items = [_plain(item, depth + 1) for item in value]
        if _UNUSUAL in items:
            return _UNUSUAL
        return value if all(map(operator.is_, items, value)) else items
    if kind is int:
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            raise Malformed("An integer is larger than a double can hold exactly.")
        return value
    if kind is float:
        return _plain_number(value)
    raise Malformed("JSON has no value of type {kind}.", kind=kind.__name__)


def _plain_object(value: dict[Any, Any], depth: int) -> Any:
    """The object itself if nothing in it has to be written in another way."""
    _check_depth(depth)
    changed, is_unusual = {}, False
    for key, item in value.items():
        if type(key) is not str:
            raise Malformed("A key of a JSON object is not a text.")
        if not key.isascii() and max(key) > "\uffff":
            is_unusual = True
        if type(item) is not str:
            plain = _plain(item, depth)
            if plain is not item:
                changed[key] = plain
    if is_unusual or _UNUSUAL in changed.values():
        return _UNUSUAL
    return {**value, **changed} if changed else value


def _plain_number(value: float) -> Any:
    """Whole numbers become integers; in this range the others are written alike by everybody."""
    if not 1e-3 <= abs(value) < 1e15:
        return 0 if value == 0 else _UNUSUAL
    return int(value) if value.is_integer() else value


def _check_depth(depth: int) -> None:
    if depth > DEPTH_LIMIT:
        raise TooLarge("The value is nested deeper than {limit} levels.", limit=DEPTH_LIMIT)


def _write(value: Any, parts: list[str]) -> None:
    if type(value) is dict:
        parts.append("{")
        for position, key in enumerate(sorted(value, key=_utf16)):
            parts.append(("," if position else "") + orjson.dumps(key).decode() + ":")
            _write(value[key], parts)
        parts.append("}")
    elif type(value) is list or type(value) is tuple:
        parts.append("[")
        for position, item in enumerate(value):
            if position:
                parts.append(",")
            _write(item, parts)
        parts.append("]")
    else:
        parts.append(number(value) if type(value) is float else orjson.dumps(value).decode())


def _utf16(key: str) -> bytes:
    """The sort key of RFC 8785 §3.2.3: UTF-16 code units."""
    return key.encode("utf-16-be")
