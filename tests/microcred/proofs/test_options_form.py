"""The shortcut for the usual proof options says what the general way says."""

from hashlib import sha256, sha384
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.errors import MicrocredError
from microcred.jsonld import canonise
from microcred.proofs.suites import SUITES, V2, Content, usual_options_form

USUAL = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2026-11-23T10:00:00Z",
    "verificationMethod": "did:web:uni.example#2026",
    "proofPurpose": "assertionMethod",
}


def general(options: dict[str, Any]) -> bytes | None:
    """The canonical form as the JSON-LD engine makes it."""
    try:
        return canonise({**options, "@context": [V2]})
    except MicrocredError:
        return None


@pytest.mark.parametrize("purpose", ["assertionMethod", "authentication"])
def test_the_usual_options_have_the_same_form_either_way(purpose: str) -> None:
    options = USUAL | {"proofPurpose": purpose}

    assert usual_options_form(*options.values()) == general(options) is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "Ed25519Signature2020"),
        ("cryptosuite", "unheard-of"),
        ("created", "2026-11-23 10:00:00Z"),
        ("verificationMethod", "did:web:uni.example#<2026>"),
        ("proofPurpose", "keyAgreement"),
    ],
)
def test_whatever_one_option_is_unusual_the_general_way_judges_it(name: str, value: str) -> None:
    assert usual_options_form(*(USUAL | {name: value}).values()) is None


@pytest.mark.clause("VC-DI-ECDSA 1.0 §3.2.4")
@pytest.mark.parametrize(("kind", "digest"), [("P-256", sha256), ("P-384", sha384)])
def test_options_and_document_are_hashed_as_the_key_demands(kind: str, digest: Any) -> None:
    document: dict[str, Any] = {"@context": [V2], "type": ["VerifiableCredential"]}
    options = USUAL | {"cryptosuite": "ecdsa-rdfc-2019"}
    form = general(options) or b""

    found = Content(document).hash_data(SUITES["ecdsa-rdfc-2019"], options, kind)

    assert found == digest(form).digest() + digest(canonise(document)).digest()


@given(
    st.sampled_from(sorted(USUAL)),
    st.text(max_size=12) | st.sampled_from([None, 5, ["x"], {"id": "urn:x"}, "urn:x\n"]),
)
def test_unusual_options_are_hashed_as_the_general_way_does(name: str, value: Any) -> None:
    options = USUAL | {name: value}

    try:
        found = Content({"@context": [V2]}).hash_data(SUITES["eddsa-rdfc-2022"], options, "Ed25519")[:32]
    except MicrocredError:
        assert general(options) is None
        return
    assert found == sha256(general(options) or b"").digest()


@pytest.mark.parametrize("context", [[], "https://www.w3.org/2018/credentials/v1", {}])
def test_options_are_usual_only_under_a_context_that_defines_them(context: Any) -> None:
    content = Content({"@context": context})

    with pytest.raises(MicrocredError):
        content.hash_data(SUITES["eddsa-rdfc-2022"], USUAL, "Ed25519")
