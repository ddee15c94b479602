"""Lists, endorsements, holders and what stands inside are held to the same comparison as issuers."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from microcred import openbadges, proofs, sdjwt, status_list
from microcred.did import DatedKey
from microcred.errors import Ambiguous
from microcred.reading import Kind, read
from microcred.report import Conclusion, Outcome, Report
from microcred.sdjwt.tokens import sign_jwt
from microcred.trust import Trust
from microcred.verification import examine, verify
from tests.attacks.cast import AT, KNOWN, PARTNERED, SIGNED_AT, STRANGERS, TRUST, VICTIM, Party, judged
from tests.attacks.changes import CONTROL, GENUINE, SHOWING
from tests.attacks.dresses import V2, Dress, badge, compact, learner_record, with_claims, with_proof
from tests.attacks.parcels import ADA, METHOD, WALLET

STRANGER = STRANGERS["did:key"]
URL = "https://uni.example/status/1"
PROVEN = with_proof("eddsa-rdfc-2022")


def outcomes(report: Report, code: str) -> list[Outcome]:
    """The outcomes under a code."""
    return [one.outcome for one in report if one.code == code]


def listing(*, revoked: bool, issuer: Party = VICTIM) -> dict[str, Any]:
    """A list in which the badge is revoked or not."""
    bits = status_list.StatusList()
    bits[7] = revoked
    return status_list.credential(
        bits,
        url=URL,
        issuer=issuer.organisation.id,
        purpose="revocation",
        valid_from=SIGNED_AT,
        valid_until=AT + timedelta(days=1),
    )


def token(payload: dict[str, Any], signer: Party) -> bytes:
    """A token of that party."""
    key, method = signer.keys["Ed25519"]
    return compact({"typ": "JWT", "kid": method}, json.dumps(payload).encode(), key)


def status_with(data: bytes) -> list[Outcome]:
    """What is said of a revoked badge with this list at hand."""
    listed = Dress(document=lambda it: {**it, "credentialStatus": entry()})
    trust = replace(TRUST, documents={URL: data})
    return outcomes(verify(PROVEN(listed, badge), at=AT, trust=trust), "status")


def entry() -> dict[str, str]:
    """Where the badge is listed."""
    return status_list.entry(url=URL, index=7, purpose="revocation")


def test_a_forged_list_revives_no_badge() -> None:
    me = STRANGER.keys["Ed25519"][1].partition("#")[0]
    unrevoked = listing(revoked=False)

    assert status_with(token(listing(revoked=True), VICTIM)) == [Outcome.FAILED]
    assert status_with(token(unrevoked, VICTIM)) == [Outcome.PASSED]
    for payload in (
        unrevoked,
        {"iss": me, "issuer": me, "vc": "x", "vp": unrevoked},
        {"iss": me, "issuer": me, "vp": unrevoked},
        {"iss": me, "vc": unrevoked},
        {**unrevoked, "iss": me},
    ):
        assert status_with(token(payload, STRANGER)) == [Outcome.UNKNOWN]


@pytest.mark.parametrize("signer", [STRANGER, PARTNERED])
def test_an_endorsement_counts_as_its_endorsers_only(signer: Party) -> None:
    house = VICTIM.organisation
    praise = openbadges.Endorsement("urn:uuid:1", house, house.id, "Good", "Good", SIGNED_AT)
    document = openbadges.write_endorsement(praise)

    def endorsed(by: Party) -> bytes:
        key, method = by.keys["Ed25519"]
        signed = proofs.sign(document, key, method=method, created=SIGNED_AT)
        return PROVEN(Dress(document=lambda it: {**it, "endorsement": [signed]}), badge)

    own, forged = (verify(endorsed(by), at=AT, trust=TRUST) for by in (VICTIM, signer))

    assert outcomes(own, "proof.endorsement") == [Outcome.PASSED]
    assert outcomes(forged, "proof.endorsement") == [Outcome.WARNING]


def presentation(**members: Any) -> bytes:
    """What Ada's wallet shows."""
    shown = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [GENUINE[0]]}
    header = {"typ": "vp+jwt", "kid": METHOD}
    return compact(header, json.dumps({**shown, **members}).encode(), WALLET)


