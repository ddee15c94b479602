"""The house rules a machine can check (CONTRIBUTING)."""

import ast
from functools import cache
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


@cache
def _services() -> dict[str, ast.FunctionDef]:
    """Every verb of the product, by its whole name."""
    found: dict[str, ast.FunctionDef] = {}
    for path in SOURCES:
        words = path.relative_to(ROOT).with_suffix("").parts[1:]
        if words[0] != "mcx" or "services" not in words[2:3]:
            continue
        module = ".".join(word for word in words if word != "__init__")
        functions = [node for node in _definitions(path) if isinstance(node, ast.FunctionDef)]
        found |= {f"{module}.{node.name}": node for node in functions if node.col_offset == 0}
    return {name: node for name, node in found.items() if not node.name.startswith("_")}


def test_a_verb_takes_its_object_and_the_rest_by_name() -> None:
    found = _services()

    assert len(found) > 90
    assert not [name for name, node in found.items() if len(node.args.args) > 1 or node.args.vararg]


def _imported(tree: ast.Module) -> dict[str, str]:
    """What each imported name is, whole."""
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {name.asname or name.name: f"{node.module}.{name.name}" for node in froms for name in node.names}


@pytest.mark.parametrize("path", SOURCES, ids=_short)
def test_nobody_hands_a_verb_an_unnamed_row_of_values(path: Path) -> None:
    tree, services = ast.parse(path.read_text(encoding="utf-8")), _services()
    imported = _imported(tree)

    def whole(node: ast.expr) -> str:
        if isinstance(node, ast.Attribute):
            return f"{whole(node.value)}.{node.attr}"
        return imported.get(node.id, node.id) if isinstance(node, ast.Name) else ""

    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and whole(node.func) in services]

    assert not [node.lineno for node in calls if any(isinstance(each, ast.Starred) for each in node.args)], (
        "name each value: a row that changes its order would change its meaning in silence"
    )


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
