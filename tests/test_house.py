"""The house rules a machine can check (CONTRIBUTING)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(
    path
    for folder in ("src", "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "src").rglob("*.html"))
DOORS = {ROOT / "src" / "mcx" / door for door in ("web", "api", "protocols")}
VIEWS = [path for path in SOURCES if DOORS & set(path.parents) and "management" not in path.parts]
FORBIDDEN_NAMES = {"utils", "common", "helpers", "misc"}


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _definitions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def _length(node: ast.AST) -> int:
    return (getattr(node, "end_lineno", 0) or 0) - getattr(node, "lineno", 0) + 1


@pytest.mark.parametrize("path", SOURCES, ids=_short)
def test_a_file_says_what_it_is_for_and_stays_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text)), "a module needs its docstring"
    assert len(text.splitlines()) <= 600
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", SOURCES, ids=_short)
def test_functions_and_classes_stay_short(path: Path) -> None:
    limits = {ast.ClassDef: 200, ast.FunctionDef: 50, ast.AsyncFunctionDef: 50}

    too_long = [
        f"{node.name}: {_length(node)}" for node in _definitions(path) if _length(node) > limits[type(node)]
    ]

    assert not too_long


def test_no_package_hands_on_what_a_module_of_it_has() -> None:
    packages = (path for path in SOURCES if path.name == "__init__.py" and "mcx" in path.parts)

    assert not [_short(path) for path in packages if "__all__" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", TEMPLATES, ids=_short)
def test_a_template_stays_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize("path", VIEWS, ids=_short)
def test_pages_and_endpoints_leave_writing_to_services(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert ".objects" not in text, "reach objects through a selector that takes the person"
    for verb in ("services.save(", "services.delete(", "router.delete("):
        text = text.replace(verb, "")
    assert not [word for word in (".save(", ".delete(", ".bulk_create(") if word in text]


@pytest.mark.parametrize("path", VIEWS, ids=_short)
def test_pages_and_endpoints_stay_thin(path: Path) -> None:
    functions = [node for node in _definitions(path) if not isinstance(node, ast.ClassDef)]

    assert not [f"{node.name}: {_length(node)}" for node in functions if _length(node) > 40]
