"""Older badges are signed with Ed25519Signature2020: good ones hold, forged and rewritten ones do not.

W3C Credentials Community Group; VC Data Integrity EdDSA 1.0 §A.1. Whoever forges has another key, another
content or another day of signing; whoever rewrites leaves the graph as it is.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from microcred import multibase
from microcred.keys import SigningKey
from microcred.proofs.suites import SUITES, Content
from microcred.report import Outcome, Report
from microcred.verification import verify
from tests.attacks.cast import AT, IMPOSTOR, TRUST, VICTIM
from tests.attacks.dresses import Document
from tests.attacks.test_reworded import copy

SUITE = SUITES["Ed25519Signature2020"]
CREDENTIAL = "https://www.w3.org/2018/credentials#"
BADGE: Document = {
    "@context": [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        "https://w3id.org/security/suites/ed25519-2020/v1",
    ],
    "id": "urn:uuid:0d1b1c0e-43f6-4b4a-8a0c-6b2a3a0c1d99",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Maintenance",
    "issuer": {
        "id": VICTIM.organisation.id,
        "type": ["Profile"],
        "name": VICTIM.organisation.legal_name["en"],
    },
    "issuanceDate": "2026-07-01T09:30:00Z",
    "expirationDate": "2030-07-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:ada",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://uni.example/editions/maintenance/1",
            "type": ["Achievement"],
            "name": "Maintenance",
            "description": "Machines",
            "criteria": {"narrative": "Learn"},
        },
        "result": [{"type": ["Result"], "value": "fail", "status": "Failed"}],
    },
}


def signed(document: Document = BADGE, key: SigningKey | None = None, **more: Any) -> Document:
    """The badge with such a proof."""
    own, method = VICTIM.keys["Ed25519"]
    options = {
        "type": SUITE.name,
        "created": "2026-07-01T10:00:00Z",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
        **more,
    }
    data = Content(document).hash_data(SUITE, options, "Ed25519")
    return {**document, "proof": {**options, "proofValue": multibase.encode((key or own).sign(data))}}


def report_on(document: Document) -> Report:
    """What the verifier finds."""
    return verify(json.dumps(document).encode(), at=AT, trust=TRUST)


def outcome(report: Report, code: str) -> Outcome:
    """The outcome of a check."""
    found = report.check(code)
    assert found is not None
    return found.outcome


def test_a_good_one_holds() -> None:
    report = report_on(signed())

    codes = ("format", "terms", "proof", "key", "issuer", "dates")
    assert {code: outcome(report, code) for code in codes} == dict.fromkeys(codes, Outcome.PASSED)
    assert not report.only(Outcome.FAILED)


def changed_result(it: Document) -> Document:
    it["credentialSubject"]["result"] = [{"type": ["Result"], "value": "good", "status": "Completed"}]
    return it


def later(it: Document) -> Document:
    return {**it, "expirationDate": "2060-07-01T00:00:00Z"}


def proof_of_another_day(it: Document) -> Document:
    return {**it, "proof": {**it["proof"], "created": "2026-07-02T10:00:00Z"}}


def proof_of_another_purpose(it: Document) -> Document:
    return {**it, "proof": {**it["proof"], "proofPurpose": "authentication"}}


def with_suite(it: Document) -> Document:
    return {**it, "proof": {**it["proof"], "cryptosuite": "eddsa-rdfc-2022"}}


def called_otherwise(it: Document) -> Document:
    return {**it, "proof": {**it["proof"], "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}}


def by_somebody_else(_it: Document) -> Document:
    return signed(key=IMPOSTOR.keys["Ed25519"][0])


def value_cut(it: Document) -> Document:
    return {**it, "proof": {**it["proof"], "proofValue": it["proof"]["proofValue"][:-4]}}


def key_of_another_kind(it: Document) -> Document:
    return {**it, "proof": {**it["proof"], "verificationMethod": VICTIM.keys["P-256"][1]}}


FORGERIES: dict[str, Callable[[Document], Document]] = {
    "another result": changed_result,
    "a later end": later,
    "another day of signing": proof_of_another_day,
    "another purpose": proof_of_another_purpose,
    "a suite that was not signed": with_suite,
    "another kind of proof": called_otherwise,
    "another key": by_somebody_else,
    "a signature cut off": value_cut,
    "a key of another kind": key_of_another_kind,
}


@pytest.mark.parametrize("change", FORGERIES)
def test_a_forged_one_does_not(change: str) -> None:
    report = report_on(FORGERIES[change](copy(signed())))

    assert Outcome.FAILED in {one.outcome for one in report if one.code in ("proof", "terms")}
    assert outcome(report, "issuer") is not Outcome.PASSED


def end_hidden(it: Document) -> Document:
    end = {"@value": it.pop("expirationDate"), "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    return {**it, f"{CREDENTIAL}expirationDate": end}


def end_in_list(it: Document) -> Document:
    return {**it, "expirationDate": [it["expirationDate"]]}


def result_moved(it: Document) -> Document:
    subject = it["credentialSubject"]
    moved = {"id": subject["id"], "type": subject["type"], "result": subject.pop("result")}
    return {**it, "credentialSubject": [subject, moved]}


REWRITTEN: dict[str, Callable[[Document], Document]] = {
    "the end under its IRI": end_hidden,
    "the end in a list": end_in_list,
    "the failed result to a second subject": result_moved,
}


@pytest.mark.parametrize("change", REWRITTEN)
def test_a_rewritten_one_does_not_though_its_signature_holds(change: str) -> None:
    report = report_on(REWRITTEN[change](copy(signed())))

    assert outcome(report, "proof") is Outcome.PASSED
    assert outcome(report, "terms") is Outcome.FAILED
