"""Multibase texts: one text for one value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred import multibase
from microcred.errors import Malformed, TooLarge
from microcred.primitives import base58

ALPHABET = base58.ALPHABET.decode()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "z"),
        (b"\0", "z1"),
        (b"\0\0\x28\x7f\xb4\xcd", "z11233QC4"),
        (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
    ],
)
def test_base58_matches_the_examples_of_its_draft(data: bytes, text: str) -> None:
    assert multibase.encode(data) == text
    assert multibase.decode(text) == data


@given(st.binary(max_size=80))
def test_what_was_encoded_is_decoded_again(data: bytes) -> None:
    assert multibase.decode(multibase.encode(data)) == data
    assert multibase.decode(multibase.encode(data, "u")) == data


@given(st.text(alphabet=ALPHABET, max_size=300))
def test_base58_is_the_number_that_its_digits_write(text: str) -> None:
    number = 0
    for digit in text:
        number = number * 58 + ALPHABET.index(digit)

    assert int.from_bytes(multibase.base58_decode(text), "big") == number


def test_the_longest_base58_text_that_is_read_is_read_whole() -> None:
    longest = "z" * multibase.BASE58_LIMIT

    assert multibase.base58_encode(multibase.base58_decode(longest)) == longest


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_no_two_base58_texts_have_the_same_bytes(text: str) -> None:
    assert multibase.base58_encode(multibase.base58_decode(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "x00", "z0", "zO", "zl", "z z", "z\u0661", "z\ud800", "u\ud800", "uAA==", "uAB", "uA+", "u A"],
)
def test_it_refuses_texts_that_are_not_the_only_way_to_write_their_bytes(text: str) -> None:
    with pytest.raises(Malformed):
        multibase.decode(text)


def test_it_refuses_a_base_that_is_not_wanted_here() -> None:
    with pytest.raises(Malformed, match="is not multibase"):
        multibase.decode("uAAAA", bases="z")


def test_it_refuses_a_base58_text_that_would_take_long() -> None:
    with pytest.raises(TooLarge):
        multibase.decode("z" * 100_000)
