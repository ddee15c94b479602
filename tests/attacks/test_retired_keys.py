"""Retired keys: who finds one cannot hide when it was used, whatever else stands beside the signature."""

import json
from dataclasses import replace
from typing import Any

import pytest

from microcred import multibase, proofs
from microcred.did import DatedKey
from microcred.proofs.signing import proof_options
from microcred.proofs.suites import SUITES, Content
from microcred.report import Outcome
from microcred.trust import Trust
from microcred.verification import verify
from tests.microcred.verification.test_signed import AT, KEY, MEMBER, METHOD, SIGNED_AT, signed

OLD = DatedKey(METHOD, KEY.public, retired_at=AT)
TRUST = Trust((replace(MEMBER, keys=(OLD,)),))
FOREIGN = {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023", "proofValue": "u"}
BADGE: dict[str, Any] = {name: value for name, value in json.loads(signed()).items() if name != "proof"}


def forged(*further: Any) -> bytes:
    """A badge that the finder of a retired key made now, with a proof that does not say when."""
    suite = SUITES["eddsa-jcs-2022"]
    made = proof_options(suite, method=METHOD, created=SIGNED_AT) | {"@context": BADGE["@context"]}
    options = {name: value for name, value in made.items() if name != "created"}
    signature = KEY.sign(Content(BADGE).hash_data(suite, options, KEY.kind))
    proof = options | {"proofValue": multibase.encode(signature)}
    return json.dumps(BADGE | {"proof": [proof, *further]}).encode()


def test_the_control_what_was_signed_with_the_key_in_its_time_is_the_members() -> None:
    dated = proofs.sign(BADGE, KEY, method=METHOD, created=SIGNED_AT, suite="eddsa-jcs-2022")
    found = verify(json.dumps(dated).encode(), at=AT, trust=TRUST)

    assert {one.outcome for one in found if one.code in ("proof", "key", "issuer")} == {Outcome.PASSED}


@pytest.mark.parametrize("further", [(), (FOREIGN,), (FOREIGN, FOREIGN)])
def test_an_undated_signature_of_a_retired_key_is_nobodys(further: tuple[Any, ...]) -> None:
    outcomes = {one.code: one.outcome for one in verify(forged(*further), at=AT, trust=TRUST)}

    assert outcomes["issuer"] is not Outcome.PASSED
    assert outcomes["key"] is Outcome.UNKNOWN
