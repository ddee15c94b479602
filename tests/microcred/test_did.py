"""Decentralised identifiers: documents, addresses, and keys inside the identifier."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from microcred import did
from microcred.errors import KeyProblem
from microcred.guards import b64url_encode
from microcred.keys import generate

HEI = "did:web:network.example:institutions:uoc"
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
        ("did:web:example.com:X:.x.", "https://example.com/X/.x./did.json"),
    ],
)
def test_a_did_web_leads_to_its_address(name: str, url: str) -> None:
    assert did.web_url(name) == url


@pytest.mark.parametrize(
    "name",
    [
        "did:web:",
        "did:web:127.0.0.1",
        "did:web:2130706433",
        "did:web:0x7f.1",
        "did:web:[::1]",
        "did:web:a:..:b",
        "did:web:a::b",
        "did:web:a/b",
        "did:web:user@host",
        "did:web:A.example",
        "did:web:a%2Fb",
        "did:web:a:%2e%2e",
        "did:web:a#b",
        "did:web:a?b",
        "did:web:a\n",
        "did:key:z6Mk",
    ],
)
def test_a_did_web_that_leads_astray_is_refused(name: str) -> None:
    with pytest.raises(KeyProblem, match=re.escape(repr(name))):
        did.web_url(name)


def test_a_document_gives_its_keys_back_with_their_dates() -> None:
    keys = (
        did.DatedKey(f"{HEI}#2025", generate().public, START, END),
        did.DatedKey(f"{HEI}#lost", generate("P-256").public, START, None, END),
        did.DatedKey(f"{HEI}#seal", generate("RSA").public, START, None, None, ("assertionMethod",)),
        did.DatedKey(f"{HEI}#2026", generate().public),
    )

    written = did.document(HEI, keys)

    assert did.keys_of(written) == keys


def test_a_document_is_written_as_its_recommendations_have_it() -> None:
    public, seal = generate().public, generate("RSA").public

    written = did.document(
        HEI, [did.DatedKey(f"{HEI}#a", public, START, END), did.DatedKey(f"{HEI}#b", seal, revoked_at=END)]
    )

    assert written == {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
            {
                "validFrom": {
                    "@id": "https://www.w3.org/2018/credentials#validFrom",
                    "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
                }
            },
        ],
        "id": HEI,
        "verificationMethod": [
            {
                "id": f"{HEI}#a",
                "type": "Multikey",
                "controller": HEI,
                "publicKeyMultibase": public.multikey(),
                "validFrom": "2026-01-01T00:00:00Z",
                "expires": "2027-01-01T00:00:00Z",
            },
            {
                "id": f"{HEI}#b",
                "type": "JsonWebKey",
                "controller": HEI,
                "publicKeyJwk": seal.jwk(),
                "revoked": "2027-01-01T00:00:00Z",
            },
        ],
        "assertionMethod": [f"{HEI}#a"],
        "authentication": [f"{HEI}#a"],
    }


def test_readers_who_know_no_dates_refuse_a_revoked_key() -> None:
    lost = did.DatedKey(f"{HEI}#lost", generate().public, START, None, END)

    written = did.document(HEI, [lost])

    assert written["verificationMethod"][0]["revoked"] == "2027-01-01T00:00:00Z"
    assert written["assertionMethod"] == []


def test_relative_and_embedded_methods_are_understood() -> None:
    public = generate().public
    method = {"id": "#a", "type": "Multikey", "controller": HEI, "publicKeyMultibase": public.multikey()}
    embedded = {"id": f"{HEI}#b", "type": "JsonWebKey2020", "controller": HEI, "publicKeyJwk": public.jwk()}

    keys = did.keys_of(
        {"id": HEI, "verificationMethod": method, "assertionMethod": ["#a"], "authentication": embedded}
    )

    assert keys == (
        did.DatedKey(f"{HEI}#a", public, purposes=("assertionMethod",)),
        did.DatedKey(f"{HEI}#b", public, purposes=("authentication",)),
    )


def test_an_older_document_names_its_keys_and_their_owner_in_the_older_words() -> None:
    public = generate("RSA").public
    own = {"id": f"{HEI}#a", "owner": HEI, "publicKeyPem": public.pem().decode()}
    unowned, foreign = {**own, "id": f"{HEI}#b"}, {**own, "id": f"{HEI}#c", "owner": "did:web:other.example"}
    del unowned["owner"]
    elsewhere = {**unowned, "id": "did:web:other.example#d"}

    keys = did.keys_of({"id": HEI, "publicKey": [own, unowned, foreign, elsewhere]})

    assert keys == (
        did.DatedKey(f"{HEI}#a", public, purposes=()),
        did.DatedKey(f"{HEI}#b", public, purposes=()),
    )


def test_a_document_has_as_many_keys_as_are_read_and_no_more() -> None:
    public = generate().public.multikey()
    methods = [{"id": f"#{n}", "publicKeyMultibase": public} for n in range(201)]

    assert len(did.keys_of({"id": HEI, "verificationMethod": methods[:200]})) == 200
    with pytest.raises(KeyProblem, match="more than 200 keys"):
        did.keys_of({"id": HEI, "verificationMethod": methods})


def test_a_method_belongs_to_what_stands_before_its_first_fragment() -> None:
    assert did.controller_of(f"{HEI}#a#b") == HEI
    assert did.controller_of(HEI) == HEI


@pytest.mark.parametrize(
    "change",
    [
        {"controller": "did:web:other.example"},
        {"publicKeyMultibase": "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"},
        {"publicKeyMultibase": None},
        {"expires": "soon"},
    ],
)
def test_methods_of_foreign_controllers_and_kinds_are_left_out(change: dict[str, Any]) -> None:
    method = {
        "id": f"{HEI}#a",
        "type": "Multikey",
        "controller": HEI,
        "publicKeyMultibase": generate().public.multikey(),
    }

    assert (
        did.keys_of({"id": HEI, "verificationMethod": [method | change], "assertionMethod": [f"{HEI}#a"]})
        == ()
    )


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"id": 5},
        {"id": HEI, "verificationMethod": [{"type": "Multikey"}]},
        {"id": HEI, "assertionMethod": [None]},
        {"id": HEI, "verificationMethod": [{"id": f"#{n}"} for n in range(201)]},
    ],
)
def test_documents_of_the_wrong_shape_are_refused(document: dict[str, Any]) -> None:
    with pytest.raises(KeyProblem):
        did.keys_of(document)


def test_a_did_key_holds_its_key() -> None:
    name = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"

    keys = did.resolve(name)

    assert keys is not None
    assert [key.id for key in keys] == [f"{name}#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"]
    assert did.did_key(keys[0].public) == name


def test_a_did_key_may_hold_a_p_256_key() -> None:
    name = "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"

    keys = did.resolve(name)

    assert keys is not None
    assert keys[0].public.kind == "P-256"


def test_a_did_jwk_holds_its_key() -> None:
    public = generate("P-256").public
    text = b64url_encode(str(public.jwk()).replace("'", '"').encode())

    keys = did.resolve(f"did:jwk:{text}")

    assert keys == (did.DatedKey(f"did:jwk:{text}#0", public),)


@pytest.mark.parametrize(
    "name", ["did:key:", "did:key:z0", "did:key:zQ3", "did:jwk:", "did:jwk:W10", "did:jwk:e30", "did:jwk:!"]
)
def test_identifiers_that_hold_no_key_are_refused(name: str) -> None:
    with pytest.raises(KeyProblem):
        did.resolve(name)


def test_other_methods_are_left_to_a_loader() -> None:
    assert did.resolve("did:web:example.com") is None
    assert did.resolve("https://example.com/issuer") is None
