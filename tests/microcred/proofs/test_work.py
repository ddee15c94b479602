"""What cannot be put in order in time is tried once, however many proofs stand under it."""

import time
from typing import Any

import pytest

from microcred.jsonld import TooMuchWork
from microcred.jsonld.walk import CONTEXTS
from microcred.proofs import check
from microcred.proofs.suites import SUITES, Content
from microcred.report import Outcome
from tests.microcred.proofs.cast import keys, signed

TANGLED: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", {"knows": "https://uni.example/words/knows"}],
    "type": ["VerifiableCredential"],
    "knows": [
        {"id": f"_:n{one}", "knows": [{"id": f"_:n{other}"} for other in range(12) if other != one]}
        for one in range(12)
    ],
}


def test_what_takes_too_long_is_not_tried_again() -> None:
    content, suite = Content(TANGLED), SUITES["eddsa-rdfc-2022"]

    with pytest.raises(TooMuchWork) as first:
        content.hash_data(suite, {"type": "DataIntegrityProof"}, "Ed25519")
    with pytest.raises(TooMuchWork) as again:
        content.hash_data(suite, {"type": "DataIntegrityProof"}, "Ed25519")

    assert again.value is first.value


def test_whose_words_change_their_meaning_without_end_is_left_open_in_little_time() -> None:
    document = signed()
    document["@context"] = document["@context"] * CONTEXTS * 20
    started = time.process_time()

    outcomes = {one.code: one.outcome for one in check(document, keys())}

    assert outcomes["terms"] is Outcome.UNKNOWN
    assert Outcome.FAILED not in outcomes.values()
    assert time.process_time() - started < 10
