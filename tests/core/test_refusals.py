"""A refusal stands in one language: it says all that it names, and rows have no words of their own in it."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from django.apps import apps
from django.db.models import Model

from mcx.core.errors import DomainError
from tests.documentation import refusals_of

ROOT = Path(__file__).resolve().parents[2] / "src" / "mcx"
SOURCES = [path for path in sorted(ROOT.rglob("*.py")) if "migrations" not in path.parts]
MODELS = [model for model in apps.get_models() if model.__module__.startswith("mcx.")]
# What is called so in every language.
NAMES = {"ESCO"}
WORD = re.compile(r"[^\W\d_]+")
MARKED = {"_", "gettext"}


REFUSALS = {each.__name__: each for each in refusals_of(DomainError)}


def _slots(refusal: type[DomainError]) -> set[str]:
    said = f"{refusal.message} {refusal.fix}"
    return {name for _text, name, _how, _as in Formatter().parse(said) if name}


def _raised(tree: ast.AST) -> Iterator[tuple[str, ast.Call | None, int]]:
    """Each refusal that is raised by its name, with what it is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            call = node.exc if isinstance(node.exc, ast.Call) else None
            name = call.func if call else node.exc
            if isinstance(name, ast.Name):
                yield name.id, call, node.lineno


def left_out(tree: ast.AST) -> list[tuple[int, set[str]]]:
    """The lines in which a refusal is not given what its sentences name.

    One that makes its values itself, in its own `__init__`, is asked where it is tested.
    """
    found = []
    for name, call, line in _raised(tree):
        refusal = REFUSALS.get(name)
        if refusal is None or refusal.__init__ is not DomainError.__init__:
            continue
        given = {each.arg for each in call.keywords} if call else set()
        missing = _slots(refusal) - given
        if missing and None not in given:
            found.append((line, missing))
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_refusal_is_given_whatever_its_sentences_name(path: Path) -> None:
    assert left_out(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("raise VoteClosed(charter=charter)", [(1, {"version"})]),
        ("raise VoteClosed", [(1, {"version"})]),
        ("raise VoteClosed(version=3)", []),
        ("raise VoteClosed(**facts)", []),
        ("raise ValueError(3)", []),
    ],
)
def test_what_a_refusal_is_not_given_is_seen(line: str, missing: list[tuple[int, set[str]]]) -> None:
    assert left_out(ast.parse(line)) == missing


def words_of_its_own(source: str) -> set[str]:
    """The words that a `__str__` says in one language, whoever reads."""
    tree = ast.parse(textwrap.dedent(source))
    marked = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKED
        for inner in ast.walk(node)
    }
    said = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    unsaid = marked.union(*(_unsaid(node) for node in ast.walk(tree)))
    texts = (node.value for node in said if node not in unsaid and isinstance(node.value, str))
    return {word for text in texts for word in WORD.findall(text)} - NAMES


def _unsaid(node: ast.AST) -> set[ast.AST]:
    """Of a value how it is written, such as `%Y-%m-%d`; of a sentence's values what they are called."""
    if isinstance(node, ast.FormattedValue) and node.format_spec:
        return set(ast.walk(node.format_spec))
    return {key for key in node.keys if key} if isinstance(node, ast.Dict) else set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_says_no_word_of_one_language_only(model: type[Model]) -> None:
    """Its text stands in sentences and lists of every language."""
    assert words_of_its_own(inspect.getsource(model.__str__)) == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('f"Charter {self.version}"', {"Charter"}),
        ('f"{self.audience} until {self.day:%Y-%m-%d}"', {"until"}),
        ('"this deployment"', {"this", "deployment"}),
        ('f"{self.day:%Y-%m-%d}: {self.name} ({self.code})"', set()),
        ('gettext("Charter, version %(version)s") % {"version": self.version}', set()),
        ('f"ESCO {self.version}"', set()),
    ],
)
def test_a_word_of_one_language_is_seen(text: str, words: set[str]) -> None:
    assert words_of_its_own(f"def __str__(self):\n    return {text}") == words
