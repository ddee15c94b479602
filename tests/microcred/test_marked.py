"""Every error of the library says a sentence that was marked for translation, and every mark is collected."""

import ast
import importlib
import pkgutil
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import microcred
from microcred.errors import MicrocredError
from microcred.saying import Said

HOME = Path(microcred.__file__).parent
MODULES = sorted(one.name for one in pkgutil.walk_packages([str(HOME)], "microcred."))
MODULES.remove("microcred.__main__")  # runs the command line
# Arguments that hold a sentence that was marked elsewhere.
HANDED_ON = {
    "reading.problem",
    "reading.problem or _('There is no achievement in this file.')",
    "next((words for name, words in _STRANGE_TYPES.items() if name in types))",
}
ADDRESS_ONLY = {"UnknownContext"}  # says one sentence about the address it is given


def raised(module: ModuleType) -> Iterator[ast.Call]:
    """The errors of the library that a module makes."""
    kinds = {name for name, one in vars(module).items() if _is_error(one)}
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
            yield node


def _is_error(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, MicrocredError)


def is_marked(said: ast.expr, module: ModuleType) -> bool:
    """Whether this argument is a sentence as it stands in the catalogue."""
    if isinstance(said, ast.Constant):
        return isinstance(said.value, str)
    if isinstance(said, ast.IfExp):
        return is_marked(said.body, module) and is_marked(said.orelse, module)
    if isinstance(said, ast.Name):
        return type(getattr(module, said.id, None)) is Said
    if isinstance(said, ast.Call) and getattr(said.func, "id", "") == "_":
        return isinstance(said.args[0], ast.Constant)
    return ast.unparse(said) in HANDED_ON


@pytest.mark.parametrize("name", MODULES)
def test_an_error_is_raised_with_a_marked_sentence(name: str) -> None:
    module = importlib.import_module(name)

    unmarked = [
        ast.unparse(call)
        for call in raised(module)
        if getattr(call.func, "id", "") not in ADDRESS_ONLY and not is_marked(call.args[0], module)
    ]

    assert unmarked == []


def test_the_check_itself_tells_marked_from_unmarked() -> None:
    source = ["'A sentence.'", "f'A {name}.'", "str(error)", "reading.problem", "HOME"]
    found = [is_marked(ast.parse(one, mode="eval").body, importlib.import_module(__name__)) for one in source]

    assert found == [True, False, False, True, False]


def test_each_sentence_of_an_error_has_the_values_of_its_slots() -> None:
    lacking = []
    for name in MODULES:
        for call in raised(importlib.import_module(name)):
            text = call.args[0] if call.args else None
            if isinstance(text, ast.Constant):
                parts = string.Formatter().parse(str(text.value))
                slots = {slot for _text, slot, *_rest in parts if slot}
                given = {word.arg for word in call.keywords} - {"at", "type_name"}
                if slots != given:
                    lacking.append((name, text.value))

    assert lacking == []
