"""Which kind a document is of, and which it is refused as, by every sign of its own."""

from typing import Any

import pytest

from microcred.errors import Ambiguous, Unreadable, Unsupported
from microcred.reading.kinds import (
    BLOCKCERTS,
    DEFINITION,
    DID_DOCUMENT,
    EDC_CONTEXT,
    EUROPEAN_PRESENTATION,
    NOT_A_CREDENTIAL,
    OPENCERTS,
    STATUS_LIST,
    TWO_THINGS,
    Kind,
    kind_of,
)

PLAIN = "VerifiableCredential"
SHOWING = "VerifiablePresentation"
PARTS: dict[str, Any] = {"@context": [], "issuer": "x", "credentialSubject": {}}


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"type": [PLAIN, "ClrCredential"]}, Kind.LEARNER_RECORD),
        ({"type": [PLAIN, "EndorsementCredential"]}, Kind.ENDORSEMENT),
        ({"type": [PLAIN, "OpenBadgeCredential"]}, Kind.OPEN_BADGE_3),
        ({"type": [PLAIN, "AchievementCredential"]}, Kind.OPEN_BADGE_3),
        ({"type": [PLAIN, "EuropeanDigitalCredential"]}, Kind.EUROPEAN),
        ({"@type": "Assertion"}, Kind.OPEN_BADGE_2),
        ({"type": SHOWING}, Kind.PRESENTATION),
        ({"type": ["OpenBadgeCredential", "ClrCredential"]}, Kind.LEARNER_RECORD),
        ({"type": PLAIN, "@context": EDC_CONTEXT}, Kind.EUROPEAN),
        ({"type": PLAIN, "@context": "https://w3id.org/x"}, Kind.CREDENTIAL),
        ({"badge": "x", "recipient": "x"}, Kind.OPEN_BADGE_2),
        ({"badge": "x", "verify": {}}, Kind.OPEN_BADGE_2),
        (PARTS, Kind.CREDENTIAL),
        ({**PARTS, "name": "x"}, Kind.CREDENTIAL),
        ({"type": PLAIN, "verificationMethod": "x", "proof": {}}, Kind.CREDENTIAL),
        ({"type": PLAIN, "proof": [{"type": "MerkleProof2019"}]}, Kind.CREDENTIAL),
        ({"type": PLAIN, "proof": {"type": "DataIntegrityProof"}}, Kind.CREDENTIAL),
    ],
)
def test_a_document_is_of_the_kind_that_it_says(document: dict[str, Any], kind: Kind) -> None:
    assert kind_of(document) is kind


@pytest.mark.parametrize(
    "document",
    [
        *({name: value for name, value in PARTS.items() if name != one} for one in PARTS),
        {"badge": "x"},
        {"recipient": "x", "verify": {}},
        {"type": "Other"},
    ],
)
def test_a_document_that_lacks_a_sign_of_its_kind_is_of_none(document: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as refused:
        kind_of(document)

    assert refused.value.message == NOT_A_CREDENTIAL


@pytest.mark.parametrize("other", [PLAIN, "OpenBadgeCredential", "EuropeanDigitalCredential", "Assertion"])
def test_a_credential_that_is_a_presentation_too_is_refused(other: str) -> None:
    with pytest.raises(Ambiguous) as refused:
        kind_of({"type": [SHOWING, other]})

    assert (refused.value.message, refused.value.at) == (TWO_THINGS, "type")
    assert kind_of({"type": [SHOWING, "Other"]}) is Kind.PRESENTATION


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"type": ["BlockcertsCredential"]}, BLOCKCERTS),
        ({"type": [PLAIN, "OpenAttestationCredential"]}, OPENCERTS),
        ({"type": [PLAIN, "StatusList2021Credential"]}, STATUS_LIST),
        ({"type": "EuropeanDigitalPresentation"}, EUROPEAN_PRESENTATION),
        ({"type": "BadgeClass"}, DEFINITION),
        ({"type": "Issuer"}, DEFINITION),
        ({"type": ["Issuer", "BlockcertsCredential"]}, BLOCKCERTS),
        ({**PARTS, "@context": ["https://w3id.org/x", "https://w3id.org/blockcerts/v2"]}, BLOCKCERTS),
        ({"type": PLAIN, "proof": {"type": "MerkleProof2019"}}, BLOCKCERTS),
        ({"type": PLAIN, "signature": {"type": "MerkleProof2017"}}, BLOCKCERTS),
        ({"type": PLAIN, "proof": {"type": "SHA3MerkleProof"}}, OPENCERTS),
        ({"type": PLAIN, "proof": {"type": "OpenAttestationMerkleProofSignature2018"}}, OPENCERTS),
        ({"type": PLAIN, "proof": {"type": ["Other", "SHA3MerkleProof"]}}, OPENCERTS),
        ({"type": PLAIN, "verificationMethod": []}, DID_DOCUMENT),
    ],
)
def test_a_stranger_is_named_by_any_sign_of_it(document: dict[str, Any], words: str) -> None:
    with pytest.raises(Unsupported) as refused:
        kind_of(document)

    assert refused.value.message == words
