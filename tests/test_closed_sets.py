"""A word out of a closed set is named by its enum: a mistyped word matches nothing, and nobody sees it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.constraints import BaseConstraint

from microcred.report import Outcome
from microcred.vocabulary import IdentityCheck

ROOT = Path(__file__).resolve().parents[1] / "src" / "mcx"
# A model's own words are spelt where they are defined; its constraints are looked at below.
SOURCES = [
    path for path in sorted(ROOT.rglob("*.py")) if "migrations" not in path.parts and path.name != "models.py"
]
TEMPLATES = sorted(ROOT.rglob("*.html"))
MODELS = [model for model in apps.get_models() if model.__module__.startswith("mcx.")]
# The fields of our models that hold a word out of several, by name, with every such word.
WORDS: dict[str, set[str]] = {}
for _model in MODELS:
    for _field in _model._meta.get_fields():
        WORDS.setdefault(_field.name, set()).update(map(str, dict(getattr(_field, "choices", None) or ())))
WORDS = {name: words for name, words in WORDS.items() if words}
# No model has this, but every assessment of a course.
WORDS["identity_check"] = set(IdentityCheck)
# A check has an outcome too (`microcred.report`).
OUTCOMES = set(Outcome)
COMPARED = re.compile(r"\.(\w+) [=!]= \"([\w-]+)\"")


def _constants(node: ast.expr) -> Iterator[str]:
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _is_bare(name: str, value: ast.expr) -> bool:
    """Whether this field is looked for, or compared, by a word of its own that is only spelt."""
    return any(word in WORDS.get(name, ()) for word in _constants(value))


def _last(lookup: str) -> str:
    """The field that a look-up ends with: `status` of `case__status__in`."""
    return next((part for part in reversed(lookup.split("__")) if part in WORDS), "")


def bare_words(tree: ast.AST) -> list[int]:
    """The lines in which a field of a model is filtered by, or compared with, a bare word."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            given = [each for each in node.keywords if each.arg and _is_bare(_last(each.arg), each.value)]
            found += [each.value.lineno for each in given]
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            names = [side.attr for side in sides if isinstance(side, ast.Attribute)]
            names += [side.id for side in sides if isinstance(side, ast.Name)]
            found += [node.lineno for name in names for side in sides if _is_bare(name, side)]
    return sorted(set(found))


def test_there_are_closed_sets() -> None:
    assert {"status", "decision", "outcome", "kind", "role", "reason", "source"} <= WORDS.keys()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_bare_word_is_compared_with_a_field_of_a_model(path: Path) -> None:
    assert bare_words(ast.parse(path.read_text(encoding="utf-8"))) == [], "name the word by its enum"


@pytest.mark.parametrize(
    "line",
    [
        'cases.filter(status="open")',
        'found.exclude(appeal__outcome="upheld")',
        'Q(case__status__in=["open", "closed"])',
        'Enrolment.objects.create(status="active")',
        'case.status == "open"',
        '"open" != case.status',
        'case.status in {"open", "closed"}',
        'status == "open"',
        'one.identity_check == "document"',
    ],
)
def test_a_bare_word_is_seen(line: str) -> None:
    assert bare_words(ast.parse(line)) == [1]


@pytest.mark.parametrize(
    "line", ["cases.filter(status=Case.Status.OPEN)", 'Field(kind="field")', 'x == "open"']
)
def test_nothing_else_is_taken_for_one(line: str) -> None:
    assert bare_words(ast.parse(line)) == []


def _conditions(constraint: BaseConstraint) -> Iterator[tuple[str, object]]:
    rest = [constraint.condition] if isinstance(constraint, CheckConstraint | UniqueConstraint) else []
    while rest:
        one = rest.pop()
        if isinstance(one, Q):
            rest += [child for child in one.children if isinstance(child, Q)]
            yield from (child for child in one.children if isinstance(child, tuple))


def test_the_words_in_constraints_are_words_of_their_fields() -> None:
    """Within a model its nested enum has no name yet, so constraints spell its words."""
    seen = set()
    for model in MODELS:
        for constraint in model._meta.constraints:
            for lookup, value in _conditions(constraint):
                words = WORDS.get(_last(lookup), set())
                seen |= {lookup} if words else set()
                given = value if isinstance(value, list | tuple) else [value]
                assert not words or set(given) <= words, constraint.name

    assert seen == {"status", "status__in"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_template_compares_with_a_field_is_one_of_its_words(path: Path) -> None:
    compared = COMPARED.findall(path.read_text(encoding="utf-8"))

    assert not [
        (name, word) for name, word in compared if name in WORDS and word not in WORDS[name] | OUTCOMES
    ]
