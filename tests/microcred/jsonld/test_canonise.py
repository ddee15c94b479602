"""Canonical N-Quads: equal to those of an independent implementation, and nothing lost on the way."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from microcred import openbadges, proofs
from microcred.errors import Malformed, MicrocredError, TooLarge, Unsupported
from microcred.jsonld import UnknownContext, UnmappedTerm, canonise, unmapped_terms
from microcred.jsonld.literals import XSD
from tests.microcred.cast import record
from tests.microcred.jsonld.oracle import SAMPLES, canonical, sample
from tests.microcred.proofs.cast import KEY, METHOD, SIGNED_AT

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def credential(**members: Any) -> dict[str, Any]:
    """A small credential of an example university."""
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:0001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:uni.example", "type": ["Profile"], "name": "Example University"},
        "credentialSubject": {"type": ["AchievementSubject"], "creditsEarned": 5.0},
    } | members


def subject(**members: Any) -> dict[str, Any]:
    """The small credential with other words about its subject."""
    return credential(credentialSubject={"type": ["AchievementSubject"]} | members)


def european(**members: Any) -> dict[str, Any]:
    """How a small European credential is displayed."""
    return {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "http://data.europa.eu/snb/model/context/edc-ap",
        ],
        "id": "urn:credential:1",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "displayParameter": {"id": "urn:display:1", "type": "DisplayParameter"} | members,
    }


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all objects that the signature should cover."""
    if isinstance(value, dict):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        if name != "@context":
            yield from places(item, (*path, name))


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    """What stands at a path."""
    for step in path:
        document = document[step]
    return document


@pytest.mark.parametrize("name", SAMPLES)
def test_official_samples_have_the_canonical_form_of_the_official_contexts(name: str) -> None:
    document = sample(name)

    assert canonise(document) == canonical(document)


@pytest.mark.parametrize(
    "document",
    [
        credential(),
        credential(name={"@value": "Datenkunde", "@language": "de-AT"}),
        credential(name=[{"@value": "a", "@language": "en"}, {"@value": "b", "@language": "DE"}]),
        credential(description='quotes " and \\ and\nlines\t \u2028 \U0001f600'),
        credential(validFrom="2026-11-23T10:00:00Z", validUntil=None),
        subject(creditsEarned=2.5),
        subject(creditsEarned=1e21),
        subject(creditsEarned=-0.0),
        subject(creditsEarned=True),
        subject(creditsEarned=3),
        subject(identifier=[]),
        {"@context": [V2, OB], "endorsement": {"@set": [{"type": "Image", "caption": "a"}, None]}},
        subject(**{"https://schema.org/name": ["a", "a", "b"]}),
        subject(achievement={"type": "Achievement", "tag": ["a", ["b", ["c"]], None]}),
        credential(
            evidence=[
                {"type": ["Evidence"], "id": "https://uni.example/e/1"},
                {"type": ["Evidence"], "name": "same"},
                {"type": ["Evidence"], "name": "same"},
            ]
        ),
        credential(_sd=["a", {"b": [1, 2.5, None]}]),
        credential(_sd=None),
        {"@context": [V2, EXAMPLES], "type": "AnyThing", "anyTerm": {"deeper": [1, "x", {"id": "urn:x"}]}},
        {"@context": [V2, OB, EXAMPLES], "@type": "Result", "@id": "urn:x", "value": "1"},
        {"@context": OB, "type": "ResultDescription", "allowedValue": ["A", "B"]},
        {"@context": OB, "type": "ResultDescription", "allowedValue": []},
        {"@context": OB, "endorsement": {"@list": ["A", "A", {"type": "Image"}]}},
        {"@context": V2, "@graph": [{"id": "urn:a", "name": "a"}, {"id": "urn:b", "name": "b"}]},
        {"@context": V2, "id": "urn:g", "@graph": [{"id": "urn:a", "name": "a"}]},
        {"@context": V2, "type": "VerifiableCredential", "evidence": "_:y", "termsOfUse": ["_:y", "_:z"]},
        {"@context": {"p": {"@id": "urn:p", "@type": f"{XSD}string"}}, "@id": "urn:x", "p": [True, 2.5, "x"]},
    ],
)  # fmt: skip
def test_constructs_have_the_canonical_form_of_the_official_contexts(document: dict[str, Any]) -> None:
    assert canonise(document) == canonical(document)


def test_control_characters_are_escaped_as_canonical_n_quads_demands() -> None:
    written = canonise({"@context": V2, "id": "urn:x", "name": '\b\t\n\f\r"\\\u0000\u001f\u007f\u0080\u2028'})

    assert written.decode() == (
        '<urn:x> <https://schema.org/name> "\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u001F\\u007F\u0080\u2028" .\n'
    )