def test_who_shows_is_who_signed() -> None:
    honest = verify(presentation(holder=ADA), at=AT, trust=TRUST)

    assert Outcome.PASSED in outcomes(honest, "proof.holder")
    for members in (
        {"holder": "did:web:eva.example"},
        {"holder": "did:web:eva.example", "issuer": ADA},
        {"holder": {"id": "did:web:eva.example"}, "iss": ADA},
        {"holder": ADA, "iss": "did:web:eva.example"},
    ):
        report = verify(presentation(**members), at=AT, trust=TRUST)
        assert Outcome.PASSED not in outcomes(report, "proof.holder")


PAYLOAD = with_claims(badge(CONTROL))


@pytest.mark.parametrize(
    "changes",
    [
        {"vc": GENUINE[0], "vp": SHOWING},
        {"vc": "x", "vp": GENUINE[0]},
        {"vc": []},
        {"vc": None},
        {"vp": 5},
        {"vp": True},
        {"vp": GENUINE[0]},
        {"vc": SHOWING},
        {"vc": GENUINE[0], "credentialSubject": {"id": "urn:other"}},
        {"type": ["VerifiableCredential", "VerifiablePresentation"]},
    ],
)
def test_a_token_that_may_mean_two_credentials_is_refused_by_name(changes: dict[str, Any]) -> None:
    with pytest.raises(Ambiguous):
        read(token({**PAYLOAD, **changes}, VICTIM))
    assert read(token(PAYLOAD, VICTIM)).kind is Kind.OPEN_BADGE_3


@pytest.mark.parametrize("name", ["iss", "issuer", "credentialSubject"])
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_name_that_stands_twice_is_refused_by_name(name: str, place: str) -> None:
    text = json.dumps(PAYLOAD).encode()
    more = f'"{name}": "x"'.encode()
    twice = b"{" + more + b"," + text[1:] if place == "before" else text[:-1] + b"," + more + b"}"
    key, method = VICTIM.keys["Ed25519"]

    with pytest.raises(Ambiguous, match=name):
        read(compact({"typ": "JWT", "kid": method}, twice, key))


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": PARTNERED.organisation.id},
        {"sub": "urn:other"},
        {"jti": "urn:other"},
        {"nbf": 1},
        {"exp": 1_900_000_000},
    ],
)
def test_a_token_that_contradicts_its_credential_is_shown_and_nobodys(claims: dict[str, Any]) -> None:
    in_claim = {"vc": badge(CONTROL), **{name: PAYLOAD[name] for name in ("iss", "jti", "nbf", "exp", "sub")}}

    for payload in (PAYLOAD, in_claim):
        assert judged(token(payload, VICTIM)).is_taken_for(VICTIM)
        forged = token({**payload, **claims}, VICTIM)
        assert read(forged).kind is Kind.OPEN_BADGE_3
        report, issuer = examine(read(forged), at=AT, trust=TRUST)
        assert outcomes(report, "proof.claims") == [Outcome.FAILED]
        assert outcomes(report, "issuer") == [Outcome.UNKNOWN]
        assert issuer is None


def test_a_stranger_whose_key_is_whole_is_told_from_the_issuer_he_names() -> None:
    """The register's name is given only to what the issuer's own key signed."""
    key, method = STRANGER.keys["Ed25519"]
    forged = proofs.sign(badge(CONTROL), key, method=method, created=SIGNED_AT)

    report, issuer = examine(read(json.dumps(forged).encode()), at=AT, trust=TRUST)

    assert outcomes(report, "proof") == outcomes(report, "key") == [Outcome.PASSED]
    assert issuer is None


def test_a_learner_record_lends_no_proof_to_what_it_holds() -> None:
    """A whole inside that nobody signed is not its issuer's because somebody signed the folder."""
    unsigned, part = badge(CONTROL), "https://uni.example/editions/other"
    whole = unsigned["credentialSubject"]["achievement"]["id"]
    association = {"type": "Association", "associationType": "isPartOf", "sourceId": part, "targetId": whole}

    def folder(inside: dict[str, Any]) -> bytes:
        def change(document: dict[str, Any]) -> dict[str, Any]:
            subject = {"verifiableCredential": [inside], "association": [association]}
            return {**document, "credentialSubject": {**document["credentialSubject"], **subject}}

        return PROVEN(Dress(named=PARTNERED, signer=PARTNERED, document=change), learner_record)

    reading = read(folder(unsigned))
    assert reading.record
    assert reading.record.issuer.id == VICTIM.organisation.id
    assert not judged(folder(unsigned)).is_taken_for(VICTIM)


