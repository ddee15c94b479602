"""A presentation is believed when its holder signed it for this request, and what it shows is checked too."""

import json
from dataclasses import replace
from typing import Any

import pytest

from microcred import Request, jose, proofs
from microcred.did import did_key
from microcred.guards import b64url_decode, b64url_encode
from microcred.keys import generate
from microcred.report import Conclusion, Outcome, Report
from microcred.trust import Trust
from microcred.verification import verify
from microcred.verification.holders import SOURCE
from tests.microcred.cast import UNIVERSITY
from tests.microcred.lines import Line, line
from tests.microcred.verification.test_signed import AT, DATED, KEY, MEMBER, SIGNED_AT, TRUST, check, signed
from tests.microcred.verification.test_signed import METHOD as OF_UNIVERSITY

V2 = "https://www.w3.org/ns/credentials/v2"
WALLET = generate()
ADA = did_key(WALLET.public)
METHOD = f"{ADA}#{WALLET.public.multikey()}"
REQUEST = Request("verifier.example", "n-0S6")
CREDENTIAL = json.loads(signed())


def presentation(*credentials: dict[str, Any], **members: Any) -> dict[str, Any]:
    """What Ada shows, unsigned."""
    shown = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": ADA}
    return {**shown, "verifiableCredential": list(credentials or (CREDENTIAL,)), **members}


def presented(document: dict[str, Any], request: Request = REQUEST, **changes: Any) -> bytes:
    """The presentation, signed by Ada's wallet in answer to a request."""
    more = {"domain": request.audience, "challenge": request.nonce}
    options: dict[str, Any] = {
        "method": METHOD,
        "created": SIGNED_AT,
        "purpose": "authentication",
        "more": more,
    }
    return json.dumps(proofs.sign(document, WALLET, **(options | changes))).encode()


def as_token(document: dict[str, Any], **claims: Any) -> bytes:
    """The presentation as a vp+jwt."""
    header = {"typ": "vp+jwt", "kid": METHOD}
    payload = {**document, "aud": REQUEST.audience, "nonce": REQUEST.nonce, **claims}
    return jose.sign_compact(header, json.dumps(payload).encode(), WALLET).encode()


def examined(data: bytes, request: Request | None = REQUEST) -> Report:
    return verify(data, at=AT, trust=TRUST, request=request)


@pytest.mark.clause("VC-DM 2.0 §4.13")
@pytest.mark.parametrize("present", [presented, as_token])
def test_one_credential_is_verified_with_all_its_checks_and_its_holder(present: Any) -> None:
    report = examined(present(presentation()))

    assert report.conclusion is Conclusion.PASSED
    assert check(report, "proof.holder") == (Outcome.PASSED, f"The credentials are presented by {ADA}.")
    assert {"schema", "terms", "proof", "key", "issuer", "dates", "annex"} <= {one.code for one in report}


@pytest.mark.parametrize("present", [presented, as_token])
def test_who_signs_without_naming_a_holder_is_the_holder(present: Any) -> None:
    document = {name: value for name, value in presentation().items() if name != "holder"}

    report = examined(present(document))

    assert check(report, "proof.holder") == (Outcome.PASSED, f"The credentials are presented by {ADA}.")


@pytest.mark.clause("VC Data Integrity 1.0 §4.4")
@pytest.mark.parametrize(
    "data",
    [
        presented(presentation(), Request("verifier.example", "other")),
        presented(presentation(), Request("other.example", "n-0S6")),
        presented(presentation(), purpose="assertionMethod"),
        presented(presentation(), method=f"{did_key(KEY.public)}#{KEY.public.multikey()}"),
        json.dumps(presentation()).encode(),
        as_token(presentation(), nonce="other"),
        as_token(presentation(), aud="other.example"),
        as_token(presentation())[:-10] + b"AAAAAAAA" + as_token(presentation())[-2:],
        presented(presentation()).replace(b'"holder"', b'"nobody": 1, "holder"'),
    ],
)
def test_what_does_not_answer_the_request_fails(data: bytes) -> None:
    report = examined(data)

    assert report.conclusion is Conclusion.FAILED
    assert check(report, "proof.holder")[0] is Outcome.FAILED


