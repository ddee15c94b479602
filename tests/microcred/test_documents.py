"""What a credential calls itself, and who has to have signed it."""

from typing import Any

import pytest

from microcred.documents import contexts_of, identifier, is_presentation, owner_of, types_of

PRESENTED = ["VerifiablePresentation"]


@pytest.mark.parametrize(
    ("document", "types"),
    [
        ({"type": "A"}, {"A"}),
        ({"type": ["A", "B", 5, None]}, {"A", "B"}),
        ({"@type": ["B"]}, {"B"}),
        ({"type": ["A"], "@type": ["B"]}, {"A"}),
        ({"type": {"id": "A"}}, set()),
        ({}, set()),
    ],
)
def test_types_are_the_names_in_type_or_where_there_is_none_in_its_keyword(
    document: dict[str, Any], types: set[str]
) -> None:
    assert types_of(document) == types


@pytest.mark.parametrize(
    ("document", "is_one"),
    [
        ({"type": "VerifiablePresentation"}, True),
        ({"type": ["Shown", *PRESENTED]}, True),
        ({"@type": PRESENTED}, True),
        ({"type": ["VerifiableCredential"], "@type": PRESENTED}, False),
        ({"type": "A VerifiablePresentation"}, False),
        ({"type": {"VerifiablePresentation": 1}}, False),
        ({}, False),
    ],
)
def test_a_presentation_is_what_names_itself_one(document: dict[str, Any], is_one: bool) -> None:
    assert is_presentation(document) is is_one


def test_contexts_are_the_addresses_alone() -> None:
    assert contexts_of({"@context": "https://a.example"}) == {"https://a.example"}
    assert contexts_of({"@context": ["https://a.example", {"name": "https://b.example"}]}) == {
        "https://a.example"
    }
    assert contexts_of({}) == frozenset()


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("did:a", "did:a"),
        ({"id": "did:a"}, "did:a"),
        ({"@id": "did:a"}, ""),
        ({"id": 5}, ""),
        (["did:a"], ""),
        (None, ""),
    ],
)
def test_an_object_may_be_written_as_its_id(value: Any, name: str) -> None:
    assert identifier(value) == name


def test_a_credential_is_signed_by_its_issuer_and_a_presentation_by_its_holder() -> None:
    both = {"issuer": {"id": "did:issuer"}, "holder": "did:holder"}

    assert owner_of(both) == "did:issuer"
    assert owner_of({**both, "type": PRESENTED}) == "did:holder"
    assert owner_of({"type": PRESENTED, "issuer": "did:issuer"}) == ""