def test_what_a_learner_record_holds_is_read_as_it_is_checked() -> None:
    """An envelope around a genuine token may not say something else of its own."""
    key, method = VICTIM.keys["Ed25519"]
    genuine = compact({"typ": "vc+jwt", "kid": method}, json.dumps(badge(CONTROL)).encode(), key)
    lie = badge(Dress(document=lambda it: it))
    lie["credentialSubject"]["achievement"]["name"] = "Doctor of Medicine"
    lie |= {
        "type": ["EnvelopedVerifiableCredential", *lie["type"]],
        "id": f"data:application/vc+jwt,{genuine.decode()}",
    }
    folder = learner_record(CONTROL)
    folder["credentialSubject"]["verifiableCredential"] = [lie]

    record = read(json.dumps(folder).encode()).record

    assert record
    assert "Doctor" not in repr(record)
    assert [part.specification.title["en"] for part in record.parts] == ["Predictive Maintenance"]


def wallet_token(**claims: Any) -> bytes:
    """A wallet's token of an issuer with a web address, signed with a key that it names itself."""
    key, method = STRANGER.keys["P-256"]
    own = replace(VICTIM.organisation, id=VICTIM.address)
    said = sdjwt.claims.write(Dress().achievement(issuer=own, awarding_bodies=(own,)))
    fragment = f"{VICTIM.address}#{method.partition('#')[2]}"
    payload = {**said, "proof": {"verificationMethod": fragment}, **claims}
    return sign_jwt({"typ": "dc+sd-jwt", "kid": fragment}, payload, key) + b"~"


def test_a_key_that_only_the_claims_of_a_wallet_token_name_is_nobodys() -> None:
    keyless = replace(KNOWN[VICTIM.host], keys=())

    report, issuer = examine(read(wallet_token()), at=AT, trust=Trust((keyless,)))

    assert outcomes(report, "proof.signature") == [Outcome.PASSED]
    assert outcomes(report, "key") == [Outcome.UNKNOWN]
    assert issuer is None


def test_a_wallet_token_of_a_stolen_key_is_only_the_thiefs_word() -> None:
    key, method = VICTIM.keys["P-256"]
    stolen = DatedKey(method, key.public, revoked_at=AT)
    token = sdjwt.issue(Dress().achievement(), key, salt=lambda: "a" * 22, kid=method, selective=())

    report, issuer = examine(read(token), at=AT, trust=Trust((replace(KNOWN[VICTIM.host], keys=(stolen,)),)))

    assert outcomes(report, "key") == [Outcome.WARNING]
    assert issuer is None


def test_a_key_of_its_own_identifier_is_said_to_prove_no_more() -> None:
    key, method = STRANGER.keys["Ed25519"]
    own = replace(VICTIM.organisation, id=method.partition("#")[0])
    document = {**badge(CONTROL), "issuer": {"id": own.id, "type": ["Profile"], "name": "Nobody"}}
    signed = proofs.sign(document, key, method=method, created=SIGNED_AT)

    report = verify(json.dumps(signed).encode(), at=AT, trust=TRUST)

    found = report.check("proof.controller")
    assert found
    assert "does not show whose identifier it is" in found.message
    assert report.conclusion is Conclusion.INCONCLUSIVE
    assert outcomes(report, "accreditation") == [Outcome.UNKNOWN]


def test_every_question_is_answered_for_every_credential() -> None:
    for data in (json.dumps(badge(CONTROL)).encode(), PROVEN(CONTROL, badge), wallet_token()):
        codes = {one.code for one in verify(data, at=AT)}
        assert {"format", "proof", "key", "issuer", "accreditation", "status", "dates"} <= codes
