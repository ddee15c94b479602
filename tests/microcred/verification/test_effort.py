"""One file asks for so much work and no more: what is left of it stays open, with a sentence."""

import json
from typing import Any

import pytest

from microcred import openbadges, proofs
from microcred.jsonld import TooMuchWork
from microcred.report import Conclusion, Outcome, failed, unknown
from microcred.verification import verify
from microcred.verification.effort import COSTLY, MOST, Effort
from tests.microcred.proofs.test_work import TANGLED
from tests.microcred.verification.test_signed import AT, BADGE, KEY, METHOD, PRAISE, SIGNED_AT, TRUST, signed

V2 = "https://www.w3.org/ns/credentials/v2"
Document = dict[str, Any]


def praise(number: int) -> Document:
    """An endorsement whose signature is none, by somebody else for each number."""
    written = openbadges.write_endorsement(PRAISE)
    issuer = {"id": f"did:web:endorser{number}.example", "type": ["Profile"], "name": f"Endorser {number}"}
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofValue": "z1"}
    return {**written, "id": f"urn:uuid:{number}", "issuer": issuer, "proof": proof}


def praised(*numbers: int) -> Document:
    """A genuine badge that carries these endorsements."""
    document, _ = openbadges.write(BADGE, endorsements=[praise(number) for number in numbers])
    return proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT, suite="eddsa-jcs-2022")


def test_of_thousands_of_endorsements_so_many_are_looked_into() -> None:
    report = verify(json.dumps(praised(*range(2_000))).encode(), at=AT, trust=TRUST)

    found = [one for one in report if one.code == "proof.endorsement"]
    assert [one.outcome for one in found] == [Outcome.WARNING] * MOST + [Outcome.UNKNOWN]
    assert found[-1].message == "It contains more endorsements than can be checked at once."
    assert report.conclusion is Conclusion.INCONCLUSIVE


def test_as_many_endorsements_as_may_be_are_all_looked_into() -> None:
    report = verify(json.dumps(praised(*range(MOST))).encode(), at=AT, trust=TRUST)

    assert len([one for one in report if one.code == "proof.endorsement"]) == MOST
    assert report.conclusion is Conclusion.PASSED


def test_endorsements_count_together_wherever_in_a_presentation_they_stand() -> None:
    shown = [praised(*range(start, start + MOST // 2)) for start in (0, MOST)]
    presentation = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [*shown, json.loads(signed())],
    }

    report = verify(json.dumps(presentation).encode(), at=AT, trust=TRUST)

    inside = [one for one in report if one.code == "proof.inside"]
    second, third = (one for one in inside if one.outcome is Outcome.UNKNOWN)
    assert "more endorsements than can be checked" in second.message
    assert "more than can be checked at once" in third.message
    assert report.conclusion is Conclusion.INCONCLUSIVE


def test_of_more_credentials_than_may_be_the_last_stay_open() -> None:
    plain = {"@context": [V2], "type": ["VerifiableCredential"], "issuer": "did:web:x.example"}
    shown = [
        {**plain, "id": f"urn:uuid:{one}", "credentialSubject": {"id": "urn:x:1"}} for one in range(MOST + 2)
    ]
    presentation = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": shown}

    report = verify(json.dumps(presentation).encode(), at=AT, trust=TRUST)

    outcomes = [one.outcome for one in report if one.code == "proof.inside"]
    assert outcomes == [Outcome.FAILED] * MOST + [Outcome.UNKNOWN]


def test_what_is_too_complicated_costs_as_much_as_many_others() -> None:
    effort = Effort()

    assert effort.may_begin({})
    effort.judge([failed("proof", "No.")])
    assert effort.left == MOST - 1
    effort.judge([unknown("terms", "Too complicated: {reason}", reason="blank nodes")])
    assert effort.left == MOST - 1 - COSTLY


def test_one_with_many_places_for_its_status_is_many() -> None:
    effort = Effort()

    assert effort.may_begin({"credentialStatus": [{}] * MOST})
    assert not effort.may_begin({})


@pytest.mark.parametrize("places", [{}, [], [{}]])
def test_one_with_a_single_place_or_none_is_one(places: Any) -> None:
    effort = Effort()

    assert effort.may_begin({"credentialStatus": places})
    assert effort.left == MOST - 1


def test_tangled_endorsements_are_soon_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them would be worked on for as long as one may be."""
    tries: list[object] = []

    def in_vain(*_document: object, **_options: object) -> bytes:
        tries.append(_document)
        raise TooMuchWork("It is tangled.")

    document, _ = openbadges.write(BADGE, endorsements=[_tangled(one) for one in range(3 * MOST // COSTLY)])
    badge = proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT, suite="eddsa-jcs-2022")
    monkeypatch.setattr("microcred.proofs.suites.canonical_digest", in_vain)

    report = verify(json.dumps(badge).encode(), at=AT, trust=TRUST)

    assert len(tries) == MOST // COSTLY
    assert report.conclusion is Conclusion.INCONCLUSIVE


def _tangled(number: int) -> Document:
    """An endorsement that its issuer made hard to put in order."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-07-01T10:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
        "proofValue": "z1",
    }
    written = openbadges.write_endorsement(PRAISE)
    contexts = [*written["@context"], TANGLED["@context"][1]]
    named = {
        "id": f"urn:uuid:{number}",
        "issuer": {"id": METHOD.partition("#")[0], "type": ["Profile"], "name": f"{number}"},
    }
    return {**written, **named, "@context": contexts, "knows": TANGLED["knows"], "proof": proof}
