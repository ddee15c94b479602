"""The values a PDF is written in: names, numbers, strings, arrays, dictionaries, references.

ISO 32000-2 §7.2 and §7.3. Names keep their slash and are `str`, strings are `bytes`.
"""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from microcred.errors import Malformed, TooLarge
from microcred.saying import Said

HEADER = b"%PDF-"
DEEPEST = 40
LONGEST_NAME = 300  # characters of a file name that are shown

_SPACE = rb"[\0\t\n\f\r ]"
_REGULAR = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
_NO_MORE = rb"(?!" + _REGULAR + rb")"
GAP = rb"(?:" + _SPACE + rb"++|%[^\r\n]*+)*+"
_REFERENCE = rb"(?P<number>\d{1,10})" + _SPACE + rb"++(?P<generation>\d{1,5})" + _SPACE + rb"++R" + _NO_MORE
_KINDS = (
    rb"(?P<reference>" + _REFERENCE + rb")",
    rb"(?P<decimal>[+-]?(?:\d{1,19}(?:\.\d{0,19})?|\.\d{1,19}))" + _NO_MORE,
    rb"(?P<name>/" + _REGULAR + rb"{0,200}+)" + _NO_MORE,
    rb"(?P<open><<|\[)",
    rb"(?P<close>>>|\])",
    rb"<(?P<hex>[0-9A-Fa-f\0\t\n\f\r ]*+)>",
    rb"(?P<text>\()",
    rb"(?P<word>true|false|null)" + _NO_MORE,
)
_TOKEN = re.compile(GAP + rb"(?:" + rb"|".join(_KINDS) + rb")")
_TEXT = re.compile(rb"(?:[^()\\]++|\\.)*+([()])", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\r\n])|(.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# PDFDocEncoding where it differs from Latin-1 (ISO 32000-2 annex D.2).
_PDF_DOC = {
    **dict(zip(range(0x18, 0x20), "˘ˇˆ˙˝˛˚˜", strict=True)),
    **dict(zip(range(0x80, 0x9F), "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž", strict=True)),
    0xA0: "€",
}
_WORDS = {b"true": True, b"false": False, b"null": None}
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")


class Reference(NamedTuple):
    """A pointer to the object with this number; its generation tells nothing, but is kept on writing."""

    number: int
    generation: int = 0


class Literal(bytes):
    """A string as it stands between its parentheses, its escapes not yet resolved."""


@dataclass(slots=True)
class Work:
    """How much one document may still ask for: steps of reading, and bytes to be unpacked."""

    steps: int = 500_000
    unpacked: int = 16_000_000

    def spend(self, size: int = 0) -> None:
        """Count a step over that many bytes; raises TooLarge when there is none left."""
        self.steps -= 1 + size // 64
        if self.steps < 0:
            raise TooLarge("The PDF is too complicated to be read.")


def read_value(data: bytes, position: int, work: Work) -> tuple[Any, int]:
    """The value at a position and where it ends; raises Malformed."""
    outer: list[tuple[bytes, list[Any]]] = []
    while True:
        token = _TOKEN.match(data, position)
        if token is None:
            raise Malformed("The PDF is damaged.", at=Said("byte {position}", position=position))
        work.spend(token.end() - position)
        position = token.end()
        kind = token.lastgroup or ""
        if kind == "open":
            outer.append((token[kind], []))
            if len(outer) > DEEPEST:
                raise TooLarge("The PDF is nested too deeply.")
            continue
        if kind == "text":
            value, position = _read_text(data, position, work)
        else:
            value = _close(outer, token[kind]) if kind == "close" else _scalar(kind, token)
        if not outer:
            return value, position
        outer[-1][1].append(value)


def _scalar(kind: str, token: re.Match[bytes]) -> Any:
    written = token[kind]
    if kind == "reference":
        return Reference(int(token["number"]), int(token["generation"]))
    if kind == "name":
        return _NAME_ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), written).decode("latin-1")
    if kind == "hex":
        digits = _NOT_HEX.sub(b"", written)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    if kind == "word":
        return _WORDS[written]
    return float(written) if b"." in written else int(written)


def _close(outer: list[tuple[bytes, list[Any]]], closing: bytes) -> Any:
    """The array or dictionary that ends here."""
    opening, items = outer.pop() if outer else (b"", [])
    if (opening, closing) == (b"[", b"]"):
        return items
    names, values = items[::2], items[1::2]
    wrong = len(names) != len(values) or not all(isinstance(name, str) for name in names)
    if (opening, closing) != (b"<<", b">>") or wrong:
        raise Malformed("The PDF is damaged: a dictionary or array is not closed as it was opened.")
    return dict(zip(names, values, strict=True))


def _read_text(data: bytes, start: int, work: Work) -> tuple[Literal, int]:
    """A string in parentheses, which may contain balanced ones (§7.3.4.2)."""
    depth, position = 1, start
    while depth:
        found = _TEXT.match(data, position)
        if found is None:
            raise Malformed(
                "The PDF is damaged: a text does not end.", at=Said("byte {position}", position=start)
            )
        work.spend(found.end() - position)
        depth += 1 if found[1] == b"(" else -1
        position = found.end()
    return Literal(data[start : position - 1]), position


def as_text(value: Any) -> str:
    """The beginning of a text string (§7.9.2.2): UTF-16, UTF-8 or PDFDocEncoding."""
    if not isinstance(value, bytes):
        return ""
    written = value[: 4 * LONGEST_NAME]
    text = _ESCAPE.sub(_unescape, written) if isinstance(value, Literal) else bytes(written)
    if text.startswith(b"\xfe\xff"):
        decoded = text[2:].decode("utf-16-be", "replace")
    elif text.startswith(b"\xef\xbb\xbf"):
        decoded = text[3:].decode("utf-8", "replace")
    else:
        decoded = text.decode("latin-1").translate(_PDF_DOC)
    return decoded[:LONGEST_NAME]


def _unescape(escape: re.Match[bytes]) -> bytes:
    if escape[1] is not None:
        return bytes([int(escape[1], 8) & 0xFF])
    return b"" if escape[2] is not None else _LETTERS.get(escape[3], escape[3])
