"""Title, holder, issuer and dates are read of every credential, and of nothing that is none."""

import json
from typing import Any

import pytest

from microcred import read
from microcred.heading import head_of
from tests.microcred.cast import UNIVERSITY, record
from tests.microcred.verification.test_presentations import presentation
from tests.microcred.verification.test_signed import signed

PLAIN: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "name": "Library card",
    "issuer": {"id": UNIVERSITY.id},
    "credentialSubject": {"id": "did:example:ada"},
}


def test_of_an_achievement_they_are_those_of_its_record() -> None:
    reading = read(signed(record(status=())))

    assert reading.record is not None
    assert reading.heading == head_of(reading.record)
    assert reading.heading.holder == "Ada Example"


@pytest.mark.parametrize("name", ["validUntil", "expirationDate"])
def test_of_what_is_no_achievement_they_are_read_from_the_credential(name: str) -> None:
    reading = read(json.dumps({**PLAIN, name: "2026-01-01T00:00:00Z"}).encode())

    assert reading.record is None
    assert reading.heading.title == {"und": "Library card"}
    assert reading.heading.issuer.id == UNIVERSITY.id
    assert reading.heading.issued_at is None
    assert reading.heading.valid_until is not None


def test_a_presentation_of_several_has_no_issuer_whatever_it_names() -> None:
    badge = json.loads(signed())
    reading = read(json.dumps(presentation(badge, badge, issuer=UNIVERSITY.id)).encode())

    assert reading.record is None
    assert reading.heading.issuer.id == ""
