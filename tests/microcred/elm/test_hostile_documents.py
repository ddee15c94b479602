"""Documents with values of the wrong kind anywhere: reading and checking end in an answer, not in a crash."""

import copy
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from microcred import elm
from microcred.errors import MicrocredError
from microcred.report import Outcome
from tests.microcred.elm.cast import document

WRITTEN = document()
JUNK: list[Any] = [
    None,
    7,
    -1.5,
    True,
    "x",
    "",
    [],
    {},
    [[]],
    [None, 7],
    {"id": 7},
    {"en": [1]},
    {"id": "x y"},
]


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every container of the document with the key or position of each of its values."""
    if isinstance(node, dict):
        inner = list(node.items())
    else:
        inner = list(enumerate(node)) if isinstance(node, list) else []
    return [(node, key) for key, _value in inner] + [one for _key, value in inner for one in places(value)]


COUNT = len(places(WRITTEN))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, COUNT - 1), st.sampled_from(JUNK)), min_size=1, max_size=4))
def test_junk_anywhere_is_survived(changes: list[tuple[int, Any]]) -> None:
    wrong = copy.deepcopy(WRITTEN)
    where = places(wrong)
    for position, junk in changes:
        container, key = where[position]
        container[key] = junk

    report = elm.lint(wrong)
    with suppress(MicrocredError):
        _record, understood = elm.parse(wrong)
        assert understood
    assert report.checks[0].code == "schema"


def test_a_thousand_copies_of_one_node_are_one() -> None:
    crowded = copy.deepcopy(WRITTEN)
    awarded = crowded["credentialSubject"]["hasClaim"]["awardedBy"]
    awarded["awardingBody"] = awarded["awardingBody"] * 500

    assert not elm.lint(crowded).only(Outcome.FAILED)
