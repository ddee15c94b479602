"""What cannot be put in order in time is tried once, however many proofs stand under it."""

from typing import Any

import pytest

from microcred.jsonld import TooMuchWork
from microcred.proofs.suites import SUITES, Content

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
