"""Shapes seen before: the same canonical form as the general way, whatever comes after them."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.errors import MicrocredError
from microcred.jsonld import canonise
from microcred.jsonld.contexts import known_source
from microcred.jsonld.documents import compile_document
from microcred.jsonld.rdfc import canonical
from microcred.jsonld.shapes import SEEN_BEFORE, SHAPES, Shape, Shapes
from tests.microcred.jsonld.oracle import sample
from tests.microcred.jsonld.test_canonise import at, credential, places
from tests.microcred.jsonld.test_template import BADGE, text_paths

SAMPLES = (
    "openbadges/ob30/complete.json",
    "openbadges/ob30/simple.json",
    "openbadges/ob30/endorsement-valid.json",
    "openbadges/ob20/basic-assertion.json",
    "vc-vectors/vc-di-eddsa/unsigned.json",
    "elm/our-example.jsonld",
)
TEXTS = (
    "",
    "a",
    "other words",
    'quo"te',
    "\\",
    "\u007f",
    "\u2028",
    "\ud800",
    "%s",
    "urn:x",
    "urn:uuid:1",
    "https://uni.example/x",
    "did:web:uni.example",
    "_:b0",
    "_:c14n0",
    "relative",
    "https://a b",
    "@type",
    "@foo",
    "type",
    "obi:x",
    "elm:x",
    "xsd:date",
    "assertionMethod",
    "2026-11-23T10:00:00Z",
    "en",
)
NUMBERS: tuple[Any, ...] = (True, False, 0, 1, 1.0, -0.0, 2.5, None)


def general(document: dict[str, Any]) -> bytes | type[MicrocredError]:
    """The canonical form, or how it is refused, without any shape."""
    try:
        return canonical(compile_document(document, known_source))
    except MicrocredError as error:
        return type(error)


def shaped(document: dict[str, Any]) -> bytes | type[MicrocredError]:
    """The canonical form, or how it is refused, as everybody gets it."""
    try:
        return canonise(document)
    except MicrocredError as error:
        return type(error)


def learn(document: dict[str, Any]) -> None:
    """Show a document until its shape has a plan."""
    for _ in range(SEEN_BEFORE + 1):
        shaped(document)


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_other_texts_in_a_known_shape_have_the_form_of_the_general_way(
    name: str, data: st.DataObject
) -> None:
    document = {key: value for key, value in sample(name).items() if key != "proof"}
    learn(document)
    paths = text_paths({key: value for key, value in document.items() if key != "@context"})
    for _ in range(data.draw(st.integers(1, 4))):
        *holder, last = data.draw(st.sampled_from(paths))
        at(document, tuple(holder))[last] = data.draw(st.sampled_from(TEXTS) | st.text(max_size=8))

    assert shaped(document) == general(document)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_change_of_a_known_shape_has_the_form_of_the_general_way(data: st.DataObject) -> None:
    document = copy.deepcopy(BADGE)
    learn(document)
    node = at(document, data.draw(st.sampled_from(list(places(document)))))
    name = data.draw(st.sampled_from([*node, "injected", "name", "@id", "@type", "@value"]))
    node[name] = data.draw(
        st.sampled_from([*NUMBERS, *TEXTS, [], {}, ["a"], [["a"]], {"@value": "a"}, [None]])
    )

    assert shaped(document) == general(document)


@pytest.mark.parametrize("one", NUMBERS)
@pytest.mark.parametrize("other", NUMBERS)
def test_numbers_and_truth_values_that_python_thinks_equal_are_kept_apart(one: Any, other: Any) -> None:
    learn(credential(_sd=one))

    assert shaped(credential(_sd=other)) == general(credential(_sd=other))


def test_documents_of_one_shape_differ_in_texts_only() -> None:
    shape = Shape(credential(name="a"))

    assert Shape(credential(name="b")).key == shape.key
    assert Shape(credential(name=["b"])).key != shape.key
    assert Shape(credential(type=["VerifiableCredential"])).key != shape.key
    assert (
        Shape(credential(name={"@value": "a", "@language": "en"})).key
        != Shape(credential(name={"@value": "a", "@language": "de"})).key
    )


def test_names_that_look_like_structure_are_no_structure() -> None:
    keys = {
        Shape(document).key
        for document in (
            {"a": {"b": "x"}},
            {"a": "x", "b": "x"},
            {"a": ["x"], "b": "x"},
            {"a": [{"b": "x"}]},
            {"a": [["x"]]},
        )
    }

    assert len(keys) == 5


def test_a_shape_gets_its_plan_at_the_third_sight_and_not_before() -> None:
    calls = 0

    def counted(document: Any) -> Any:
        nonlocal calls
        calls += 1
        return compile_document(document, known_source)

    shapes = Shapes()
    found = [shapes.render(copy.deepcopy(BADGE), counted, is_plain=True) for _ in range(SEEN_BEFORE + 2)]

    assert found[:SEEN_BEFORE] == [None] * SEEN_BEFORE
    assert found[SEEN_BEFORE] == found[-1] == general(BADGE)
    assert calls == 1


def test_the_memory_of_shapes_is_bounded() -> None:
    shapes = Shapes()

    for number in range(3 * SHAPES):
        for _ in range(SEEN_BEFORE + 1):
            shapes.render(
                credential(_sd=number),
                lambda document: compile_document(document, known_source),
                is_plain=True,
            )

    assert len(shapes._known) <= SHAPES


def test_a_document_that_contains_itself_has_no_shape() -> None:
    document = credential()
    document["credentialSubject"]["result"] = document

    assert Shapes().render(document, lambda one: compile_document(one, known_source), is_plain=True) is None
