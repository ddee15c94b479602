"""The JSON Canonicalization Scheme against the examples of RFC 8785 and an independent implementation."""

import struct
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from microcred import jcs
from microcred.errors import Malformed, TooLarge

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-jcs.LARGEST_INTEGER, jcs.LARGEST_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda items: st.lists(items) | st.dictionaries(st.text(), items),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_in_appendix_b(bits: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))

    assert jcs.number(number) == text


def test_texts_are_escaped_as_in_section_3_2_4() -> None:
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }

    assert jcs.canonicalise(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_are_sorted_by_utf_16_code_units_as_in_section_3_2_3() -> None:
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}

    assert list(jcs.canonicalise(value).decode()[1::1].split(",")) == [
        '"\\r":2', '"1":4', '"\u0080":6', '"\u00f6":7', '"\u20ac":1', '"\U0001f600":5', '"\ufb33":3}',
    ]  # fmt: skip


@given(JSON)
def test_it_agrees_with_an_independent_implementation(value: Any) -> None:
    assert jcs.canonicalise(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        [2**53],
        -(2**53),
        "\ud800",
        {"\udc00": 1},
        {1: 2},
        b"x",
        {"a": {3}},
        [1.5, 2**60],
    ],
)
def test_it_refuses_what_i_json_cannot_carry(value: Any) -> None:
    with pytest.raises(Malformed):
        jcs.canonicalise(value)


def test_it_refuses_nesting_without_end() -> None:
    value: list[Any] = []
    value.append(value)

    with pytest.raises(TooLarge):
        jcs.canonicalise(value)
