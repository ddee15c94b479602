"""What an address narrows the catalogue to: each filter at its edges; without a database."""

from decimal import Decimal
from typing import Any

import pytest

from mcx.catalogue.rules import Audience, Filters, filters_of

ALL = {
    "institution": ["mu", "tuni"],
    "language": ["en"],
    "eqf": ["6", "7"],
    "ects_from": ["2,5"],
    "ects_to": ["5"],
    "participation": ["online"],
    "field": ["07"],
    "free_for": ["members"],
    "open": ["1"],
}
READ = Filters(
    institutions=("mu", "tuni"),
    languages=("en",),
    eqf=(6, 7),
    ects_from=Decimal("2.5"),
    ects_to=Decimal(5),
    participation=("online",),
    fields=("07",),
    free_for=Audience.MEMBERS,
    is_open=True,
)


def test_every_filter_of_an_address_is_read() -> None:
    assert filters_of(ALL) == READ
    assert filters_of({}) == Filters()


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"institution": [" mu ", "mu", "", "a\x00"]}, {"institutions": ("mu",)}),
        ({"institution": ["x" * 41]}, {"institutions": ("x" * 40,)}),
        ({"institution": [str(n) for n in range(41)]}, {"institutions": tuple(str(n) for n in range(40))}),
        ({"eqf": ["0", "1", "8", "9", "66", "X"]}, {"eqf": (1, 8)}),
        ({"ects_from": ["0"]}, {"ects_from": Decimal(0)}),
        ({"ects_from": ["-1"]}, {}),
        ({"ects_from": ["999.9"]}, {"ects_from": Decimal("999.9")}),
        ({"ects_from": ["1000"]}, {}),
        ({"ects_to": ["many"]}, {}),
        ({"ects_to": ["NaN"]}, {}),
        ({"ects_to": ["3", "4"]}, {"ects_to": Decimal(3)}),
        ({"field": ["7", "07", "071", "ab"]}, {"fields": ("07",)}),
        ({"free_for": ["nobody", "others"]}, {"free_for": Audience.OTHERS}),
        ({"open": [" "]}, {}),
    ],
)
def test_what_an_address_says_wrongly_is_left_out(
    params: dict[str, list[str]], expected: dict[str, Any]
) -> None:
    assert filters_of(params) == Filters(**expected)


def test_some_filters_can_be_left_open() -> None:
    assert READ.without("eqf", "is_open") == filters_of(ALL | {"eqf": [], "open": []})
