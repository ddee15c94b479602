"""Shapes seen before: the same canonical form as the general way, whatever comes after them."""

import copy
import json
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.errors import Malformed, MicrocredError
from microcred.jsonld import Memory, canonise, tables
from microcred.jsonld.contexts import known_source
from microcred.jsonld.documents import compile_document
from microcred.jsonld.fast.cutting import LARGEST, cut
from microcred.jsonld.fast.editions import EDITIONS, RUN
from microcred.jsonld.fast.plan import SCHEMES
from microcred.jsonld.fast.shapes import COUNTED, SEEN_BEFORE, SHAPES, VARIANTS, Shapes
from tests.microcred.jsonld.cast import BADGE, text_paths
from tests.microcred.jsonld.oracle import sample
from tests.microcred.jsonld.test_canonise import at, credential, places

PLAIN = Memory(is_fast=False)
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
    """The canonical form, or how it is refused, with the fast way off."""
    try:
        return canonise(document, memory=PLAIN)
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


@pytest.fixture(scope="module")
def editions() -> None:
    """Each sample seen so often that it has a plan for its shape and one for its edition."""
    for name in SAMPLES:
        document = {key: value for key, value in sample(name).items() if key != "proof"}
        for number in range(SEEN_BEFORE + RUN + 2):
            shaped(document | {"id": f"urn:uuid:{number}"} if "id" in document else document)


@pytest.mark.usefixtures("editions")
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


def compiled(document: Any) -> Any:
    """The graphs of a document of known contexts."""
    return compile_document(document, known_source)


def knows(shapes: Shapes, document: dict[str, Any]) -> bool:
    """Whether the document is rendered by a plan made before."""
    return shapes.render(orjson.dumps(document), lambda _: {}) is not None


@pytest.fixture
def shapes() -> Shapes:
    """Shapes that know the small credential with a name."""
    made = Shapes()
    for _ in range(SEEN_BEFORE + 1):
        made.render(orjson.dumps(credential(name="a")), compiled)
    return made


@pytest.mark.parametrize("name", ["a", "b", "Zo\u00eb", "two\nlines", 'quo"te', "back\\slash", "", "\u2028"])
def test_documents_of_one_shape_differ_in_texts_only(shapes: Shapes, name: str) -> None:
    found = shapes.render(orjson.dumps(credential(name=name)), compiled)

    assert found is not None
    assert found.text == general(credential(name=name))


@pytest.mark.parametrize(
    "document",
    [
        credential(name=["b"]),
        credential(description="b"),
        credential(name="b", type=["VerifiableCredential"]),
        credential(name="b", type=["VerifiableCredential", "AchievementCredential"]),
        credential(name={"@value": "a", "@language": "en"}),
        credential(name="\x1f"),
        credential(name="\x7f"),
        credential(name="a" * LARGEST),
    ],
    ids=str,
)
def test_a_document_of_another_shape_or_with_texts_n_quads_writes_otherwise_is_not_known(
    shapes: Shapes, document: dict[str, Any]
) -> None:
    assert not knows(shapes, document)


def test_a_text_in_another_language_is_of_another_shape() -> None:
    made = Shapes()
    for _ in range(SEEN_BEFORE + 1):
        made.render(orjson.dumps(credential(name={"@value": "a", "@language": "en"})), compiled)

    assert knows(made, credential(name={"@value": "b", "@language": "en"}))
    assert not knows(made, credential(name={"@value": "b", "@language": "de"}))


@given(st.text() | st.sampled_from(TEXTS))
def test_json_cut_at_its_quotes_and_put_together_is_the_same(text: str) -> None:
    data = json.dumps({text: [text, 1, {"a": text}]}, ensure_ascii=False).encode("utf-8", "replace")
    pieces = cut(data)

    assert pieces is None or (b'"'.join(pieces) == data and len(pieces) == 9)


def test_a_shape_gets_its_plan_at_the_third_sight_and_not_before() -> None:
    calls = 0

    def counted(document: Any) -> Any:
        nonlocal calls
        calls += 1
        return compiled(document)

    made = Shapes()
    found = [made.render(orjson.dumps(BADGE), counted) for _ in range(SEEN_BEFORE + 2)]

    assert found[:SEEN_BEFORE] == [None] * SEEN_BEFORE
    assert [one and one.text for one in found[SEEN_BEFORE:]] == [general(BADGE)] * 2
    assert calls == 1


def counting() -> tuple[list[Any], Any]:
    """What was compiled, and a compiler that remembers it."""
    calls: list[Any] = []

    def counted(document: Any) -> Any:
        calls.append(document)
        return compiled(document)

    return calls, counted


def learner(number: int, edition: str = "a") -> dict[str, Any]:
    """The badge of a learner: of one edition most texts are the same."""
    document = copy.deepcopy(BADGE)
    document["id"] = f"urn:uuid:{number}"
    document["credentialSubject"]["identifier"][0]["identityHash"] = f"Ada {number}"
    document["credentialSubject"]["achievement"]["id"] = f"https://uni.example/{edition}"
    for alignment in document["credentialSubject"]["achievement"]["alignment"]:
        alignment["targetName"] = f"{edition} {alignment['targetName']}"
    return document


def rendered(shapes: Shapes, document: dict[str, Any], compile_: Any = compiled) -> bytes | None:
    """What the shapes make of it."""
    found = shapes.render(orjson.dumps(document), compile_)
    return found and found.text


