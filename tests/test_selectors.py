"""What a look-up may be: it shows rows to a person, and whatever else it shows is public by its name."""

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps

import mcx

PEOPLE = {"person", "learner", "owner", "registrar"}
# Whoever holds the secret may see what it opens.
SECRETS = {"token", "text"}
# A set of rows is said without their model once Python runs.
ROWS = {model.__name__ for model in apps.get_models()} | {"QuerySet"}
# Parts of a query, which show nothing to anybody.
CONDITIONS = {"Q", "Exists"}


def _modules() -> list[ModuleType]:
    names = [
        module.name
        for module in pkgutil.walk_packages(mcx.__path__, "mcx.")
        if module.name.split(".")[2:3] == ["selectors"]
    ]
    return [import_module(name) for name in names]


SELECTORS = [
    function
    for module in _modules()
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
]


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


@pytest.mark.parametrize("function", SELECTORS, ids=_name)
def test_a_look_up_takes_the_person_or_a_row_that_was_shown_or_is_public_by_name(
    function: Callable[..., Any],
) -> None:
    signature = inspect.signature(function)
    first = next(iter(signature.parameters.values()), None)
    is_condition = bool(_words(signature.return_annotation) & CONDITIONS)
    takes_who_asks = first is not None and first.name in PEOPLE | SECRETS
    takes_a_row = first is not None and bool(_words(first.annotation) & ROWS)

    assert function.__name__.startswith("public_") or is_condition or takes_who_asks or takes_a_row


@pytest.mark.parametrize("function", SELECTORS, ids=_name)
def test_a_look_up_decides_nothing(function: Callable[..., Any]) -> None:
    """What comes to a Report is a check (`checks`) or a rule (`rules`)."""
    assert not _words(inspect.signature(function).return_annotation) & {"Report", "Check"}