def test_a_presentation_with_its_credentials_keeps_them_in_graphs_of_their_own() -> None:
    document = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [sample("openbadges/ob30/simple.json"), credential()],
        "holder": "did:web:learner.example",
    }

    assert canonise(document) == canonical(document)


@pytest.mark.parametrize("count", [2, 3])
def test_credentials_that_have_most_words_in_common_are_told_apart(count: int) -> None:
    """As one university's to one learner: graphs of the same shape, with the same words in them."""
    alike = [sample("openbadges/ob30/simple.json") | {"id": f"urn:uuid:{at}"} for at in range(count)]
    document = {"@context": V2, "type": "VerifiablePresentation", "verifiableCredential": alike}

    assert canonise(document) == canonical(document)


def test_many_badges_of_one_university_fit_into_one_presentation() -> None:
    badges = [
        proofs.sign(
            openbadges.write(record(id=f"urn:uuid:{at}", status=()))[0], KEY, method=METHOD, created=SIGNED_AT
        )
        for at in range(12)
    ]
    document = {"@context": V2, "type": "VerifiablePresentation", "verifiableCredential": badges}
    mirrored = document | {"verifiableCredential": badges[::-1]}

    assert canonise(document) == canonise(mirrored)


@pytest.mark.parametrize("name", [*SAMPLES[:6], "openbadges/clr20/simple.json"])
def test_a_property_that_no_context_defines_is_found_wherever_it_is_put(name: str) -> None:
    document = sample(name)
    for path in places(document):
        injected = copy.deepcopy(document)
        at(injected, path)["injectedTerm"] = "30 ECTS"

        with pytest.raises(UnmappedTerm) as caught:
            canonise(injected)
        assert caught.value.steps == [*path, "injectedTerm"]


def test_a_type_that_no_context_defines_is_found() -> None:
    document = credential(issuer={"id": "did:web:uni.example", "type": ["Profile", "Accredited"]})

    assert unmapped_terms(document) == ("issuer.type: Accredited",)


def test_all_unmapped_terms_are_listed_with_their_paths() -> None:
    document = subject(
        ects=5, achievement={"type": ["Achievement", "Degree"], "level": [{"a": 1}]}, result=[{"x": 1}]
    )
    document["issuer"] = {"id": "not absolute"}

    found = unmapped_terms(document)

    assert set(found) == {
        "issuer.id",
        "credentialSubject.ects",
        "credentialSubject.achievement.type: Degree",
        "credentialSubject.achievement.level",
        "credentialSubject.result[0].x",
    }


def test_what_belongs_to_nothing_is_listed_with_its_place_in_the_graph() -> None:
    document = {"@context": V2, "@graph": [{"id": "urn:x", "name": "x"}, {"id": "urn:y"}, "floating", None]}

    assert unmapped_terms(document) == ("@graph[1]", "@graph[2]")


def test_a_map_of_languages_is_one_only_where_it_stands_alone() -> None:
    alone, several = european(title={"en": ["x", "y"]}), european(title={"@set": ["x"]})

    assert b'"x"@en' in canonise(alone)
    with pytest.raises(Malformed):
        canonise(several)


def test_a_document_with_endless_unmapped_terms_is_not_searched_to_its_end() -> None:
    document = subject(**{f"x{number}": 1 for number in range(500)})

    assert len(unmapped_terms(document)) == 50


def test_a_complete_document_has_no_unmapped_terms() -> None:
    assert unmapped_terms(credential()) == ()


@pytest.mark.parametrize(
    "document",
    [
        subject(id="relative/name"),
        subject(source="relative"),
        subject(source="https://uni.example/with space"),
        credential(proof="urn:a-graph-in-which-nothing-is-said"),
        credential(type=["VerifiableCredential", "Injected"]),
        credential(type=["VerifiableCredential", "_:blank"]),
        credential(name={"@value": "x", "@type": "undefined"}),
        credential(**{"@context": [V2, OB, {"name": None}]}),
        {"@context": V2, "id": "urn:x", "https://uni.example/a b": 1},
        {"@context": V2, "@graph": ["floating"]},
        {"@context": V2, "@graph": [{"id": "urn:y"}]},
        {"@context": V2, "id": "urn:x", "name": "x", "https://uni.example/p": {"@graph": {"@id": "urn:y"}}},
        {"@context": V2, "id": "urn:x"},
        credential(name={"@value": None}),
        european(title=[{"en": "x"}]),
        {
            "@context": V2,
            "type": "VerifiablePresentation",
            "verifiableCredential": {"type": "VerifiableCredential"},
        },
    ],
)
def test_what_json_ld_drops_in_silence_is_an_error(document: dict[str, Any]) -> None:
    with pytest.raises((UnmappedTerm, Malformed)):
        canonise(document)


