"""What a document says of one thing at several places, put together as its graph has it.

RDF 1.1 §3.1: statements about one IRI are about one thing, wherever in the JSON they were written.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import orjson

from microcred.errors import TooLarge
from microcred.jsonld.wording import APART

MOST = 4_000  # values looked at: what is read in several places takes time at each


def put_together(document: Mapping[str, Any], names: Collection[str]) -> dict[str, dict[str, Any]]:
    """Everything that is said of the things of these names, by name; raises TooLarge for large documents."""
    found: dict[str, dict[str, list[Any]]] = {}
    for node in _nodes(document):
        identifier = node.get("id")
        if isinstance(identifier, str) and identifier in names:
            said = found.setdefault(identifier, {})
            for name, value in node.items():
                said.setdefault(name, []).append(value)
    return {one: {name: _united(values) for name, values in said.items()} for one, said in found.items()}


def _nodes(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting: list[Any] = [document]
    count = 0
    while waiting:
        count += 1
        if count > MOST:
            raise TooLarge("It describes the same things in many places.")
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += [one for name, one in value.items() if name != "@context" and name not in APART]
        elif isinstance(value, list):
            waiting += value


def _united(values: list[Any]) -> Any:
    """One value, or each of several once."""
    if all(value == values[0] for value in values):
        return values[0]
    each = [one for value in values for one in (value if isinstance(value, list) else [value])]
    by_spelling = {orjson.dumps(one, option=orjson.OPT_SORT_KEYS): one for one in each}
    return next(iter(by_spelling.values())) if len(by_spelling) == 1 else list(by_spelling.values())
