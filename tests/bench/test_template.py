"""Templates: filling in is the same as putting the texts into the document and going the general way."""

import hashlib
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.batch import Path, Template, cut_texts
from microcred.errors import Malformed, MicrocredError
from microcred.jsonld import Memory, canonical_digest, canonise
from tests.microcred.jsonld.cast import BADGE, V2, text_paths
from tests.microcred.jsonld.oracle import sample

PATHS: tuple[Path, ...] = (
    ("id",),
    ("credentialSubject", "identifier", 0, "identityHash"),
    ("credentialSubject", "identifier", 1, "identityHash"),
    ("credentialSubject", "achievement", "tag", 1),
    ("credentialSubject", "result", 0, "value"),
    ("credentialSubject", "result", 0, "resultDescription"),
    ("credentialStatus", "id"),
    ("credentialStatus", "statusListIndex"),
)
TEMPLATE = Template(BADGE, PATHS)
PLAIN = Memory(is_fast=False)
identifiers = st.uuids().map(lambda one: f"urn:uuid:{one}") | st.sampled_from(
    [
        "https://uni.example/dlpa",
        "did:web:uni.example",
        "urn:scale",
        "a:b",
        "relative",
        "_:b1",
        "https://a b",
        "",
        "urn:\u00e9",
    ]
)
texts = st.text(max_size=20) | st.sampled_from(
    ["a", "%s", "%", 'quo"te', "\\", "x\n", "c14n0", "_:c14n0", "\ud800"]
)


def general(values: list[str]) -> bytes | type[MicrocredError]:
    """What the general way makes of the filled document, or how it refuses."""
    try:
        return canonise(TEMPLATE.document(values), memory=PLAIN)
    except MicrocredError as error:
        return type(error)


def filled(values: list[str]) -> bytes | type[MicrocredError]:
    """What the template makes of the values, or how it refuses."""
    try:
        return TEMPLATE.fill(values)
    except MicrocredError as error:
        return type(error)


@settings(max_examples=300, deadline=None)
@given(st.tuples(identifiers, texts, texts, texts, texts, identifiers, identifiers, texts).map(list))
@example(["urn:uuid:0001", "Ada", "Ada", "a", "B", "urn:scale", "urn:uuid:0001", "1"])
@example(["https://uni.example/dlpa", "Ada", "1", "a", "B", "urn:scale", "https://uni.example/s#1", "1"])
def test_filling_in_is_the_same_as_the_general_way(values: list[str]) -> None:
    assert filled(values) == general(values)


@pytest.mark.parametrize("name", ["openbadges/ob30/simple.json", "openbadges/ob30/endorsement-valid.json"])
def test_any_text_of_an_official_sample_can_be_a_hole_or_is_refused(name: str) -> None:
    document = {key: value for key, value in sample(name).items() if key != "proof"}
    allowed = 0
    for path in text_paths(document):
        try:
            template = Template(document, [path])
        except Malformed:
            continue
        allowed += 1
        for value in ("urn:uuid:other", "https://uni.example/x", "other words"):
            try:
                expected = canonise(template.document([value]))
            except MicrocredError:
                with pytest.raises(MicrocredError):
                    template.fill([value])
            else:
                assert template.fill([value]) == expected
    assert allowed > 5


@pytest.mark.parametrize(
    "path",
    [
        ("type", 0),
        ("@context", 0),
        ("credentialSubject", "type", 0),
        ("credentialSubject",),
        ("credentialSubject", "nothing"),
        ("issuer", "name", "deeper"),
        ("validFrom", 3),
    ],
)
def test_a_hole_that_decides_about_the_graph_is_refused(path: Path) -> None:
    with pytest.raises(Malformed):
        Template(BADGE, [path])


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"@context": V2, "id": "urn:x", "_sd": ["a"]}, ("_sd", 0)),
        ({"@context": V2, "id": "urn:x", "name": {"@value": "a", "@language": "en"}}, ("name", "@language")),
        (
            {"@context": V2, "id": "urn:x", "name": "a", "proof": {"@id": "urn:y", "name": "b"}},
            ("proof", "name"),
        ),
    ],
)
def test_a_hole_inside_json_a_language_or_a_graph_is_refused(document: dict[str, Any], path: Path) -> None:
    with pytest.raises(MicrocredError):
        Template(document, [path])


def test_nodes_that_say_the_same_stay_two_nodes() -> None:
    alignment = [{"type": ["Alignment"], "targetName": "x"}] * 2
    achievement = {"id": "urn:a", "type": ["Achievement"], "alignment": alignment}
    document = {**BADGE, "credentialSubject": {"type": ["AchievementSubject"], "achievement": achievement}}
    template = Template(document, [("name",)])

    assert template.fill(["Other"]) == canonise(template.document(["Other"]))


def test_the_digest_is_that_of_what_is_filled_in() -> None:
    for number in range(40):
        values = [f"urn:uuid:{number}", f"Ada {number}", "2", "t", "A", "urn:scale", f"urn:s:{number}", "2"]
        assert TEMPLATE.digest(values, cut_texts(values)) == hashlib.sha256(general_bytes(values)).digest()
        assert TEMPLATE.digest(values, cut_texts(values)) == canonical_digest(TEMPLATE.document(values))


def test_a_digest_of_what_goes_the_general_way_is_the_same() -> None:
    values = ["urn:scale", "Ada", "Ada", "a", "B", "urn:scale", "urn:scale", "1"]

    assert TEMPLATE.digest(values, cut_texts(values)) == hashlib.sha256(general_bytes(values)).digest()


def general_bytes(values: list[str]) -> bytes:
    """The canonical form, where there is one."""
    found = general(values)
    assert isinstance(found, bytes)
    return found


def test_a_text_in_a_language_can_be_a_hole() -> None:
    document = {"@context": V2, "id": "urn:x", "name": {"@value": "a", "@language": "en"}}
    template = Template(document, [("name", "@value")])

    assert template.fill(["Zo\u00eb"]) == canonise(template.document(["Zo\u00eb"]))


def test_making_a_template_leaves_the_document_as_it_was() -> None:
    before = repr(BADGE)

    TEMPLATE.fill(["urn:uuid:0002", "Grace", "2", "t", "A", "urn:scale", "urn:status", "2"])

    assert repr(BADGE) == before