def test_without_a_request_an_unsigned_presentation_only_shows_no_holder() -> None:
    report = examined(json.dumps(presentation()).encode(), request=None)

    assert report.conclusion is Conclusion.INCONCLUSIVE
    assert check(report, "proof.holder")[0] is Outcome.UNKNOWN


def test_somebody_elses_credential_is_pointed_out() -> None:
    other = json.loads(signed(credentialSubject={**CREDENTIAL["credentialSubject"], "id": "did:example:eva"}))

    report = examined(presented(presentation(other)))

    warnings = [one for one in report if one.code == "proof.holder" and one.outcome is Outcome.WARNING]
    assert [one.values["subject"] for one in warnings] == ["did:example:eva"]


def test_a_proof_of_an_unknown_kind_beside_the_holders_is_remarked_on() -> None:
    shown = json.loads(presented(presentation()))
    stranger = {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023", "proofValue": "u"}

    report = examined(json.dumps(shown | {"proof": [shown["proof"], stranger]}).encode())

    passed, remark, *_subject = (one for one in report if one.code == "proof.holder")
    assert (passed.outcome, remark.outcome) == (Outcome.PASSED, Outcome.WARNING)
    assert remark.values["suite"] == "ecdsa-sd-2023"


def test_several_credentials_are_verified_each_on_its_own() -> None:
    envelope = jose.sign_vc(
        {name: value for name, value in CREDENTIAL.items() if name != "proof"},
        KEY,
        kid=CREDENTIAL["proof"]["verificationMethod"],
    )
    enveloped = {
        "@context": V2,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{envelope}",
    }

    report = examined(presented(presentation(CREDENTIAL, enveloped)))

    assert report.conclusion is Conclusion.PASSED
    assert [one.outcome for one in report if one.code == "proof.inside"] == [Outcome.WARNING] * 2


@pytest.mark.parametrize("changes", [{"name": "Forged"}, {"validUntil": "2026-07-02T00:00:00Z"}])
def test_one_credential_that_fails_among_several_fails_the_presentation(changes: dict[str, Any]) -> None:
    bad = json.loads(signed(**changes))
    bad = CREDENTIAL | changes if "name" in changes else bad

    report = examined(presented(presentation(CREDENTIAL, bad)))

    assert [one.outcome for one in report if one.code == "proof.inside"] == [Outcome.WARNING, Outcome.FAILED]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("format.context", {"@context": ["https://w3id.org/microcred/v1", V2]}),
        ("format.id", {"id": "4711"}),
        ("format.holder", {"holder": "Ada"}),
        ("format.holder", {"holder": {"name": "Ada"}}),
        ("format.credential", {"verifiableCredential": ["eyJ.eyJ.x"]}),
        ("format.credential", {"verifiableCredential": None}),
    ],
)
@pytest.mark.clause("VC-DM 2.0 §4.13")
def test_a_broken_rule_of_presentations_fails_under_its_own_name(code: str, changes: dict[str, Any]) -> None:
    report = examined(json.dumps(presentation(**changes)).encode())

    assert check(report, "format")[0] is Outcome.FAILED
    assert check(report, code)[0] is Outcome.FAILED


@pytest.mark.parametrize("present", [presented, as_token])
@pytest.mark.parametrize("shown", [{"verifiableCredential": []}, {}])
def test_a_presentation_that_shows_nothing_is_not_verified(shown: dict[str, Any], present: Any) -> None:
    document = {name: value for name, value in presentation().items() if name != "verifiableCredential"}

    report = examined(present(document | shown))

    assert report.conclusion is Conclusion.FAILED
    assert check(report, "format.credential") == (Outcome.FAILED, "It does not present a credential.")


def test_an_empty_presentation_inside_another_fails_it() -> None:
    empty = presentation(verifiableCredential=[])

    assert examined(presented(presentation(empty))).conclusion is Conclusion.FAILED
    assert examined(presented(presentation(CREDENTIAL, empty))).conclusion is Conclusion.FAILED


@pytest.mark.clause("VC-DM 1.1 §6.3.1")
def test_an_older_token_holds_the_presentation_in_a_claim() -> None:
    inside = {name: value for name, value in presentation().items() if name != "holder"}
    payload = {"iss": ADA, "aud": REQUEST.audience, "nonce": REQUEST.nonce, "vp": inside}
    token = jose.sign_compact({"typ": "JWT", "kid": METHOD}, json.dumps(payload).encode(), WALLET)

    assert examined(token.encode()).conclusion is Conclusion.PASSED


