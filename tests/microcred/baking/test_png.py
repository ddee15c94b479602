"""Credentials in PNG: found where the specifications put them, refused where the file is hostile."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.baking import bake, is_picture, unbake
from microcred.errors import Ambiguous, Malformed, MicrocredError, TooLarge, Unreadable
from microcred.guards import LIMITS
from tests.spec import spec

JWS = b"eyJhbGciOiJFZERTQSJ9.eyJhIjoxfQ.c2ln"


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(*chunks: bytes, width: int = 1, height: int = 1) -> bytes:
    header = chunk(b"IHDR", struct.pack(">II5B", width, height, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def itxt(text: bytes, keyword: bytes = b"openbadgecredential", packed: bool = False) -> bytes:
    flags, text = (b"\1\0", zlib.compress(text)) if packed else (b"\0\0", text)
    return chunk(b"iTXt", keyword + b"\0" + flags + b"en\0Badge\0" + text)


@given(st.binary(min_size=1).filter(lambda data: b"\0" not in data))
def test_what_is_baked_comes_out_again(credential: bytes) -> None:
    assert unbake(bake(png(), credential)) == credential


def test_baking_again_replaces_whatever_was_there() -> None:
    old = png(itxt(b"{}", b"openbadges"), chunk(b"tEXt", b"openbadges\0http://a.test"), itxt(b"{}"))

    baked = bake(old, JWS)

    assert baked == bake(png(), JWS)
    assert baked == bake(baked, JWS)


def test_baking_keeps_every_other_chunk() -> None:
    other = chunk(b"tEXt", b"Title\0A badge") + chunk(b"pHYs", bytes(9))

    assert other in bake(png(other), JWS)


def test_baking_leaves_out_what_follows_the_picture() -> None:
    assert bake(png() + b"<script>", JWS) == bake(png(), JWS)


@pytest.mark.clause("Open Badges 3.0 §5.3.1")
@pytest.mark.parametrize(
    "place",
    [
        itxt(b'{"a":1}'),
        itxt(b'{"a":1}', packed=True),
        itxt(b'{"a":1}', b"openbadges"),
        chunk(b"tEXt", b'openbadges\0{"a":1}'),
        chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(b'{"a":1}')),
    ],
)
def test_every_text_chunk_is_read(place: bytes) -> None:
    assert unbake(png(place)) == b'{"a":1}'


@pytest.mark.parametrize(
    "places",
    [
        (itxt(b"{}"), itxt(JWS)),
        (chunk(b"tEXt", b"openbadges\0http://a.test"), itxt(JWS)),
        (itxt(JWS), itxt(b"{}", b"openbadges", packed=True)),
    ],
)
def test_two_credentials_are_refused_of_one_kind_or_of_two(places: tuple[bytes, bytes]) -> None:
    with pytest.raises(Ambiguous, match="more than one credential"):
        unbake(png(*places))


def test_the_same_credential_twice_is_one() -> None:
    assert unbake(png(itxt(JWS), itxt(JWS), itxt(b" " + JWS, b"openbadges"))).strip() == JWS


def test_more_places_than_there_are_kinds_are_refused_before_anything_is_unpacked() -> None:
    bombs = [itxt(bytes([65 + number]) * 9_000_000, packed=True) for number in range(3)]

    with pytest.raises(Ambiguous, match="3 places"):
        unbake(png(*bombs))


def test_a_picture_without_credential_is_named() -> None:
    with pytest.raises(Malformed, match="does not contain a credential"):
        unbake(png(chunk(b"tEXt", b"Title\0openbadges")))


@pytest.mark.clause("Open Badges 3.0 §5.3.1")
@pytest.mark.parametrize("sample", ["ob30/simple-json.png", "ob20/simple-badge.png"])
def test_official_pictures_are_read_and_baked_again(sample: str) -> None:
    picture = spec(f"openbadges/{sample}").read_bytes()

    assert unbake(picture).startswith(b"{")
    assert unbake(bake(picture, JWS)) == JWS


@pytest.mark.parametrize("cut", range(len(png(itxt(b"{}")))))
def test_a_truncated_picture_is_refused_wherever_it_breaks_off(cut: int) -> None:
    with pytest.raises(Unreadable):
        unbake(png(itxt(b"{}"))[:cut])


@pytest.mark.clause("PNG §5.5")
def test_a_changed_credential_chunk_is_refused() -> None:
    with pytest.raises(Malformed, match="checksum"):
        unbake(png(itxt(b'{"a":1}')).replace(b'"a":1', b'"a":2'))


@pytest.mark.parametrize(
    "content", [b"openbadges", b"openbadges\0", b"openbadges\0\0\0", b"openbadges\0\2\0\0\0{}"]
)
def test_a_damaged_text_chunk_is_refused(content: bytes) -> None:
    with pytest.raises(Malformed, match="damaged"):
        unbake(png(chunk(b"iTXt", content)))


def test_an_unknown_compression_is_refused() -> None:
    with pytest.raises(Malformed, match="unknown method"):
        unbake(png(chunk(b"zTXt", b"openbadges\0\1" + zlib.compress(b"{}"))))


def test_a_text_that_inflates_without_end_is_refused() -> None:
    with pytest.raises(TooLarge, match="unpacks to more than"):
        unbake(png(itxt(bytes(200_000_000), packed=True)))


def test_a_chunk_that_claims_gigabytes_is_refused() -> None:
    claimed = struct.pack(">I4s", 0xFFFFFFF0, b"iTXt")

    with pytest.raises(Malformed, match="is incomplete"):
        unbake(png(claimed))


def test_too_many_chunks_are_refused() -> None:
    with pytest.raises(TooLarge, match="chunks"):
        unbake(png(chunk(b"tIME", b"") * 20_001))


def test_a_picture_of_too_many_pixels_is_not_baked() -> None:
    with pytest.raises(TooLarge, match="pixels"):
        bake(png(width=100_000, height=100_000), JWS)


def test_a_second_header_is_refused() -> None:
    with pytest.raises(Malformed, match="header"):
        unbake(png(chunk(b"IHDR", bytes(13))))


def test_a_zero_byte_is_not_baked() -> None:
    with pytest.raises(Malformed, match="zero byte"):
        bake(png(), b"a\0b")


def test_an_oversize_picture_is_refused() -> None:
    with pytest.raises(TooLarge):
        unbake(b"\x89PNG\r\n\x1a\n" + bytes(LIMITS.bytes))


def test_something_else_is_no_picture() -> None:
    assert not is_picture(b"%PDF-1.7")
    with pytest.raises(Unreadable, match="neither a PNG nor an SVG"):
        bake(b"%PDF-1.7", JWS)


@given(st.data())
def test_a_picture_with_any_byte_changed_ends_in_a_credential_or_a_named_error(data: st.DataObject) -> None:
    picture = bytearray(png(itxt(b'{"a":1}', packed=True)))
    picture[data.draw(st.integers(0, len(picture) - 1))] = data.draw(st.integers(0, 255))

    try:
        read = unbake(bytes(picture))
    except MicrocredError:
        read = b'{"a":1}'

    assert read == b'{"a":1}'
