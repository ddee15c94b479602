"""Several proofs on one credential: sets, chains, and what strangers add."""

from typing import Any

import pytest

from microcred import multibase
from microcred.errors import KeyProblem, Malformed, MicrocredError
from microcred.keys import SigningKey, generate
from microcred.proofs import check, examine, sign
from microcred.proofs.signing import listed, proof_options
from microcred.proofs.suites import SUITES, Content
from microcred.report import Outcome
from tests.microcred.proofs.cast import KEY, METHOD, SIGNED_AT, UNIVERSITY, credential, keys, problems, signed

PARTNER = "did:web:partner.example"
PARTNER_KEY = generate()


def both(controller: str) -> Any:
    """The keys of the university and of its partner."""
    return keys()(controller) or keys(PARTNER_KEY, PARTNER)(controller)


def countersigned(**more: Any) -> dict[str, Any]:
    """The credential with the proof of the university and, upon it, that of its partner."""
    first = signed(more={"id": "urn:uuid:first"})
    options: dict[str, Any] = {"id": "urn:uuid:second", "previousProof": "urn:uuid:first"} | more
    return sign(first, PARTNER_KEY, method=f"{PARTNER}#2026", created=SIGNED_AT, more=options)


def test_two_universities_can_sign_side_by_side() -> None:
    document = sign(signed(), PARTNER_KEY, method=f"{PARTNER}#2026", created=SIGNED_AT)

    assert len(document["proof"]) == 2
    assert problems(check(document, both)) == {}


def test_a_proof_can_build_upon_another() -> None:
    assert problems(check(countersigned(), both)) == {}


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_taking_away_what_a_proof_builds_upon_breaks_it(suite: str) -> None:
    first = signed(more={"id": "urn:uuid:first"}, suite=suite)
    options = {"previousProof": ["urn:uuid:first"]}
    document = sign(
        first, PARTNER_KEY, method=f"{PARTNER}#2026", created=SIGNED_AT, suite=suite, more=options
    )

    assert problems(check(document, both)) == {}
    alone = document | {"proof": document["proof"][1:]}
    assert problems(check(alone, both))["proof"] is Outcome.FAILED


def test_exchanging_what_a_proof_builds_upon_breaks_it() -> None:
    document = countersigned()
    other = signed(credential(), created=SIGNED_AT.replace(hour=11), more={"id": "urn:uuid:first"})["proof"]

    assert problems(check(document | {"proof": [other, document["proof"][1]]}, both)) == {
        "proof": Outcome.FAILED
    }


def test_proofs_that_build_upon_each_other_in_a_circle_end() -> None:
    document = countersigned()
    first, second = document["proof"]
    circle = [first | {"previousProof": "urn:uuid:second"}, second]

    assert problems(check(document | {"proof": circle}, both))["proof"] is Outcome.FAILED


def test_many_proofs_upon_others_over_a_large_document_are_not_all_checked() -> None:
    large = credential()
    large["credentialSubject"]["achievement"]["tag"] = ["x" * 100_000] * 6
    first = signed(large, more={"id": "urn:uuid:0"})
    proof = sign(first, KEY, method=METHOD, created=SIGNED_AT, more={"previousProof": "urn:uuid:0"})["proof"][
        1
    ]

    few = check(first | {"proof": [first["proof"], proof]}, keys())
    many = check(first | {"proof": [first["proof"], *[proof] * 15]}, keys())

    assert problems(few) == {}
    assert [one.outcome for one in many if one.code == "proof"].count(Outcome.PASSED) < 6
    assert any(one.code == "terms" and "too complicated" in one.message for one in many)


def test_two_proofs_of_one_name_cannot_be_built_upon() -> None:
    first = signed(more={"id": "urn:uuid:first"})
    twice = first | {"proof": [first["proof"], first["proof"]]}

    with pytest.raises(Malformed):
        sign(twice, KEY, method=METHOD, created=SIGNED_AT, more={"previousProof": "urn:uuid:first"})


def test_a_strangers_proof_of_an_unknown_kind_takes_nothing_from_the_issuers() -> None:
    document = signed()
    stranger = {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023", "proofValue": "u"}

    found = problems(check(document | {"proof": [document["proof"], stranger]}, keys()))

    assert found == {"proof": Outcome.WARNING}


def test_a_strangers_valid_proof_does_not_replace_the_issuers() -> None:
    document = sign(credential(), PARTNER_KEY, method=f"{PARTNER}#2026", created=SIGNED_AT)
    broken = signed()["proof"] | {"proofValue": document["proof"]["proofValue"]}

    found = problems(check(document | {"proof": [*listed(document["proof"]), broken]}, both))

    assert found == {"proof": Outcome.FAILED, "proof.controller": Outcome.FAILED}


def test_signing_needs_a_key_that_fits_the_suite() -> None:
    for key, suite in ((generate("P-256"), "eddsa-rdfc-2022"), (KEY, "ecdsa-rdfc-2019"), (KEY, "unheard-of")):
        with pytest.raises(KeyProblem):
            signed(key=key, suite=suite)
    with pytest.raises(KeyProblem):
        signed(suite="Ed25519Signature2020")


def test_nothing_is_signed_that_the_signature_would_not_cover() -> None:
    with pytest.raises(MicrocredError):
        signed(credential(ects=5))


def test_signing_leaves_the_document_as_it_was() -> None:
    document = credential()

    made = signed(document)

    assert document == credential()
    assert made["issuer"]["id"] == UNIVERSITY


def undated(document: dict[str, Any], key: SigningKey = KEY, method: str = METHOD) -> dict[str, Any]:
    """A proof that holds, and does not say when it was made."""
    suite = SUITES["eddsa-jcs-2022"]
    made = proof_options(suite, method=method, created=SIGNED_AT)
    options = {name: value for name, value in made.items() if name != "created"}
    options["@context"] = document["@context"]
    signature = key.sign(Content(document).hash_data(suite, options, key.kind))
    return options | {"proofValue": multibase.encode(signature)}


FOREIGN = {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023", "proofValue": "u"}


@pytest.mark.parametrize("further", [[], [FOREIGN]])
def test_a_proof_beside_it_does_not_settle_what_is_open_about_the_issuers_own(further: list[Any]) -> None:
    document, finder = credential(), keys(retired_at=SIGNED_AT)
    old = undated(document)

    for proofs in ([old, *further], [*further, old]):
        found = examine(document | {"proof": proofs}, finder)

        assert (found.owners, found.keys) == ((), ())
        assert problems(found.checks)["key"] is Outcome.UNKNOWN
