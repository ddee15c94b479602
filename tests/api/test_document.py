"""The OpenAPI document says of every endpoint what it does, for whom, and what it answers."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from typing import get_args

import pytest
from django.test import Client
from ninja import Schema

from tests.api.operations import DOCUMENT, Operation, operations

OPERATIONS = list(operations())
USED = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(DOCUMENT)))


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_an_endpoint_is_described(operation: Operation) -> None:
    described = operation.described
    domain = operation.path.split("/")[2]

    assert described["summary"]
    assert described["description"].endswith(".")
    assert described["tags"] == [domain]
    assert ("401" in described["responses"]) is not operation.is_public


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_whoever_may_send_something_reads_what_too_much_of_it_is_answered(operation: Operation) -> None:
    described = operation.described

    assert ("413" in described["responses"]) is ("requestBody" in described)


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_whoever_may_send_something_reads_how_what_is_wrong_with_it_is_answered(operation: Operation) -> None:
    described = operation.described
    asked = [each for each in described.get("parameters", []) if each["in"] == "query"]

    assert "422" in described["responses"] or not (asked or "requestBody" in described)


def test_the_document_is_sent_again_only_to_whoever_does_not_have_it() -> None:
    first = Client().get("/api/openapi.json")
    again = Client(headers={"if-none-match": first["ETag"]}).get("/api/openapi.json")

    assert first.json() == json.loads(json.dumps(DOCUMENT))
    assert (again.status_code, again.content) == (304, b"")


def test_an_endpoint_has_a_name_of_its_own() -> None:
    names = [operation.described["operationId"] for operation in OPERATIONS]

    assert len(set(names)) == len(names)


def _schemas(kind: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("mcx.api"):
            yield each
        yield from _schemas(each)


def test_schemas_of_one_name_say_the_same() -> None:
    named = defaultdict(list)
    for schema in _schemas():
        if schema.__name__ in USED:
            named[schema.__name__].append(schema.model_json_schema())

    assert not [name for name, said in named.items() if any(each != said[0] for each in said)]


def _closed_sets(annotation: object) -> Iterator[type[Enum]]:
    """The enums in the type of a field, however deep in lists and alternatives."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    for each in get_args(annotation):
        yield from _closed_sets(each)


def test_closed_sets_of_one_name_are_the_same() -> None:
    named = defaultdict(set)
    for schema in _schemas():
        for field in schema.model_fields.values():
            for each in _closed_sets(field.annotation):
                named[each.__name__].add(tuple(member.value for member in each))

    assert len(named) > 10
    assert not [name for name, said in named.items() if len(said) > 1]


@pytest.mark.parametrize("name", sorted(USED))
def test_a_schema_is_described(name: str) -> None:
    described = DOCUMENT["components"]["schemas"][name]

    assert described.get("description") or "enum" in described
