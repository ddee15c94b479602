"""The library has one door, and nothing behind it needs a clock, the network or Django."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import microcred

LIBRARY = Path(microcred.__file__).parent
FORBIDDEN = {"django", "mcx", "socket", "http", "urllib.request", "requests", "httpx", "time"}
MODULES = [path for path in sorted(LIBRARY.rglob("*.py")) if LIBRARY / "cli" not in path.parents]


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_everything_promised_is_there_in_order() -> None:
    assert microcred.__all__ == sorted(microcred.__all__)
    assert all(hasattr(microcred, name) for name in microcred.__all__)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_a_module_needs_no_clock_network_or_framework(path: Path) -> None:
    names = set(imported(path))

    assert not {name for name in names if name in FORBIDDEN or name.split(".")[0] in FORBIDDEN}
    assert ".now(" not in path.read_text()