def test_an_edition_gets_a_plan_of_its_own_after_a_run_and_others_keep_theirs() -> None:
    calls, counted = counting()
    made = Shapes()
    for number in range(SEEN_BEFORE + RUN + 3):
        rendered(made, learner(number), counted)

    assert len(calls) == 2
    for edition in ("a", "b", "a", "c"):
        for number in range(30):
            assert rendered(made, learner(number, edition), counted) == general(learner(number, edition))
    assert len(calls) == 2


def test_what_differs_after_a_whole_run_that_was_alike_goes_the_other_way() -> None:
    made = Shapes()
    for number in range(SEEN_BEFORE + RUN + 3):
        rendered(made, learner(number))
    other = learner(7)
    other["credentialSubject"]["result"][0]["value"] = "C"
    other["name"] = "Another name"

    assert rendered(made, other) == general(other)


@pytest.mark.parametrize("text", [*TEXTS, "a\\nb", "\x1f", "Zo\u00eb", "\U0001f393"])
def test_any_text_of_a_learner_of_a_known_edition_has_the_form_of_the_general_way(text: str) -> None:
    made = Shapes()
    for number in range(SEEN_BEFORE + RUN + 3):
        rendered(made, learner(number))
    document = learner(7)
    document["credentialSubject"]["identifier"][0]["identityHash"] = text
    try:
        data = orjson.dumps(document)
    except orjson.JSONEncodeError:
        return

    found = made.render(data, compiled)

    assert found is None or found.text == general(document)


def test_the_number_of_known_editions_is_bounded() -> None:
    made = Shapes()
    for edition in range(EDITIONS + 3):
        for number in range(SEEN_BEFORE + RUN + 3):
            document = learner(number, str(edition))
            document["name"] = document["issuer"]["name"] = f"Edition {edition}"
            document["credentialSubject"]["achievement"]["tag"] = [f"{edition} {tag}" for tag in "abcdefgh"]
            assert rendered(made, document) in (None, general(document))

    assert len(made._editions._known) == EDITIONS


def test_editions_in_turn_have_no_plans_of_their_own() -> None:
    calls, counted = counting()
    made = Shapes()
    for number in range(4 * RUN):
        rendered(made, learner(number, f"edition {number}"), counted)

    assert len(calls) <= 2


def test_the_same_document_again_and_again_has_the_same_form() -> None:
    made = Shapes()
    found = [rendered(made, learner(1)) for _ in range(3 * RUN)]

    assert set(found[SEEN_BEFORE:]) == {general(learner(1))}


def doubled(name: str, other: str) -> dict[str, Any]:
    """A badge that names one body twice, the second time perhaps by another name."""
    document, body = copy.deepcopy(BADGE), {"id": "https://uni.example/body", "type": ["Profile"]}
    document["issuer"]["parentOrg"] = {**body, "name": name}
    document["credentialSubject"]["achievement"]["creator"] = {**body, "name": other}
    return document


@pytest.mark.parametrize("other", ["a", "b"])
def test_what_is_said_twice_of_one_thing_is_known_and_stands_there_once(other: str) -> None:
    made = Shapes()
    for _ in range(SEEN_BEFORE + 1):
        rendered(made, doubled("a", "a"))

    assert rendered(made, doubled("a", other)) == general(doubled("a", other))


def test_a_shape_that_has_no_plan_is_not_tried_again() -> None:
    calls = 0

    def refused(_document: Any) -> Any:
        nonlocal calls
        calls += 1
        raise Malformed("No plan.")

    made = Shapes()
    for number in range(10 * SEEN_BEFORE):
        assert made.render(orjson.dumps(credential(name=str(number))), refused) is None

    assert calls == 1


def test_the_memory_of_shapes_is_bounded() -> None:
    made = Shapes()

    for number in range(3 * SHAPES):
        for kind in ("OpenBadgeCredential", "AchievementCredential", "Other"):
            document = credential(_sd=number, type=["VerifiableCredential", kind])
            for _ in range(SEEN_BEFORE + 1):
                made.render(orjson.dumps(document), compiled)

    assert len(made._known) <= SHAPES
    assert max(len(known) for known in made._known.values()) <= VARIANTS


def test_unknown_structures_are_forgotten_in_time() -> None:
    made = Shapes()

    for number in range(3 * COUNTED):
        made.render(orjson.dumps(credential(_sd=number)), compiled)

    assert len(made._counts) <= COUNTED + 1


def test_a_null_has_no_plan_because_json_writes_so_what_is_no_number() -> None:
    learn(credential(creditsEarned=None))

    assert shaped(credential(creditsEarned=float("nan"))) == general(credential(creditsEarned=float("nan")))


def test_a_document_that_contains_itself_is_refused() -> None:
    document = credential()
    document["credentialSubject"]["result"] = document

    with pytest.raises(Malformed):
        canonise(document)


def test_no_known_context_has_terms_that_look_like_the_schemes_of_identifiers() -> None:
    assert not any(set(SCHEMES) & terms_of(context) for context in tables.known().values())


def terms_of(context: Any) -> set[str]:
    """All terms of a context and its scopes."""
    found: set[str] = set()
    for name, term in (context or {}).items():
        found.add(name)
        if isinstance(term, dict):
            found |= terms_of(term.get("@context"))
    return found