def test_an_unknown_context_is_named() -> None:
    with pytest.raises(UnknownContext) as caught:
        canonise(credential(**{"@context": [V2, "https://unknown.example/context/v1"]}))

    assert caught.value.url == "https://unknown.example/context/v1"


def test_the_caller_can_add_a_context_but_not_replace_a_known_one() -> None:
    own = {
        "https://uni.example/v1": {"@context": {"ects": "https://uni.example/v1#ects"}},
        V2: {"name": "urn:evil"},
    }
    document = credential(**{"@context": [V2, OB, "https://uni.example/v1"], "ects": "5", "name": "a"})

    written = canonise(document, contexts=own)

    assert b'<https://uni.example/v1#ects> "5"' in written
    assert b"https://schema.org/name" in written


def test_an_inline_context_counts_but_cannot_redefine_protected_terms() -> None:
    added = credential(**{"@context": [V2, OB, {"ects": "https://uni.example/v1#ects"}], "ects": "5"})
    redefined = credential(**{"@context": [V2, OB, {"name": "https://uni.example/v1#other"}]})
    emptied = credential(**{"@context": [V2, OB, None]})

    assert canonise(added) == canonical(added)
    for document in (redefined, emptied):
        with pytest.raises(Malformed, match="protected"):
            canonise(document)


@pytest.mark.parametrize(
    "context",
    [
        {"@base": "https://uni.example/"},
        {"@version": 1.0},
        {"@import": V2, "@vocab": 5},
        {"a": "b:c", "b": "a:c"},
        {"@id": "urn:x"},
        {"a": {"@id": "urn:x", "@container": "@nothing"}},
        {"a": {"@reverse": "urn:x", "@id": "urn:y"}},
        {"a": {"@id": "urn:x", "@surprise": True}},
        {"a": 5},
        {"": "urn:x"},
        5,
        [[V2]],
        {f"a{number}": f"a{number + 1}:x" for number in range(1500)},
        {f"a{number}": "urn:x" for number in range(2001)},
    ],
)
def test_contexts_that_break_the_rules_or_the_limits_are_refused(context: Any) -> None:
    with pytest.raises((Malformed, TooLarge)):
        canonise({"@context": context, "https://schema.org/name": "x"})


@pytest.mark.parametrize("keyword", ["@list", "@set"])
def test_list_objects_inside_typed_nodes_are_named_as_unsupported(keyword: str) -> None:
    with pytest.raises(Unsupported, match=keyword):
        canonise(subject(identifier={keyword: [{"type": "IdentityObject", "hashed": False}]}))


@pytest.mark.parametrize("keyword", ["@reverse", "@included", "@nest"])
def test_constructs_that_no_credential_uses_are_named_as_unsupported(keyword: str) -> None:
    with pytest.raises(Unsupported, match=keyword):
        canonise({"@context": V2, "id": "urn:x", keyword: {"name": "x"}})


@pytest.mark.parametrize(
    "document",
    [
        [],
        subject(**{"@id": "urn:a", "id": "urn:b"}),
        credential(id=5),
        credential(type=[5]),
        credential(type=[["VerifiableCredential"]]),
        credential(name={"@value": "x", "@language": "not a tag"}),
        credential(name={"@value": ["x"]}),
        credential(name={"@value": "x", "other": 1}),
        credential(name={"@list": [], "other": 1}),
        credential(name={"@value": "x", "@direction": "up"}),
        subject(creditsEarned=float("inf")),
        subject(creditsEarned=2**53),
        credential(name={1: 2}),
        credential(name="\ud800"),
        credential(name={1, 2}),
    ],
)
def test_what_is_no_json_ld_is_malformed(document: Any) -> None:
    with pytest.raises(Malformed):
        canonise(document)


def test_a_credential_that_contains_itself_is_refused() -> None:
    document = credential()
    document["credentialSubject"]["achievement"] = document

    with pytest.raises(MicrocredError):
        canonise(document)


def test_nesting_without_end_is_refused() -> None:
    document: dict[str, Any] = {}
    for _ in range(100_000):
        document = {"related": document}

    with pytest.raises(MicrocredError):
        canonise({"@context": [V2, OB]} | document)
