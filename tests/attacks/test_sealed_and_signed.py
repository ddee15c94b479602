"""Seals beside signatures: a file has one way to say whose it is, and nothing of another counts there.

A European credential is its seal's, whatever proof lies in it; a badge is its proof's, and in the envelope of
a seal it is no file that is read. So nobody's seal lends a signature its owner, nor the other way round.
"""

import json
from collections.abc import Mapping

import pytest

from microcred import jades, proofs
from microcred.guards import b64url_encode
from tests.attacks.cast import PARTNERED, SIGNED_AT, VICTIM, Judgement, Party, judged
from tests.attacks.dresses import Document, Dress, _european, _protected, badge

Seals = Mapping[Party, bool]
"""Who seals, and whether the signature holds; else it is another one under their certificate."""


def _text(document: Document) -> Document:
    """The document as readers get it."""
    read: Document = json.loads(jades.serialise(document))
    return read


def _signed(document: Document, by: Party) -> Document:
    key, method = by.keys["Ed25519"]
    return proofs.sign(document, key, method=method, created=SIGNED_AT, suite="eddsa-jcs-2022")


def _sealed(document: Document, seals: Seals) -> bytes:
    text, signatures = jades.serialise(document), []
    for party, holds in seals.items():
        protected = _protected(party, SIGNED_AT)
        signed = f"{protected}.{text if holds else 'another'}".encode()
        value = b64url_encode(party.seal.sign(signed))
        signatures.append({"protected": protected, "signature": value})
    return json.dumps({"payload": text, "signatures": signatures}).encode()


def _is_believed(judgement: Judgement) -> bool:
    return judgement.is_taken_for(VICTIM) or judgement.issuer is not None


def _european_of(party: Party) -> Document:
    return _text(_european(Dress(named=party, signer=party), party))


def test_the_control_a_european_credential_is_its_seals() -> None:
    judgement = judged(_sealed(_european_of(VICTIM), {VICTIM: True}))

    assert judgement.is_verified
    assert judgement.issuer is not None
    assert judgement.issuer.id == VICTIM.organisation.id


@pytest.mark.parametrize("signer", [VICTIM, PARTNERED], ids=["the victim's", "the forger's"])
@pytest.mark.parametrize(
    "seals",
    [{PARTNERED: True}, {VICTIM: False}, {PARTNERED: True, VICTIM: False}],
    ids=["own", "none", "both"],
)
def test_no_proof_in_a_sealed_file_makes_it_the_victims(seals: Seals, signer: Party) -> None:
    """The forger is a member with a seal and keys of its own, and has a proof of the victim's at hand."""
    document = _european_of(VICTIM)
    inside = {**document, "proof": _signed({"@context": document["@context"]}, signer)["proof"]}

    for forged in (document, inside, _signed(document, signer) if signer is PARTNERED else document):
        assert not judged(_sealed(forged, seals)).is_verified
        assert not _is_believed(judged(_sealed(forged, seals)))


@pytest.mark.parametrize(
    "seals", [{VICTIM: True}, {VICTIM: False}, {PARTNERED: True}], ids=["genuine", "no", "own"]
)
@pytest.mark.parametrize("named", [VICTIM, PARTNERED], ids=["victim", "forger"])
def test_no_seal_around_a_badge_makes_it_the_victims(seals: Seals, named: Party) -> None:
    document = badge(Dress(named=named))
    document["issuer"] |= {"name": VICTIM.organisation.legal_name["en"]}

    alone = judged(json.dumps(_signed(document, PARTNERED)).encode())
    around = judged(_sealed(_signed(document, PARTNERED), seals))

    assert not alone.is_taken_for(VICTIM)
    assert not _is_believed(around)


@pytest.mark.parametrize("signer", [VICTIM, PARTNERED], ids=["the victim's", "the forger's"])
def test_a_european_credential_that_nobody_sealed_is_a_draft_whoever_signed_it(signer: Party) -> None:
    forged = json.dumps(_signed(_european_of(VICTIM), signer)).encode()

    assert not judged(forged).is_verified
    assert not _is_believed(judged(forged))


def test_who_seals_beside_the_issuer_is_not_shown_as_the_issuer() -> None:
    both = judged(_sealed(_european_of(VICTIM), {PARTNERED: True, VICTIM: True}))

    assert both.issuer is not None
    assert both.issuer.id == VICTIM.organisation.id
