"""What a look-up may be: it shows rows to a person, and whatever else it shows is public by its name."""

import inspect
import pkgutil
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from django.apps import apps
from django.db.models import QuerySet

import mcx
from mcx.keys.models import Seal, SigningKey
from microcred.report import Check, Report
from tests.cast import NOW

PEOPLE = {"person", "learner", "owner", "registrar"}
# Whoever holds the secret may see what it opens.
SECRETS = {"token", "text"}
# A set of rows is said without their model once Python runs.
ROWS = {model.__name__ for model in apps.get_models()} | {"QuerySet"}
# Parts of a query, which show nothing to anybody.
CONDITIONS = {"Q", "Exists"}
# Where rules stand: those of a domain, and the one about days that all domains share (`core.periods`).
RULES = {"rules", "periods"}


def _modules(file: str = "selectors") -> list[ModuleType]:
    names = [
        module.name
        for module in pkgutil.walk_packages(mcx.__path__, "mcx.")
        if module.name.split(".")[2:3] == [file]
    ]
    return [import_module(name) for name in names]


def _functions(modules: list[ModuleType]) -> list[Callable[..., Any]]:
    return [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


SELECTORS = _functions(_modules())


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__name__}"


def _words(annotation: object) -> set[str]:
    """The names of types in an annotation: `Collection[Award] | None` has three."""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    for sign in "[]|,":
        text = text.replace(sign, " ")
    return {word.rsplit(".", 1)[-1] for word in text.split()}


def test_there_are_selectors() -> None:
    assert len(SELECTORS) > 150


# What makes documents hands rows on here and there, and is held to the same.
HANDING_ON = [
    function
    for function in _functions(_modules("documents"))
    if _words(inspect.signature(function).return_annotation) & ROWS
]


@pytest.mark.parametrize("function", [*SELECTORS, *HANDING_ON], ids=_name)
def test_a_look_up_takes_the_person_or_a_row_that_was_shown_or_is_public_by_name(
    function: Callable[..., Any],
) -> None:
    signature = inspect.signature(function)
    first = next(iter(signature.parameters.values()), None)
    is_condition = bool(_words(signature.return_annotation) & CONDITIONS)
    takes_who_asks = first is not None and first.name in PEOPLE | SECRETS
    takes_a_row = first is not None and bool(_words(first.annotation) & ROWS)

    assert function.__name__.startswith("public_") or is_condition or takes_who_asks or takes_a_row


def _kinds(annotation: Any, seen: set[type]) -> set[type]:
    """Every class in an annotation, and in the fields of those that look-ups make themselves."""
    if isinstance(annotation, type) and annotation not in seen:
        seen.add(annotation)
        for field in get_type_hints(annotation).values() if _room(annotation) == "selectors" else ():
            _kinds(field, seen)
    for part in get_args(annotation):
        _kinds(part, seen)
    return seen


def _room(kind: type) -> str:
    """Where in its domain something of ours is made: `rules` for `mcx.pathways.rules.Progress`."""
    words = kind.__module__.split(".")
    return words[2] if words[0] == "mcx" and len(words) > 2 else ""


def _given(function: Callable[..., Any]) -> set[type]:
    return _kinds(get_type_hints(function)["return"], set())


@pytest.mark.parametrize("function", SELECTORS, ids=_name)
def test_a_look_up_gives_what_it_found(function: Callable[..., Any]) -> None:
    """It gives rows, sets of rows and conditions; plain values that were read or counted; what a rule makes
    of such values; records of these, made beside the look-up. What comes to a Report is a check or a rule,
    what is drawn up for others a document, and neither is hidden in a record.
    """
    given = _given(function)

    assert not given & {Report, Check}, "what judges is a check or a rule"
    assert {_room(kind) for kind in given} <= RULES | {"", "models", "selectors"}
    assert "Any" not in _words(inspect.signature(function).return_annotation), "this is a document"


# The columns that hold the private half of a key.
SECRET_COLUMNS = {SigningKey: "wrapped", Seal: "wrapped"}


@pytest.mark.parametrize(
    "function",
    [
        each
        for each in SELECTORS
        if _name(each).startswith("mcx.keys") and each.__name__.startswith("public_")
    ],
    ids=_name,
)
def test_what_anybody_may_see_of_keys_holds_no_private_half(function: Callable[..., Any]) -> None:
    """A set of rows without the column; a single row, or any other value, is of another kind."""
    arguments = {str: "EdDSA", datetime: NOW}
    hints = get_type_hints(function)
    taken = {name: arguments[kind] for name, kind in hints.items() if name != "return"}
    rows = function(**taken) if QuerySet in _given(function) else None

    assert not _given(function) & SECRET_COLUMNS.keys() or rows is not None
    if rows is not None:
        assert rows.query.deferred_loading == (frozenset({SECRET_COLUMNS[rows.model]}), True)
