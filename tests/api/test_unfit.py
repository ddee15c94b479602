"""What does not fit a schema is refused in the reader's language, whatever the kind of fault."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from ninja import Field, Schema
from ninja.files import UploadedFile
from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

from mcx.api import api
from mcx.api.unfit import SENTENCES, UNFIT, said
from tests import cast

BOUNDS = {"gt": "greater_than", "ge": "greater_than_equal", "lt": "less_than", "le": "less_than_equal"}
# What a part of a schema refuses by itself, and what each of its limits does (pydantic's core schema).
REFUSED: dict[str, set[str]] = {
    "model": {"model_type", "model_attributes_type"},
    "model-fields": {"model_type", "model_attributes_type"},
    "model-field": {"missing"},
    "str": {"string_type", "string_unicode"},
    "int": {"int_type", "int_parsing", "int_parsing_size", "int_from_float", "finite_number"},
    "decimal": {"decimal_type", "decimal_parsing", "finite_number"},
    "bool": {"bool_type", "bool_parsing"},
    "date": {"date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"},
    "uuid": {"uuid_type", "uuid_parsing", "uuid_version"},
    "list": {"list_type"},
    "dict": {"dict_type"},
    "enum": {"enum"},
    "literal": {"literal_error"},
    **{kind: set() for kind in ("any", "nullable", "default", "function-wrap")},
    "function-plain": {"value_error"},
    "function-before": {"decimal_parsing"},
}
LIMITS: dict[tuple[str, str], str] = {
    **{(kind, name): error for kind in ("int", "decimal") for name, error in BOUNDS.items()},
    ("str", "min_length"): "string_too_short",
    ("str", "max_length"): "string_too_long",
    ("str", "pattern"): "string_pattern_mismatch",
    ("list", "min_length"): "too_short",
    ("list", "max_length"): "too_long",
    ("decimal", "decimal_places"): "decimal_max_places",
    ("decimal", "max_digits"): "decimal_max_digits",
}
NO_LIMITS = {
    *("type", "schema", "ref", "metadata", "serialization", "cls", "fields", "config", "function", "default"),
    *("default_factory", "default_factory_takes_data", "keys_schema", "values_schema", "items_schema"),
    *("expected", "members", "sub_type", "custom_init", "root_model", "computed_fields", "model_name"),
}


def _parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every part of a core schema that has a type, whatever it stands in."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str) and node["type"] not in {"with-info", "no-info"}:
            yield node
        for name, each in node.items():
            if name not in {"metadata", "serialization"}:
                yield from _parts(each)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _parts(each)


PARTS = [
    part
    for router in api._get_bound_routers()
    for view in router.path_operations.values()
    for operation in view.operations
    for model in operation.models
    for part in _parts(model.__pydantic_core_schema__)
]


def test_every_part_of_every_schema_is_known() -> None:
    limits = {(part["type"], name) for part in PARTS for name in part if name not in NO_LIMITS}

    assert len(PARTS) > 1000
    assert {part["type"] for part in PARTS} <= REFUSED.keys(), "say in REFUSED what this one refuses"
    assert limits <= LIMITS.keys(), "say in LIMITS what this one refuses"


def test_only_files_are_checked_by_code_of_their_own() -> None:
    plain = [part["function"]["function"] for part in PARTS if part["type"] == "function-plain"]

    assert plain
    assert {each.__qualname__.partition(".")[0] for each in plain} == {UploadedFile.__name__}


def _possible() -> set[str]:
    limited = {LIMITS[part["type"], name] for part in PARTS for name in part if name not in NO_LIMITS}
    return limited.union(*(REFUSED[part["type"]] for part in PARTS))


def test_every_refusal_that_a_schema_can_come_to_has_its_sentence() -> None:
    assert _possible() <= SENTENCES.keys()


def test_every_sentence_is_for_a_kind_that_there_is() -> None:
    assert SENTENCES.keys() <= set(get_args(ErrorType))


class Choice(StrEnum):
    """Two words."""

    A = "a"
    B = "b"


class Everything(Schema):
    """A field of each kind that a schema of ours may have."""

    text: Annotated[str, Field(min_length=2, max_length=3, pattern="^[a-z]*$")] = "ab"
    number: Annotated[int, Field(ge=1, le=2000)] = 1
    amount: Annotated[Decimal, Field(gt=0, lt=5000, decimal_places=1)] = Decimal(1)
    uuid: UUID | None = None
    choice: Choice = Choice.A
    word: Literal["x", "y"] = "x"
    rows: Annotated[list[int], Field(min_length=1, max_length=2, default_factory=lambda: [1])]
    texts: Annotated[dict[str, str], Field(default_factory=dict)]
    answer: bool = True


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"text": 1}, "Send a text here."),
        ({"text": "a"}, "This text is too short. Use at least 2 characters."),
        ({"text": "abcd"}, "This text is too long. Use 3 characters or fewer."),
        ({"text": "AB"}, "This text does not have the form ^[a-z]*$."),
        ({"number": "x"}, "Send a whole number here."),
        ({"number": 1.5}, "Send a whole number here."),
        ({"number": 0}, "Send a number that is at least 1."),
        ({"number": 9000}, "Send a number that is at most 2000."),
        ({"amount": "x"}, "Send a number here, with a point before its decimals."),
        ({"amount": "NaN"}, "Send a number here, with a point before its decimals."),
        ({"amount": 0}, "Send a number greater than 0."),
        ({"amount": 5000}, "Send a number less than 5000."),
        ({"amount": "0.25"}, "This number has too many decimals. The most it can have is 1."),
        (
            {"uuid": "x"},
            "Send an identifier here, written like 123e4567-e89b-12d3-a456-426614174000.",
        ),
        ({"choice": "c"}, "Send one of these here: a, b."),
        ({"word": "z"}, "Send one of these here: x, y."),
        ({"rows": 1}, "Send a list here."),
        ({"rows": []}, "This list is too short. It needs at least 1 entries."),
        ({"rows": [1, 2, 3]}, "This list is too long. The most it can have is 2 entries."),
        ({"texts": []}, "Send an object here, with its fields by name."),
        ({"answer": "perhaps"}, "Send true or false here."),
    ],
)
def test_each_kind_of_fault_has_its_own_words(sent: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Everything(**sent)

    [error] = refused.value.errors()
    assert said(error) == words


@pytest.mark.django_db
def test_a_german_program_reads_german(client: Client) -> None:
    client.force_login(cast.person())

    sent = {"label": 1, "days": 4000}
    answer = client.post(
        "/api/accounts/tokens", sent, content_type="application/json", headers={"Accept-Language": "de"}
    )

    with translation.override("de"):
        assert answer.json()["fields"] == {
            "label": gettext(SENTENCES["string_type"]),
            "days": gettext(SENTENCES["less_than_equal"]).format(le=365),
        }


def test_bounds_are_written_as_the_reader_writes_numbers() -> None:
    with translation.override("de"):
        words = said({"type": "less_than_equal", "ctx": {"le": Decimal("0.5")}})

    assert "0,5" in words


@pytest.mark.django_db
def test_what_is_sent_in_the_place_of_a_file_is_told_without_our_classes(client: Client) -> None:
    answer = client.post("/api/credentials/verify", {"file": "text"})

    assert answer.status_code == 422
    assert not [words for words in answer.json()["fields"].values() if "class" in words]


def test_a_kind_of_fault_that_is_new_is_said_in_general() -> None:
    assert said({"type": "time_delta_type", "msg": "Input should be a valid timedelta"}) == UNFIT
