"""Sentences and their values know their kind, also after they were stored, copied or raised."""

import copy
import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest

from microcred.errors import Malformed, MicrocredError, TooLarge
from microcred.jsonld.errors import UnknownContext, UnmappedTerm
from microcred.report import Check, Report, _, failed, passed, warning
from microcred.saying import (
    Amount,
    Country,
    Kept,
    Language,
    Listed,
    Moment,
    Name,
    Said,
    as_stored,
    from_stored,
    typed_value,
)

WHY = Said("The {kind} has {count} parts: {first}.", kind=_("seal"), count=3, first=Amount("2.5"))
VALUES = [
    "a fact",
    "2026-11-23",
    _("a word"),
    WHY,
    Moment("2026-11-23"),
    Amount("2.50"),
    Country("FI"),
    Language("fi"),
    Listed([Country("FI"), "Lapland", WHY], "; "),
    Name({"en": "Water data", "de": "Wasserdaten"}, "o1"),
    Name({}, "o1"),
]


class Colour(StrEnum):
    """A closed set."""

    RED = "red"


def same(one: str, other: str) -> bool:
    """Whether two values are of one kind and made of the same."""
    return type(one) is type(other) and as_stored(one) == as_stored(other) and one == other


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_a_value_keeps_its_kind_wherever_it_goes(value: str) -> None:
    stored = json.loads(json.dumps(as_stored(value)))

    for again in (from_stored(stored), pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
        assert same(again, value)
    assert copy.copy(value) == value
    assert type(str(value)) is type(value)


@pytest.mark.parametrize(
    ("given", "kind", "text"),
    [
        ("2026-11-23", str, "2026-11-23"),
        (date(2026, 11, 23), Moment, "2026-11-23"),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), Moment, "2026-11-23 09:00:00+00:00"),
        (Decimal("1E+2"), Amount, "100"),
        (7, str, "7"),
        (Colour.RED, str, "red"),
        (TooLarge("It has {count} parts.", count=3), Said, "It has 3 parts."),
        (ValueError(WHY), Said, "The seal has 3 parts: 2.5."),
        (OSError("no answer"), str, "no answer"),
    ],
    ids=str,
)
def test_a_value_without_a_kind_gets_that_of_its_type(given: object, kind: type[str], text: str) -> None:
    found = typed_value(given)

    assert (type(found), found) == (kind, text)


def test_a_sentence_reads_as_english_and_remembers_its_parts() -> None:
    assert WHY == "The seal has 3 parts: 2.5."
    assert WHY.text == "The {kind} has {count} parts: {first}."
    assert {name: type(value) for name, value in WHY.values.items()} == {
        "kind": Said,
        "count": str,
        "first": Amount,
    }
    assert Said("{braces} of a text without values stay") == "{braces} of a text without values stay"


def test_what_a_value_holds_is_never_taken_for_a_slot() -> None:
    assert Said("It is {name}.", name="{secret} {0.__class__}") == "It is {secret} {0.__class__}."


@pytest.mark.parametrize(
    ("error", "text", "english"),
    [
        (Malformed("It breaks off."), "It breaks off.", "It breaks off."),
        (TooLarge("At most {limit}.", limit=3), "At most {limit}.", "At most 3."),
        (Malformed("It is wrong.", at="x5c"), "{problem} (at {place})", "It is wrong. (at x5c)"),
        (UnmappedTerm("No {name}.", "a", ".b", name="x"), "{problem} (at {place})", "No x. (at a.b)"),
        (
            UnknownContext("urn:x"),
            "The context {url} is not known here.",
            "The context urn:x is not known here.",
        ),
        (Malformed(WHY), WHY.text, WHY),
    ],
    ids=str,
)
def test_an_error_says_a_sentence_that_can_be_translated(
    error: MicrocredError, text: str, english: str
) -> None:
    for one in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):
        said = str(one)
        assert isinstance(said, Said)
        assert (said.text, said) == (text, english)


def test_a_stored_report_keeps_sentences_and_kinds_apart() -> None:
    place = Said("byte {position}", position=4)
    found = Report.of(
        [
            passed(
                "a", "On {day}, in {languages}.", day=date(2026, 11, 23), languages=Listed([Language("fi")])
            ),
            failed("b", "It cannot be read: {reason}", reason=Malformed("It ends.", at=place)),
            warning("c", "Nothing is in it."),
        ]
    )

    kept = Report.from_json(json.loads(json.dumps(found.as_stored())))

    assert kept == found
    for one, other in zip(kept, found, strict=True):
        assert all(same(one.values[name], value) for name, value in other.values.items())
        assert one.values.keys() == other.values.keys()
    reason = kept.checks[1].values["reason"]
    assert isinstance(reason, Said)
    assert same(reason.values["place"], place)


def test_what_a_check_found_can_be_the_reason_of_another() -> None:
    inner = failed("a", "It ended on {day}.", "", "Ask again after {day}.", day=date(2026, 11, 23))
    outer = failed("b", "The credential “{title}” in it: {reason}", title="Water", reason=inner.message)

    assert outer.message == "The credential “Water” in it: It ended on 2026-11-23."
    assert same(outer.values["reason"], Said(inner.text, day=date(2026, 11, 23)))
    assert inner.advice == "Ask again after 2026-11-23."


def test_values_written_before_they_had_kinds_are_facts() -> None:
    check = Check.from_json(
        {"code": "a", "outcome": "passed", "text": "{x}", "source": "", "fix": "", "values": {"x": "y"}}
    )

    assert type(check.values["x"]) is str
    assert not isinstance(check.values["x"], Kept)