def test_a_token_that_nobody_signed_shows_no_holder() -> None:
    header, payload = {"alg": "none", "typ": "vp+jwt"}, presentation()
    token = ".".join(b64url_encode(json.dumps(part).encode()) for part in (header, payload)) + "."

    assert check(examined(token.encode()), "proof.holder")[0] is Outcome.FAILED


def test_presentations_inside_presentations_end_by_themselves() -> None:
    nested: dict[str, Any] = presentation()
    for _level in range(12):
        nested = presentation(nested)

    report = examined(presented(nested))

    assert report.conclusion is not Conclusion.PASSED


def holder_lines(report: Report) -> list[Line]:
    """All that is said of who shows the credentials."""
    return [line(one) for one in report if one.code == "proof.holder"]


@pytest.mark.parametrize(("request_", "outcome"), [(REQUEST, Outcome.FAILED), (None, Outcome.UNKNOWN)])
def test_of_what_nobody_signed_only_an_answer_to_a_request_fails(
    request_: Request | None, outcome: Outcome
) -> None:
    report = examined(json.dumps(presentation()).encode(), request_)

    assert holder_lines(report) == [("proof.holder", outcome, SOURCE, {}, True)]


def about(name: str) -> dict[str, Any]:
    """A credential of the university about this learner, or nobody named."""
    subject = {**CREDENTIAL["credentialSubject"], "id": name}
    subject = subject if name else {key: value for key, value in subject.items() if key != "id"}
    shown: dict[str, Any] = json.loads(signed(credentialSubject=subject))
    return shown


@pytest.mark.parametrize(
    ("named", "others"), [([ADA], []), ([""], []), ([ADA, "did:example:eva"], ["did:example:eva"])]
)
def test_who_shows_is_told_and_whom_else_the_credentials_are_about(
    named: list[str], others: list[str]
) -> None:
    report = examined(presented(presentation(*(about(name) for name in named))))

    assert holder_lines(report) == [
        ("proof.holder", Outcome.PASSED, SOURCE, {"holder": ADA}, False),
        *(
            ("proof.holder", Outcome.WARNING, SOURCE, {"subject": one, "holder": ADA}, False)
            for one in others
        ),
    ]


def test_a_key_that_was_revoked_since_leaves_open_whose_presentation_it_was() -> None:
    stolen = Trust((replace(MEMBER, keys=(replace(DATED, revoked_at=AT),)),))
    options = {"domain": REQUEST.audience, "challenge": REQUEST.nonce}
    shown = proofs.sign(
        presentation(holder=UNIVERSITY.id),
        KEY,
        method=OF_UNIVERSITY,
        created=SIGNED_AT,
        purpose="authentication",
        more=options,
    )

    report = verify(json.dumps(shown).encode(), at=AT, trust=stolen, request=REQUEST)

    assert holder_lines(report) == [("proof.holder", Outcome.UNKNOWN, SOURCE, {}, True)]


@pytest.mark.parametrize(
    ("nonce", "outcome", "reason"),
    [
        (REQUEST.nonce, Outcome.UNKNOWN, "The keys of did:web:elsewhere.example could not be looked up."),
        ("other", Outcome.FAILED, "The signature does not answer this request"),
    ],
)
def test_what_is_wrong_is_told_before_what_is_open(nonce: str, outcome: Outcome, reason: str) -> None:
    token = as_token(presentation(holder="did:web:elsewhere.example"), nonce=nonce)
    unknown_key = jose.sign_compact(
        {"typ": "vp+jwt", "kid": "did:web:elsewhere.example#1"},
        b64url_decode(token.split(b".")[1]),
        WALLET,
    )

    (found,) = (one for one in examined(unknown_key.encode()) if one.code == "proof.holder")

    assert (found.outcome, found.source, bool(found.fix)) == (outcome, SOURCE, True)
    assert found.values["reason"].startswith(reason)


def test_what_nobody_whom_we_can_ask_signed_and_no_holder_names_shows_no_holder() -> None:
    document = {name: value for name, value in presentation().items() if name != "holder"}

    report = examined(presented(document, Request("verifier.example", "other")))

    assert [one[1] for one in holder_lines(report)] == [Outcome.FAILED]
