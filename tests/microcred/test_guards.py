"""Foreign bytes: what is read as written, and what is refused by name in bounded time."""

import contextlib
import gzip
import json
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.errors import Malformed, TooLarge, Unreadable
from microcred.guards import (
    GZIP,
    LIMITS,
    RAW,
    ZLIB,
    Limits,
    b64_decode,
    b64url_decode,
    b64url_encode,
    decimal,
    inflate,
    parse_json,
)

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e15, 1e15)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_json_is_read_as_it_was_written(value: Any, indent: int | None, escaped: bool) -> None:
    written = json.dumps(value, indent=indent, ensure_ascii=escaped).encode()

    assert parse_json(written) == value


@pytest.mark.clause("RFC 7493 §2.3")
@given(TEXTS, VALUES, VALUES, st.sampled_from(["", " ", "\n\t"]), st.text(alphabet='":,\\ {}'))
def test_a_name_twice_is_refused_however_it_is_spelt(
    name: str, first: Any, second: Any, space: str, noise: str
) -> None:
    plain, escaped = json.dumps(name), json.dumps(name, ensure_ascii=False)
    members = f"{plain}{space}:{json.dumps(first)},{escaped}{space}:{json.dumps(second)}"
    written = f'{{"noise":{json.dumps(noise)},"deeper":[{{{members}}}]}}'.encode()

    with pytest.raises(Malformed, match="twice in one object"):
        parse_json(written)


def test_a_name_twice_in_compact_json_is_refused() -> None:
    with pytest.raises(Malformed, match="the name “a” twice"):
        parse_json(b'{"a":1,"a":1}')


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1e2,"a":1.0}',
        b'{"a":[1 ],"a": [1]}',
        b'{"a b":1,"a":1,"a":1}',
        b'{" ":"","":1,"":1}',
        b'{"":0,"":0}',
    ],
)
def test_neither_spelling_nor_space_hides_a_name_twice(data: bytes) -> None:
    with pytest.raises(Malformed, match="twice"):
        parse_json(data)


def test_names_that_differ_only_in_space_are_two_names() -> None:
    assert parse_json(b'{ "a b": 1, "ab": 2 }') == {"a b": 1, "ab": 2}


def test_a_name_twice_behind_an_escape_is_refused() -> None:
    with pytest.raises(Malformed, match="the name “a” twice"):
        parse_json(rb'{"a":1,"\u0061":1}')


def test_the_same_name_in_two_objects_is_fine() -> None:
    assert parse_json(b'[ {"a":":"}, {"a":"\\":"} ]') == [{"a": ":"}, {"a": '":'}]


@pytest.mark.clause("RFC 7493 §2.2")
@pytest.mark.parametrize("number", ["9007199254740992", "-9007199254740992", "1" * 20, "1" * 30, "1" * 400])
def test_an_integer_that_readers_round_is_refused(number: str) -> None:
    with pytest.raises(Malformed):
        parse_json(f'{{"n": {number}}}'.encode())
    with pytest.raises(Malformed):
        parse_json(f'{{"n":{number},"é":"\\u00e9"}}'.encode())


@pytest.mark.parametrize("number", ["1e20", "1E+20", "100.0", "1e2", "-0", "-0.0", "0.10"])
def test_a_number_in_any_spelling_is_read(number: str) -> None:
    assert parse_json(f'{{"n": {number}}}'.encode()) == {"n": float(number)}


def test_the_largest_exact_number_is_read() -> None:
    assert parse_json(b"[9007199254740991, -9007199254740991]") == [2**53 - 1, 1 - 2**53]


NOT_JSON = (
    b"",
    b" ",
    b"NaN",
    b"[Infinity]",
    b"[-Infinity]",
    b"[1,]",
    b"{'a':1}",
    b"{} {}",
    b'"\x01"',
    b'"\\',
)
NOR_THIS = (b"01", b"1e999", b'["\\ud800"]', b"\x00", b"[1 2]", b"// no\n{}", b'{"a"}', b"tru")


@pytest.mark.parametrize("data", NOT_JSON + NOR_THIS)
def test_what_is_not_json_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed, match="not valid JSON"):
        parse_json(data)


def test_an_error_says_where() -> None:
    with pytest.raises(Malformed) as refused:
        parse_json(b'{\n"a": nope}')

    assert refused.value.at == "line 2, column 6"


@pytest.mark.clause("RFC 7493 §2.1")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_only_plain_utf8_is_read(encoding: str) -> None:
    with pytest.raises(Malformed):
        parse_json('{"a": "é"}'.encode(encoding))


