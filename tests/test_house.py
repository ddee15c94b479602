"""The house rules a machine can check (CONTRIBUTING)."""

import ast
import re
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
# What Django calls its ways to write; each has a twin that waits in other manners.
PLAIN = {"save", "delete", "create", "update", "bulk_create", "bulk_update"}
WRITING = PLAIN | {"get_or_create", "update_or_create"}
DATABASE_VERBS = WRITING | {f"a{verb}" for verb in WRITING}
STORING = [path for path in SOURCES if "mcx" in path.parts and path.parts[-2:] != ("core", "text.py")]
# The library is used from outside, so it has public doors: one for each specification that it reads or
# writes, and those of what all of them need. Each says in `__all__` what it promises to keep.
LIBRARY_DOORS = {
    *("microcred", "microcred.cli"),
    *("microcred.elm", "microcred.elmo", "microcred.openbadges", "microcred.openbadges2"),
    *("microcred.jades", "microcred.jose", "microcred.jsonld", "microcred.proofs", "microcred.sdjwt"),
    *("microcred.baking", "microcred.pdf", "microcred.keys"),
    *("microcred.explain", "microcred.reading", "microcred.verification"),
}
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


def _handed_on(path: Path) -> set[str]:
    """What a module imports and does not use itself, and what it offers by name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    imported = {(each.asname or each.name).partition(".")[0] for node in imports for each in node.names}
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return (imported - named) | (named & {"__all__"})


def _packages(product: str) -> dict[str, Path]:
    files = (ROOT / "src" / product).rglob("__init__.py")
    return {".".join(path.parent.relative_to(ROOT / "src").parts): path for path in files}


def test_no_package_hands_on_what_a_module_of_it_has() -> None:
    packages = _packages("mcx")

    assert len(packages) > 50
    assert not {name: found for name, path in packages.items() if (found := _handed_on(path))}


def test_the_library_has_these_doors_and_no_other() -> None:
    """Whoever uses it imports from the packages named here; where its modules lie can change behind them."""
    packages = _packages("microcred")

    assert {name for name, path in packages.items() if _handed_on(path)} == LIBRARY_DOORS
    assert not [name for name in LIBRARY_DOORS if "__all__" not in _handed_on(packages[name])]


@pytest.mark.parametrize(
    ("text", "handed_on"),
    [
        ("from a.b import c", {"c"}),
        ("from a.b import c as c", {"c"}),
        ("import a.b", {"a"}),
        ("from a.b import c\n\nd = c()", set()),
        ("from a.b import c\n\n__all__ = ['c']", {"c", "__all__"}),
        ("if True:\n    from a.b import c", {"c"}),
        ("from a.b import *", {"*"}),
    ],
)
def test_a_package_that_hands_something_on_is_found(tmp_path: Path, text: str, handed_on: set[str]) -> None:
    package = tmp_path / "__init__.py"
    package.write_text(text)

    assert _handed_on(package) == handed_on


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


def test_every_verb_is_done_by_somebody() -> None:
    """What no page, endpoint, command or other verb calls is dead, however well it is tested."""
    product = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if "mcx" in path.parts)
    verbs = {name.rpartition(".")[2] for name in _services()}

    assert not {verb for verb in verbs if not re.search(rf"(?<!def )\b{verb}\b", product)}


def test_a_verb_is_given_each_value_by_its_name() -> None:
    """Two values in one row have no names: `size=(ects, level)` could be turned round unseen."""
    taken = {name: [each.annotation for each in node.args.kwonlyargs] for name, node in _services().items()}
    rows = {name: [ast.unparse(each) for each in kinds if each] for name, kinds in taken.items()}

    assert not [name for name, kinds in rows.items() for kind in kinds if re.search(r"tuple\[[^.]*\]", kind)]


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


@pytest.mark.parametrize("path", STORING, ids=_short)
def test_what_people_write_is_made_storable_in_one_place(path: Path) -> None:
    """`core.text.as_kept`: twelve copies of it would not all strip what a database refuses."""
    text = path.read_text(encoding="utf-8")
    is_service = "services" in path.with_suffix("").relative_to(ROOT).parts

    assert not re.search(r"replace\(\s*[\"']\\(x00|0|u0000)", text)
    assert not (is_service and ".strip()" in text), "core.text.as_kept strips blanks, and NUL"


def test_what_an_endpoint_may_refuse_is_one_table() -> None:
    """`api.errors.REFUSALS`: of seventeen copies two had left something out."""
    api = [path for path in VIEWS if "api" in path.parts]

    assert [path.name for path in api if "REFUSALS = " in path.read_text(encoding="utf-8")] == ["errors.py"]


@pytest.mark.parametrize("path", TEMPLATES, ids=_short)
def test_a_template_stays_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize("path", VIEWS, ids=_short)
def test_pages_and_endpoints_leave_writing_to_services(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\.(objects|_default_manager|_base_manager)\b", text), (
        "reach objects through a selector that takes the person"
    )
    assert not _writes(ast.parse(text)), "a write is a service"


def _writes(tree: ast.Module) -> list[str]:
    """Calls of the database's verbs: on a row, on a set of rows or on whatever is related to a row."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    methods = [func for func in calls if isinstance(func, ast.Attribute) and func.attr in DATABASE_VERBS]
    return [
        name
        for func in methods
        if (name := ast.unparse(func)).partition(".")[0] not in {"services", "router"}
    ]


@pytest.mark.parametrize("verb", sorted(DATABASE_VERBS))
def test_whatever_writes_in_a_page_is_seen(verb: str) -> None:
    assert _writes(ast.parse(f"def page(row):\n    row.shares.filter(pk=1).{verb}(label=1)"))
    assert _writes(ast.parse(f"found.{verb}()"))
    assert not _writes(ast.parse(f"services.{verb}(found, by=person, at=now)"))


@pytest.mark.parametrize("path", VIEWS, ids=_short)
def test_pages_and_endpoints_stay_thin(path: Path) -> None:
    functions = [node for node in _definitions(path) if not isinstance(node, ast.ClassDef)]

    assert not [f"{node.name}: {_length(node)}" for node in functions if _length(node) > 40]
