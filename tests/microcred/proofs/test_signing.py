"""What a proof is made of and what it signs, beside those that a document has."""

from typing import Any

import pytest

from microcred.did import did_key
from microcred.errors import KeyProblem, Malformed
from microcred.keys import generate
from microcred.proofs import check, examine, sign
from microcred.proofs.signing import (
    DATA_INTEGRITY,
    countersigned,
    listed,
    proof_options,
    with_proof_context,
)
from microcred.proofs.suites import SUITES, V2, suite_of
from microcred.report import Outcome
from tests.microcred.lines import line
from tests.microcred.proofs.cast import KEY, METHOD, SIGNED_AT, credential, keys, signed


def test_a_key_that_does_not_fit_its_suite_is_told_with_it() -> None:
    with pytest.raises(KeyProblem) as refused:
        signed(suite="ecdsa-jcs-2019")

    assert refused.value.message == "A key of type Ed25519 cannot sign with ecdsa-jcs-2019."


def test_a_proof_says_what_it_is_and_is_put_beside_those_there_are() -> None:
    own = signed()
    two = sign(own, KEY, method=METHOD, created=SIGNED_AT)
    three = sign(two, KEY, method=METHOD, created=SIGNED_AT)

    assert {name: value for name, value in own["proof"].items() if name != "proofValue"} == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-23T10:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
    }
    assert own["proof"]["proofValue"].startswith("z")
    assert three["proof"][:2] == two["proof"]
    assert two["proof"][0] == own["proof"]
    assert signed(suite="eddsa-jcs-2022")["proof"]["@context"] == own["@context"]


def test_the_usual_options_are_those_for_a_credential() -> None:
    options = proof_options(SUITES["eddsa-rdfc-2022"], method=METHOD, created=SIGNED_AT)

    assert options["proofPurpose"] == "assertionMethod"
    assert list(options) == ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose"]


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (None, [DATA_INTEGRITY]),
        (V2, [V2]),
        ([V2, {"a": "urn:a"}], [V2, {"a": "urn:a"}]),
        ("https://w3id.org/security/data-integrity/v1", ["https://w3id.org/security/data-integrity/v1"]),
        ([DATA_INTEGRITY], [DATA_INTEGRITY]),
        ({"a": "urn:a"}, [{"a": "urn:a"}, DATA_INTEGRITY]),
        ([{"a": "urn:a"}, V2], [{"a": "urn:a"}, V2]),
    ],
)
def test_a_credential_gets_the_context_of_its_proof_where_none_defines_it(
    context: Any, expected: list[Any]
) -> None:
    assert with_proof_context(context) == expected


def test_a_proof_signs_the_earlier_ones_that_it_names_each_there_once() -> None:
    one, two, other = ({"id": "urn:1"}, {"id": "urn:2"}, {"id": "urn:3"})

    assert countersigned({"a": 1}, [one, two], None) == {"a": 1}
    assert countersigned({"a": 1}, [two, other, "x", one], ["urn:1", "urn:2"]) == {
        "a": 1,
        "proof": [two, one],
    }
    assert countersigned({"a": 1}, [one, other], "urn:3") == {"a": 1, "proof": [other]}
    for proofs, previous in (([one], "urn:2"), ([one, one], "urn:1"), ([one], ["urn:1", "urn:1"])):
        with pytest.raises(Malformed):
            countersigned({}, proofs, previous)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, []), ("a", ["a"]), ("", [""]), ([1, 2], [1, 2]), ((1, 2), [1, 2]), ({}, [{}])],
)
def test_one_value_or_several_are_a_list(value: Any, expected: list[Any]) -> None:
    assert listed(value) == expected


@pytest.mark.parametrize(
    ("proof", "name"),
    [
        ({"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}, "eddsa-jcs-2022"),
        ({"type": "Ed25519Signature2020"}, "Ed25519Signature2020"),
        ({"type": "Ed25519Signature2020", "cryptosuite": "eddsa-jcs-2022"}, "Ed25519Signature2020"),
        ({"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020"}, None),
        ({"type": "eddsa-jcs-2022"}, None),
        ({"type": "DataIntegrityProof"}, None),
        ({}, None),
    ],
)
def test_a_suite_is_the_one_that_a_proof_of_its_type_names(proof: dict[str, str], name: str | None) -> None:
    suite = suite_of(proof)

    assert (suite and suite.name) == name


def test_a_signature_with_p_384_covers_longer_digests() -> None:
    key = generate("P-384")

    for form, clause in (("rdfc", "VC-DI-ECDSA 1.0 §3.2"), ("jcs", "VC-DI-ECDSA 1.0 §3.3")):
        suite = f"ecdsa-{form}-2019"
        assert [
            line(one) for one in check(signed(key=key, suite=suite), keys(key)) if one.code == "proof"
        ] == [("proof", Outcome.PASSED, clause, {"suite": suite}, False)]


def test_an_owner_that_spells_out_its_key_is_one_like_any_other() -> None:
    owner = did_key(KEY.public)

    assert examine(signed(credential(issuer=owner), method=owner)).owners == (owner,)