@pytest.mark.clause("RFC 7493 §2.1")
@pytest.mark.parametrize("damage", [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"])
def test_invalid_utf8_is_refused(damage: bytes) -> None:
    with pytest.raises(Malformed, match="not UTF-8"):
        parse_json(b'{"a": "' + damage + b'"}')


@pytest.mark.parametrize("depth", [65, 900, 5_000, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    with pytest.raises(TooLarge, match="nested"):
        parse_json(b"[" * depth + b"]" * depth)


def test_deep_nesting_behind_a_repeated_name_is_refused() -> None:
    with pytest.raises(Unreadable):
        parse_json(b'{"a":' + b"[" * 1000 + b"]" * 1000 + b',"a":1}')


def test_as_much_nesting_as_allowed_is_read() -> None:
    assert parse_json(b"[[1]]", Limits(depth=2)) == [[1]]


def test_more_bytes_than_allowed_are_refused_unread() -> None:
    with pytest.raises(TooLarge, match="10000001 bytes"):
        parse_json(b"x" * (LIMITS.bytes + 1))


@pytest.mark.parametrize("element", [b"1,", b"[],", b"{},", b'"",', b"[1],"])
def test_more_values_than_allowed_are_refused_unbuilt(element: bytes) -> None:
    with pytest.raises(TooLarge, match="more than 200000 values"):
        parse_json(b"[" + element * 200_000 + b"0]")


def test_commas_in_a_long_text_are_not_values() -> None:
    text = ',[{"' * 100_000

    assert parse_json(json.dumps({"image": text}).encode()) == {"image": text}


@pytest.mark.parametrize(
    "data", [b'"' + b'\\"' * 4_900_000, b'"' + b"\\" * 9_999_998, b'{"a":1,"a":' + b"1" * 9_000_000 + b"}"]
)
def test_a_hostile_megafile_ends_in_an_error(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_json(data)


@given(st.binary())
def test_base64url_comes_back(data: bytes) -> None:
    assert b64url_decode(b64url_encode(data)) == data


@pytest.mark.clause("RFC 7515 §2")
@pytest.mark.parametrize("text", ["QQ==", "QR", "Q", "+/8", "QUI C", "QUI\n", "é", "Q=", "QUI="])
def test_another_spelling_of_base64url_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        b64url_decode(text)


def test_canonical_base64_is_read() -> None:
    assert b64_decode("+/8=") == b"\xfb\xff"


@pytest.mark.clause("RFC 4648 §3.5")
@pytest.mark.parametrize("text", ["QQ", "QR==", "-_8=", "QQ==\n", "Q Q==", "=", "QQ===", "é"])
def test_another_spelling_of_base64_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        b64_decode(text)


@given(st.binary(max_size=2_000), st.sampled_from([ZLIB, GZIP, RAW]))
def test_deflated_data_comes_back(data: bytes, wbits: int) -> None:
    packing = zlib.compressobj(wbits=wbits)
    packed = packing.compress(data) + packing.flush()

    assert inflate(packed, limit=2_000, wbits=wbits) == data


def test_a_bomb_is_refused_at_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))

    with pytest.raises(TooLarge, match="more than 16384 bytes"):
        inflate(bomb, limit=16_384, wbits=GZIP)


@pytest.mark.parametrize("cut", range(1, 20))
def test_cut_data_is_refused(cut: int) -> None:
    with pytest.raises(Malformed):
        inflate(zlib.compress(b"credential")[:-cut], limit=100, wbits=ZLIB)


def test_data_after_the_end_is_refused() -> None:
    with pytest.raises(Malformed, match="extra data after"):
        inflate(gzip.compress(b"one") + gzip.compress(b"two"), limit=100, wbits=GZIP)


READERS: tuple[Callable[[bytes], object], ...] = (
    parse_json,
    b64url_decode,
    b64_decode,
    lambda packed: inflate(packed, limit=9, wbits=ZLIB),
)


@given(st.binary(max_size=300) | st.text(alphabet='{}[]":,\\ 1eu0').map(str.encode))
def test_any_bytes_end_in_a_value_or_a_named_error(data: bytes) -> None:
    for read in READERS:
        with contextlib.suppress(Unreadable):
            read(data)


@pytest.mark.parametrize("text", ["2.5", "-3", "1e2", "0.30000000000000004", "0", "1" * 20])
def test_a_number_of_a_usual_size_is_read(text: str) -> None:
    assert decimal(text) == Decimal(text)


@pytest.mark.parametrize(
    "text", ["1e-300000000", "1e999999999999", "0e-999999999", "1e22", "NaN", "sNaN", "Infinity", "x", ""]
)
def test_a_number_that_could_be_of_any_length_is_none(text: str) -> None:
    assert decimal(text) is None
