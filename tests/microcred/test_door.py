"""The library has one door, and nothing behind it needs a clock, the network or Django."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import microcred

LIBRARY = Path(microcred.__file__).parent
FORBIDDEN = {"django", "mcx", "socket", "http", "urllib.request", "requests", "httpx", "time"}
PACKAGE = tomllib.loads(
    (Path(__file__).parents[2] / "packages" / "microcred" / "pyproject.toml").read_text(encoding="utf-8")
)["project"]
IMPORTED_AS = {"PyNaCl": "nacl"}
PRIMITIVES = LIBRARY / "primitives"
MODULES = [path for path in sorted(LIBRARY.rglob("*.py")) if LIBRARY / "cli" not in path.parents]


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def declared(requirements: list[str]) -> set[str]:
    """The packages that are imported by what a list of requirements names."""
    names = (re.split(r"[~=<>\[]", each)[0] for each in requirements)
    return {IMPORTED_AS.get(name, name) for name in names}


def foreign(path: Path) -> set[str]:
    """The packages of others that a file imports."""
    return {name.split(".")[0] for name in imported(path)} - sys.stdlib_module_names - {"microcred"}


def test_everything_promised_is_there_in_order() -> None:
    assert microcred.__all__ == sorted(microcred.__all__)
    assert all(hasattr(microcred, name) for name in microcred.__all__)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_a_module_needs_no_clock_network_or_framework(path: Path) -> None:
    names = set(imported(path))

    assert not {name for name in names if name in FORBIDDEN or name.split(".")[0] in FORBIDDEN}
    assert ".now(" not in path.read_text()


def test_the_wheel_asks_for_what_the_library_imports_and_for_nothing_else() -> None:
    fast = declared(PACKAGE["optional-dependencies"]["fast"])
    needed = {
        name for path in LIBRARY.rglob("*.py") if PRIMITIVES not in path.parents for name in foreign(path)
    }

    assert needed == declared(PACKAGE["dependencies"])
    assert {name for path in PRIMITIVES.glob("*.py") for name in foreign(path)} - needed == fast
