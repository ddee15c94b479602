"""Mutated credentials: refused by name, or the same canonical form as an independent implementation."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcred.errors import MicrocredError
from microcred.jsonld import canonise
from tests.microcred.jsonld.oracle import canonical, sample
from tests.microcred.jsonld.test_canonise import at, places

NAMES = (
    "openbadges/ob30/complete.json",
    "openbadges/ob30/simple.json",
    "openbadges/clr20/simple.json",
    "openbadges/ob20/basic-assertion.json",
    "vc-vectors/vc-di-eddsa/proof-set-chain/signedProofSet1.json",
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    5,
    5.0,
    2.5,
    -1e-7,
    1e30,
    "",
    "text",
    'quo"ted\n',
    "urn:x",
    "did:web:uni.example",
    "https://uni.example/a b",
    "http:",
    "VerifiableCredential",
    "assertionMethod",
    "_x",
    "@type",
    [],
    ["a", "a"],
    [[]],
    {},
    {"id": "urn:x"},
    {"name": "a name"},
    {"type": "Image"},
    {"type": ["Profile"], "name": "p"},
    {"@value": "v"},
    {"@value": "v", "@language": "DE-at"},
    {"@value": 2.5, "@type": "urn:t"},
    {"@list": ["a", 1]},
    {"@set": ["a", None]},
    {"@id": "urn:y"},
    {"@graph": {"id": "urn:x", "name": "n"}},
    [{"name": "a"}, {"name": "a"}],
)
TERMS = (
    "id",
    "type",
    "name",
    "description",
    "image",
    "proof",
    "issuer",
    "credentialSubject",
    "result",
    "tag",
    "address",
    "verifiableCredential",
    "allowedValue",
    "creditsEarned",
    "https://uni.example/term",
    "@id",
    "_sd",
    "endorsement",
)


def mutated(document: dict[str, Any], draw: Callable[..., Any]) -> dict[str, Any]:
    """A copy of the document with one thing put in, taken out, replaced or repeated."""
    result = copy.deepcopy(document)
    node = at(result, draw(st.sampled_from(list(places(result)))))
    names = [name for name in node if name != "@context"]
    match draw(st.sampled_from(["add", "remove", "replace", "repeat", "rename"])) if names else "add":
        case "remove":
            del node[draw(st.sampled_from(names))]
        case "replace":
            node[draw(st.sampled_from(names))] = draw(st.sampled_from(VALUES))
        case "repeat":
            name = draw(st.sampled_from(names))
            node[name] = [copy.deepcopy(node[name]) for _ in range(draw(st.integers(1, 4)))]
        case "rename":
            node[draw(st.sampled_from(TERMS))] = node.pop(draw(st.sampled_from(names)))
        case _:
            node[draw(st.sampled_from(TERMS))] = draw(st.sampled_from(VALUES))
    return result


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mutated_credential_is_refused_or_has_the_same_canonical_form(
    name: str, data: st.DataObject
) -> None:
    document = sample(name)
    for _ in range(data.draw(st.integers(1, 3))):
        document = mutated(document, data.draw)

    try:
        written = canonise(document)
    except MicrocredError:
        return

    assert written == canonical(document)
