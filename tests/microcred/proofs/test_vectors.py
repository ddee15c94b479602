"""The test vectors of the W3C recommendations."""

import json
from pathlib import Path
from typing import Any

import pytest

from microcred import multibase
from microcred.instants import parse_instant
from microcred.keys import SigningKey
from microcred.proofs import check, sign
from microcred.proofs.suites import Content, suite_of
from microcred.report import Outcome
from tests.microcred.proofs.cast import outcomes
from tests.spec import SUITES, of_suite, spec

EDDSA = "vc-vectors/vc-di-eddsa"
SINGLE = ("eddsa-rdfc-2022/signedDataInt", "eddsa-jcs-2022/signedJCS", "Ed25519Signature2020/signedEdSig")
SETS = ("signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2")


def vector(name: str) -> Any:
    """A JSON file of the vectors."""
    return json.loads(spec(f"{EDDSA}/{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", [*SINGLE, *(f"proof-set-chain/{name}" for name in SETS)])
def test_the_signatures_of_the_vectors_hold(name: str) -> None:
    found = outcomes(check(vector(name)))

    assert found["proof"] is Outcome.PASSED
    assert found["key"] is Outcome.PASSED


@pytest.mark.parametrize("name", SINGLE)
def test_the_vectors_keys_are_not_their_issuers(name: str) -> None:
    assert outcomes(check(vector(name)))["proof.controller"] is Outcome.FAILED


@pytest.mark.parametrize(
    ("name", "hashes"),
    [
        ("eddsa-rdfc-2022/signedDataInt", "eddsa-rdfc-2022/combinedHashDataInt.txt"),
        ("eddsa-jcs-2022/signedJCS", "eddsa-jcs-2022/combinedHashJCS.txt"),
        ("Ed25519Signature2020/signedEdSig", "Ed25519Signature2020/combinedHashEdSig.txt"),
    ],
)
def test_what_is_signed_is_what_the_vectors_say(name: str, hashes: str) -> None:
    document = vector(name)
    proof = document.pop("proof")
    suite = suite_of(proof)
    assert suite is not None

    options = {key: value for key, value in proof.items() if key != "proofValue"}
    data = Content(document).hash_data(suite, options, "Ed25519")

    assert data.hex() == spec(f"{EDDSA}/{hashes}").read_text().strip()


@pytest.mark.parametrize("name", SINGLE[:2])
def test_signing_again_gives_the_very_same_proof(name: str) -> None:
    document = vector(name)
    proof = document.pop("proof")
    key = SigningKey.from_multikey(vector("keyPair")["privateKeyMultibase"])

    again = sign(
        document,
        key,
        method=proof["verificationMethod"],
        created=parse_instant(proof["created"]),
        suite=proof["cryptosuite"],
    )

    assert again["proof"] == proof


def test_signing_the_chain_again_gives_the_very_same_proofs() -> None:
    expected = vector("proof-set-chain/signedProofChain2")
    pairs = vector("proof-set-chain/multiKeyPairs")
    document = {name: value for name, value in expected.items() if name != "proof"}

    for number, proof in enumerate(expected["proof"], start=1):
        more = {name: proof[name] for name in ("id", "previousProof") if name in proof}
        document = sign(
            document,
            SigningKey.from_multikey(pairs[f"keyPair{number}"]["privateKeyMultibase"]),
            method=proof["verificationMethod"],
            created=parse_instant(proof["created"]),
            more=more,
        )

    assert [proof["proofValue"] for proof in document["proof"]] == [
        proof["proofValue"] for proof in expected["proof"]
    ]


@pytest.mark.parametrize("name", [*SINGLE, *(f"proof-set-chain/{name}" for name in SETS)])
def test_an_altered_vector_fails(name: str) -> None:
    document = vector(name)
    document["credentialSubject"]["alumniOf"] = "The School of Forgers"

    assert outcomes(check(document))["proof"] is Outcome.FAILED


def test_a_context_that_is_not_known_leaves_the_question_open() -> None:
    found = check(vector("eddsa-rdfc-2022/employ/signedDataInt"))

    assert outcomes(found)["terms"] is Outcome.UNKNOWN
    assert outcomes(found)["proof"] is Outcome.UNKNOWN
    assert any("citizenship" in one.message for one in found)


def ecdsa_vectors() -> list[Path]:
    """The vectors of VC-DI-ECDSA, if MCX_SUITES_DIR leads to a copy of them."""
    folder = Path(SUITES, "vc-di-ecdsa", "TestVectors")
    return sorted(
        path for kind in ("rdfc", "jcs") for path in folder.glob(f"ecdsa-{kind}-2019-*/signed*.json")
    )


@pytest.mark.clause("VC-DI-ECDSA 1.0, test vectors")
@pytest.mark.parametrize(
    "path", of_suite("vc-di-ecdsa", ecdsa_vectors()), ids=lambda path: path and path.stem
)
def test_the_ecdsa_signatures_of_the_vectors_hold(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))

    assert outcomes(check(document))["proof"] is Outcome.PASSED
    document["name"] = "Altered"
    assert outcomes(check(document))["proof"] is Outcome.FAILED


def test_the_signature_of_the_vectors_is_base58btc_of_64_bytes() -> None:
    value = vector(SINGLE[0])["proof"]["proofValue"]

    assert len(multibase.decode(value)) == 64
