"""RDF terms as canonical N-Quads writes them.

RDF 1.2 N-Quads §4 (canonical form), JSON-LD 1.1 API §8.2 and §8.6 (numbers, booleans, JSON literals).
"""

import math
import re
from typing import Any

from microcred import jcs
from microcred.errors import Malformed

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

is_iri = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\udfff]*").fullmatch
is_language = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*").fullmatch

_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def escaped(text: str) -> str:
    """The text as it stands between the quotes of a literal."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return _SPECIAL.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    if character >= "\ud800":
        raise Malformed("A text contains a lone surrogate.")
    return _NAMED.get(character) or f"\\u{ord(character):04X}"


def tagged(text: str, language: str | None, datatype: str | None = None) -> str:
    """A literal with its language or its datatype, if it has one."""
    if language:
        return f'"{escaped(text)}"@{language}'
    return _typed(escaped(text), datatype or XSD + "string")


def native(value: Any, datatype: str | None) -> str:
    """A literal of a JSON number or truth value (§8.2.2 steps 9 to 11).

    Raises Malformed for what JSON does not have, and for integers that a double cannot hold.
    """
    kind = type(value)
    if kind is bool:
        return _typed("true" if value else "false", datatype or XSD + "boolean")
    if kind is not int and kind is not float:
        raise Malformed("JSON has no value of type {kind}.", kind=kind.__name__)
    if (kind is int and abs(value) > jcs.LARGEST_INTEGER) or not math.isfinite(value):
        raise Malformed("A number is larger than a double can hold exactly.")
    if abs(value) < 1e21 and value == int(value) and datatype != XSD + "double":
        return _typed(str(int(value)), datatype or XSD + "integer")
    return _typed(_double(value), datatype or XSD + "double")


def _typed(text: str, datatype: str) -> str:
    return f'"{text}"' if datatype == XSD + "string" else f'"{text}"^^<{datatype}>'


def _double(value: float) -> str:
    """The canonical form of xsd:double with at most 16 significant digits."""
    digits, _, exponent = f"{value:.15E}".partition("E")
    digits = digits.rstrip("0")
    return f"{digits}{'0' if digits.endswith('.') else ''}E{int(exponent)}"


def json(value: Any) -> str:
    """A JSON literal, in the form of RFC 8785."""
    return f'"{escaped(jcs.canonicalise(value).decode("utf-8"))}"^^<{RDF}JSON>'
