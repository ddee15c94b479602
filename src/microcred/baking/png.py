"""Credentials in PNG text chunks (PNG Specification, third edition, §5 and §11.3.3)."""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from microcred.errors import Ambiguous, Malformed, TooLarge
from microcred.guards import LIMITS, ZLIB, inflate

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
KEYWORDS = (KEYWORD, b"openbadges")  # what we look for: 3.0, then what is older
TEXTS = (b"iTXt", b"tEXt", b"zTXt")
MOST_CHUNKS = 20_000
MOST_PIXELS = 64_000_000  # a square of 8,000 pixels: what a viewer has to unpack


class Chunk(NamedTuple):
    """One chunk: its kind, its content and all its bytes with length and checksum."""

    kind: bytes
    content: bytes
    raw: bytes


def bake(picture: bytes, credential: bytes) -> bytes:
    """The PNG with the credential in one uncompressed iTXt chunk right after its header."""
    header, *others = _chunks(picture)
    _refuse_huge(header)
    if b"\0" in credential:
        raise Malformed("A credential in a PNG cannot contain a zero byte.")
    baked = _chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + credential)
    return SIGNATURE + header.raw + baked + b"".join(c.raw for c in others if _keyword(c) not in KEYWORDS)


def held(picture: bytes) -> list[bytes]:
    """What stands in the text chunks made for credentials; raises Malformed where there is none."""
    chunks = {chunk.raw: chunk for chunk in _chunks(picture) if _keyword(chunk) in KEYWORDS}
    if len(chunks) > len(KEYWORDS):  # before anything is unpacked
        raise Ambiguous(
            "The PNG has {count} places with credentials. The limit is {limit}.",
            count=len(chunks),
            limit=len(KEYWORDS),
        )
    if not chunks:
        raise Malformed("The PNG does not contain a credential.")
    return [_text(chunk) for chunk in chunks.values()]


def _chunks(picture: bytes) -> Iterator[Chunk]:
    """The chunks from IHDR to IEND; what follows IEND is no part of the picture."""
    position, kind, count = len(SIGNATURE), b"", 0
    while kind != b"IEND":
        if position + 12 > len(picture):
            raise Malformed("The PNG is incomplete.")
        length, kind = struct.unpack_from(">I4s", picture, position)
        end = position + 12 + length
        if end > len(picture):
            raise Malformed("The PNG is incomplete.")
        if (count == 0) != (kind == b"IHDR"):
            raise Malformed("The PNG does not start with exactly one header.")
        count += 1
        if count > MOST_CHUNKS:
            raise TooLarge("The PNG has more than {limit} chunks.", limit=MOST_CHUNKS)
        yield _checked(Chunk(kind, picture[position + 8 : end - 4], picture[position:end]))
        position = end


def _checked(chunk: Chunk) -> Chunk:
    """The chunk, its checksum compared where we use its content; pixels are the viewer's business."""
    if chunk.kind in TEXTS or chunk.kind == b"IHDR":
        (checksum,) = struct.unpack(">I", chunk.raw[-4:])
        if zlib.crc32(chunk.raw[4:-4]) != checksum:
            raise Malformed("The PNG is damaged: a checksum is wrong.")
    return chunk


def _refuse_huge(header: Chunk) -> None:
    if len(header.content) != 13:
        raise Malformed("The PNG has no valid header.")
    width, height = struct.unpack_from(">II", header.content)
    if width * height > MOST_PIXELS:
        raise TooLarge(
            "The picture has {width} × {height} pixels. The limit is {limit}.",
            width=width,
            height=height,
            limit=MOST_PIXELS,
        )


def _keyword(chunk: Chunk) -> bytes:
    return chunk.content.partition(b"\0")[0] if chunk.kind in TEXTS else b""


def _text(chunk: Chunk) -> bytes:
    """The text of a text chunk, unpacked within limits."""
    _, _, rest = chunk.content.partition(b"\0")
    if chunk.kind == b"tEXt":
        return rest
    if chunk.kind == b"zTXt":
        return _unpacked(rest[:1], rest[1:])
    flags, language_and_text = rest[:2], rest[2:]
    parts = language_and_text.split(b"\0", 2)
    if len(parts) != 3 or flags[:1] not in (b"\0", b"\1"):
        raise Malformed("A text chunk of the PNG is damaged.")
    return _unpacked(flags[1:], parts[2]) if flags[:1] == b"\1" else parts[2]


def _unpacked(method: bytes, packed: bytes) -> bytes:
    if method != b"\0":
        raise Malformed("A text chunk of the PNG is compressed with an unknown method.")
    return inflate(packed, limit=LIMITS.bytes, wbits=ZLIB)


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
