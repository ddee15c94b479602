"""Checking proofs: what holds, what does not, and what cannot be known."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from microcred import multibase
from microcred.did import did_key
from microcred.errors import KeyProblem
from microcred.keys import generate
from microcred.presentations import Request
from microcred.proofs import Expected, check
from microcred.report import Outcome
from tests.microcred.proofs.cast import (
    KEY,
    METHOD,
    SIGNED_AT,
    UNIVERSITY,
    V2,
    credential,
    keys,
    outcomes,
    problems,
    signed,
)

ELSEWHERE = "did:web:elsewhere.example"


def proof_with(**members: Any) -> dict[str, Any]:
    """The signed credential, its proof altered afterwards."""
    document = signed()
    return document | {"proof": document["proof"] | members}


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_signed_credential_holds(suite: str) -> None:
    found = check(signed(suite=suite), keys(), expected=Expected(at=SIGNED_AT))

    assert problems(found) == {}
    assert {"proof", "proof.created", "proof.controller", "key"} <= outcomes(found).keys()


@pytest.mark.parametrize(("kind", "form"), [("P-256", "rdfc"), ("P-384", "rdfc"), ("P-256", "jcs")])
def test_a_credential_signed_with_ecdsa_holds(kind: Any, form: str) -> None:
    key = generate(kind)

    assert problems(check(signed(key=key, suite=f"ecdsa-{form}-2019"), keys(key))) == {}


def test_a_did_key_may_be_named_without_its_fragment() -> None:
    owner = did_key(KEY.public)

    assert problems(check(signed(credential(issuer=owner), method=owner))) == {}


def test_a_did_web_may_not() -> None:
    assert problems(check(signed(method=UNIVERSITY), keys()))["key"] is Outcome.FAILED


def test_a_did_key_needs_no_finder() -> None:
    owner = did_key(KEY.public)
    document = credential(issuer=owner)

    assert problems(check(signed(document, method=f"{owner}#{KEY.public.multikey()}"))) == {}


def test_a_credential_of_the_first_data_model_gets_the_context_of_its_proof() -> None:
    context = ["https://www.w3.org/2018/credentials/v1"]
    document = {"@context": context, "type": ["VerifiableCredential"], "issuer": UNIVERSITY}

    made = signed(document)

    assert made["@context"] == [*context, "https://w3id.org/security/data-integrity/v2"]
    assert problems(check(made, keys())) == {}


def test_an_injected_term_fails_by_its_path_although_the_signature_ignores_it() -> None:
    document = signed()
    document["credentialSubject"] = document["credentialSubject"] | {"ects": 30}

    found = check(document, keys())

    assert problems(found) == {"terms": Outcome.FAILED, "proof": Outcome.UNKNOWN}
    assert any("credentialSubject.ects" in one.message for one in found)


def test_an_injected_term_breaks_a_signature_over_the_json_itself() -> None:
    document = signed(suite="eddsa-jcs-2022") | {"ects": 30}

    assert problems(check(document, keys())) == {"proof": Outcome.FAILED}


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("name", ["id", "issuer", "credentialSubject", "validFrom"])
def test_whatever_is_changed_or_taken_away_breaks_the_signature(suite: str, name: str) -> None:
    changed = signed(suite=suite) | {name: "urn:changed"}
    lacking = {key: value for key, value in signed(suite=suite).items() if key != name}

    assert outcomes(check(changed, lambda _: keys()(UNIVERSITY)))["proof"] is Outcome.FAILED
    assert outcomes(check(lacking, keys()))["proof"] is Outcome.FAILED


@pytest.mark.parametrize(
    "members",
    [
        {"created": "2026-11-22T10:00:00Z"},
        {"nonce": "added"},
        {"cryptosuite": "eddsa-jcs-2022"},
        {"proofValue": ""},
        {"proofValue": None},
        {"proofValue": "z"},
        {"proofValue": "z" + "1" * 64},
        {"proofValue": "u" + "A" * 86},
        {"proofValue": multibase.encode(bytes(63))},
        {"proofValue": "z" + "2" * 100_000},
        {"expires": "2099-01-01T00:00:00Z"},
    ],
)
def test_a_proof_altered_in_any_part_fails(members: dict[str, Any]) -> None:
    assert outcomes(check(proof_with(**members), keys()))["proof"] is Outcome.FAILED


def test_a_signature_respelt_fails() -> None:
    value = signed()["proof"]["proofValue"]

    for spelling in ("z1" + value[1:], value + " ", multibase.encode(multibase.decode(value), "u")):
        assert outcomes(check(proof_with(proofValue=spelling), keys()))["proof"] is Outcome.FAILED


def test_another_key_under_the_same_name_fails() -> None:
    assert problems(check(signed(), keys(generate()))) == {"proof": Outcome.FAILED}


def test_a_key_of_another_kind_under_the_same_name_fails() -> None:
    assert problems(check(signed(), keys(generate("P-256")))) == {"proof": Outcome.FAILED}


def test_a_signature_of_somebody_else_is_not_the_issuers() -> None:
    document = signed(method=f"{ELSEWHERE}#2026")

    found = check(document, keys(owner=ELSEWHERE))

    assert problems(found) == {"proof.controller": Outcome.FAILED}


def test_keys_that_cannot_be_looked_up_leave_the_question_open() -> None:
    found = check(signed())

    assert problems(found) == {"proof": Outcome.UNKNOWN, "key": Outcome.UNKNOWN}


def test_a_key_that_the_issuer_does_not_publish_fails() -> None:
    found = check(signed(method=f"{UNIVERSITY}#other"), keys())

    assert problems(found) == {"proof": Outcome.UNKNOWN, "key": Outcome.FAILED}


def test_keys_that_cannot_be_used_fail_with_the_reason() -> None:
    def broken(_controller: str) -> None:
        raise KeyProblem("The document of keys has no id.")

    found = check(signed(), broken)

    assert problems(found) == {"proof": Outcome.UNKNOWN, "key": Outcome.FAILED}
    assert any("no id" in one.message for one in found)


@pytest.mark.parametrize(
    ("dates", "outcome"),
    [
        ({"valid_from": SIGNED_AT}, Outcome.PASSED),
        ({"valid_from": SIGNED_AT + timedelta(days=1)}, Outcome.FAILED),
        ({"retired_at": SIGNED_AT + timedelta(days=1)}, Outcome.PASSED),
        ({"retired_at": SIGNED_AT}, Outcome.FAILED),
        ({"revoked_at": SIGNED_AT}, Outcome.FAILED),
        ({"revoked_at": SIGNED_AT + timedelta(days=1)}, Outcome.WARNING),
        ({"purposes": ("authentication",)}, Outcome.FAILED),
        ({"purposes": ()}, Outcome.FAILED),
    ],
)
def test_a_key_counts_by_the_day_of_the_signature(dates: dict[str, Any], outcome: Outcome) -> None:
    assert outcomes(check(signed(), keys(**dates)))["key"] is outcome


@pytest.mark.parametrize("name", ["valid_from", "retired_at", "revoked_at"])
def test_a_signature_without_date_does_not_prove_that_a_dated_key_was_valid(name: str) -> None:
    document = proof_with()
    del document["proof"]["created"]

    dates: dict[str, Any] = {name: SIGNED_AT}
    found = outcomes(check(document, keys(**dates)))

    assert found["key"] is (Outcome.FAILED if name == "revoked_at" else Outcome.UNKNOWN)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (SIGNED_AT, {}),
        (SIGNED_AT + timedelta(days=1), {"proof.expires": Outcome.FAILED}),
        (SIGNED_AT - timedelta(minutes=4), {}),
        (SIGNED_AT - timedelta(hours=1), {"proof.created": Outcome.FAILED}),
    ],
)
def test_a_proof_counts_from_its_date_to_its_end(at: datetime, expected: dict[str, Outcome]) -> None:
    document = signed(more={"expires": "2026-11-24T10:00:00Z"})

    assert problems(check(document, keys(), expected=Expected(at=at))) == expected


@pytest.mark.parametrize("name", ["created", "expires"])
def test_dates_without_time_zone_fail(name: str) -> None:
    document = signed(more={name: "2026-11-23T10:00:00"})

    assert f"proof.{name}" in problems(check(document, keys(), expected=Expected(at=SIGNED_AT)))


def test_a_presentation_answers_one_request_of_one_verifier() -> None:
    document = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": UNIVERSITY}
    more = {"challenge": "n-0S6", "domain": ["verifier.example", "other.example"]}
    made = signed(document, purpose="authentication", more=more)

    def answer(audience: str, nonce: str) -> dict[str, Outcome]:
        asked = Expected(purpose="authentication", request=Request(audience, nonce))
        return problems(check(made, keys(), expected=asked))

    assert answer("verifier.example", "n-0S6") == {}
    assert answer("", "n-0S6") == {}
    assert answer("third.example", "n-0S6") == {"proof.domain": Outcome.FAILED}
    assert answer("verifier.example", "other") == {"proof.challenge": Outcome.FAILED}
    assert problems(check(made, keys())) == {"proof.purpose": Outcome.FAILED}


@pytest.mark.parametrize(
    "proof",
    [
        None,
        [],
        "signed, honestly",
        5,
        {},
        {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"},
        {"type": ["DataIntegrityProof"], "cryptosuite": ["eddsa-rdfc-2022"], "verificationMethod": METHOD},
        {"type": "DataIntegrityProof", "cryptosuite": "none", "verificationMethod": METHOD, "proofValue": ""},
        {"type": "Ed25519Signature2020", "cryptosuite": {}, "verificationMethod": [], "proofValue": {}},
        {"type": "eddsa-rdfc-2022", "verificationMethod": METHOD},
        {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "verificationMethod": "z6Mkk"},
        {"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020", "verificationMethod": METHOD},
        [{}] * 17,
    ],
)
def test_what_is_no_proof_that_is_understood_never_passes(proof: Any) -> None:
    found = outcomes(check(credential(proof=proof), keys()))

    assert found["proof"] in (Outcome.FAILED, Outcome.UNKNOWN)


def test_contexts_added_behind_the_signed_ones_are_let_through_only_over_the_json_itself() -> None:
    extra = [*credential()["@context"], "https://w3id.org/security/data-integrity/v2"]

    added = signed(suite="eddsa-jcs-2022") | {"@context": extra}
    swapped = signed(suite="eddsa-jcs-2022") | {"@context": [extra[1], extra[0]]}

    assert problems(check(added, keys())) == {}
    assert problems(check(swapped, keys())) == {"proof": Outcome.FAILED}


def test_a_poisoned_credential_is_left_undecided_in_bounded_time() -> None:
    nodes = [f"_:n{number}" for number in range(12)]
    entangled = [
        {
            "id": node,
            "type": ["Evidence"],
            "https://uni.example/knows": [{"id": other} for other in nodes if other != node],
        }
        for node in nodes
    ]

    found = check(signed() | {"evidence": entangled}, keys())

    assert problems(found) == {"terms": Outcome.UNKNOWN, "proof": Outcome.UNKNOWN}


def test_the_time_of_checking_matters_only_where_it_is_given() -> None:
    document = signed(created=datetime(2099, 1, 1, tzinfo=UTC))

    assert problems(check(document, keys())) == {}
