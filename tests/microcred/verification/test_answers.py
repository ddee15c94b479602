"""Whose key answers a request, by which names credentials are bound to it, and what a presentation says."""

import json
from typing import Any

import pytest

from microcred import Request, jose, proofs, read
from microcred.did import DatedKey, did_key
from microcred.keys import SigningKey, generate
from microcred.proofs.checking import PROOF_LIMIT
from microcred.reading import Kind, Reading
from microcred.report import Outcome
from microcred.trust import KnownIssuer, Trust
from microcred.verification.answers import Answer, answer_of, bound_to, credentials_of, requests_in
from tests.microcred.sdjwt import tokens
from tests.microcred.verification.test_presentations import (
    ADA,
    CREDENTIAL,
    REQUEST,
    WALLET,
    as_token,
    presentation,
    presented,
)
from tests.microcred.verification.test_signed import AT, SIGNED_AT, TRUST, signed

KEY = WALLET.public.thumbprint_uri()
MEMBER = "did:web:uni.example:ada"
UNKNOWN = Outcome.UNKNOWN


def answered(data: bytes, request: Request = REQUEST, trust: Trust = TRUST) -> Answer:
    """Whose answer it is."""
    return answer_of(read(data), at=AT, trust=trust, request=request)


@pytest.mark.parametrize("make", [presented, as_token])
def test_an_answer_names_the_holder_and_the_key(make: Any) -> None:
    found = answered(make(presentation()))

    assert (found.check.outcome, found.holder, found.key) == (Outcome.PASSED, ADA, KEY)
    assert f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{WALLET.public.thumbprint()}" == KEY


@pytest.mark.parametrize("make", [presented, as_token])
def test_what_answers_another_request_names_nobody(make: Any) -> None:
    found = answered(make(presentation()), Request("verifier.example", "other"))

    assert (found.check.outcome, found.holder, found.key) == (Outcome.FAILED, "", "")


def test_of_a_register_with_several_keys_the_one_that_signed_is_named() -> None:
    other = generate()
    keys = (DatedKey(f"{MEMBER}#old", other.public), DatedKey(f"{MEMBER}#new", WALLET.public))
    trust = Trust((KnownIssuer(MEMBER, "Ada", "register", keys=keys),))

    found = answered(presented(presentation(holder=MEMBER), method=f"{MEMBER}#new"), trust=trust)

    assert (found.holder, found.key) == (MEMBER, KEY)


SECOND = generate()
OF_SECOND = SECOND.public.thumbprint_uri()
BOTH = Trust(
    (
        KnownIssuer(
            MEMBER,
            "Ada",
            "register",
            keys=(DatedKey(f"{MEMBER}#first", WALLET.public), DatedKey(f"{MEMBER}#second", SECOND.public)),
        ),
    )
)


def token_of(key: SigningKey, header: dict[str, Any], **members: Any) -> bytes:
    """A presentation by the holder of both keys, in a token that this one signed."""
    payload = {**presentation(holder=MEMBER), "aud": REQUEST.audience, "nonce": REQUEST.nonce, **members}
    return jose.sign_compact({"typ": "vp+jwt", **header}, json.dumps(payload).encode(), key).encode()


@pytest.mark.parametrize(
    "header",
    [
        {"kid": f"{MEMBER}#second"},
        {"kid": "#second"},
        {"kid": "second"},
        {"kid": SECOND.public.thumbprint()},
        {"jwk": SECOND.public.jwk()},
        {"jwk": SECOND.public.jwk(), "kid": "first"},
    ],
)
@pytest.mark.parametrize("named", ["first", "second"])
def test_the_key_is_the_one_that_was_checked_whatever_else_the_file_names(header: Any, named: str) -> None:
    proof = {"type": "DataIntegrityProof", "verificationMethod": f"{MEMBER}#{named}"}

    found = answered(token_of(SECOND, header, proof=proof), trust=BOTH)

    assert (found.check.outcome, found.holder, found.key) == (Outcome.PASSED, MEMBER, OF_SECOND)


def test_a_proof_that_was_not_checked_names_no_key() -> None:
    shown = json.loads(presented(presentation(holder=MEMBER), method=f"{MEMBER}#first"))
    foreign = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "proofValue": "u",
        "verificationMethod": f"{MEMBER}#second",
    }

    for proof in (shown["proof"], [shown["proof"], foreign], [foreign, shown["proof"]]):
        assert answered(json.dumps(shown | {"proof": proof}).encode(), trust=BOTH).key == KEY


def test_who_signs_with_two_keys_at_once_is_known_and_the_key_is_not() -> None:
    document = presentation(holder=MEMBER)
    first = json.loads(presented(document, method=f"{MEMBER}#first"))["proof"]
    more = {"domain": REQUEST.audience, "challenge": REQUEST.nonce}
    options: Any = {"method": f"{MEMBER}#second", "created": SIGNED_AT, "purpose": "authentication"}
    second = proofs.sign(document, SECOND, more=more, **options)["proof"]

    found = answered(json.dumps(document | {"proof": [first, second]}).encode(), trust=BOTH)
    again = answered(json.dumps(document | {"proof": [first, first]}).encode(), trust=BOTH)

    assert (found.check.outcome, found.holder, found.key) == (Outcome.PASSED, MEMBER, "")
    assert (again.check.outcome, again.holder, again.key) == (Outcome.PASSED, MEMBER, KEY)


def test_a_key_beside_the_holders_is_not_the_holders() -> None:
    document = presentation(holder=MEMBER)
    own = json.loads(presented(document, method=f"{MEMBER}#first"))["proof"]
    more = {"domain": REQUEST.audience, "challenge": REQUEST.nonce}
    stranger = f"{did_key(SECOND.public)}#{SECOND.public.multikey()}"
    options: Any = {"method": stranger, "created": SIGNED_AT, "purpose": "authentication"}
    beside = proofs.sign(document, SECOND, more=more, **options)["proof"]

    for both in ([own, beside], [beside, own]):
        found = answered(json.dumps(document | {"proof": both}).encode(), trust=BOTH)
        assert (found.check.outcome, found.holder, found.key) == (Outcome.PASSED, MEMBER, KEY)


def test_a_holder_in_no_register_at_hand_is_open_with_the_reason() -> None:
    found = answered(presented(presentation(holder=MEMBER), method=f"{MEMBER}#new"))

    assert (found.check.outcome, found.holder, found.key) == (UNKNOWN, "", "")
    assert "could not be looked up" in found.check.message


def test_a_wallet_token_is_answered_by_its_key_alone() -> None:
    shown = read(tokens.SHOWN)

    found = answer_of(shown, at=tokens.NOW, trust=TRUST, request=tokens.REQUEST)

    assert (found.check.outcome, found.holder) == (Outcome.PASSED, "")
    assert found.key == tokens.HOLDER.public.thumbprint_uri() == bound_to(shown)
    (inside,) = credentials_of(shown)
    assert isinstance(inside, Reading)
    assert (inside.original, bound_to(inside)) == (tokens.SHOWN[: tokens.SHOWN.rindex(b"~") + 1], found.key)


def test_a_wallet_token_with_a_binding_of_another_key_names_nobody() -> None:
    shown = read(tokens.bind(key=tokens.OTHER))

    found = answer_of(shown, at=tokens.NOW, trust=TRUST, request=tokens.REQUEST)

    assert (found.check.outcome, found.key) == (Outcome.FAILED, "")


def test_a_wallet_token_for_another_request_or_without_a_key_names_nobody() -> None:
    other = Request(tokens.REQUEST.audience, "another nonce")

    found = answer_of(read(tokens.SHOWN), at=tokens.NOW, trust=TRUST, request=other)

    assert (found.check.outcome, found.key) == (Outcome.FAILED, "")
    keyless = {name: value for name, value in tokens.PAYLOAD.items() if name != "cnf"}
    assert bound_to(read(tokens.resigned({}, keyless))) == ""


def test_an_answer_that_came_too_late_names_nobody() -> None:
    said = {"domain": REQUEST.audience, "challenge": REQUEST.nonce, "expires": "2026-11-22T23:59:59Z"}

    found = answered(presented(presentation(), more=said))

    assert (found.check.outcome, found.holder, found.key) == (Outcome.FAILED, "", "")
    assert "expired" in found.check.message


def test_a_credential_is_bound_to_whom_it_is_about() -> None:
    about = {**CREDENTIAL["credentialSubject"], "id": ADA}
    nobody = {name: value for name, value in about.items() if name != "id"}
    several = [about, {**about, "id": "did:example:eva"}]

    given = (bound_to(read(signed(credentialSubject=one))) for one in (about, nobody, several))

    assert list(given) == [ADA, "", ""]


def test_a_presentation_is_bound_to_nobody_whatever_it_shows() -> None:
    badge = json.loads(signed(credentialSubject={**CREDENTIAL["credentialSubject"], "id": ADA}))

    shown = read(presented(presentation(badge)))

    assert (shown.kind, bound_to(shown)) == (Kind.PRESENTATION, "")
    assert [bound_to(one) for one in credentials_of(shown) if isinstance(one, Reading)] == [ADA]


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        ({"domain": "a", "challenge": "1"}, [Request("a", "1")]),
        (
            {"domain": ["a", 7, "b"], "challenge": "1"},
            [Request("a", "1"), Request("", "1"), Request("b", "1")],
        ),
        ([{"domain": "a", "challenge": "1"}, {"challenge": "2"}], [Request("a", "1"), Request("", "2")]),
        ({"domain": "a", "challenge": ["1"]}, []),
        ({"domain": {}, "challenge": "1"}, [Request("", "1")]),
        (["ab", 1, None, []], []),
        ("ab", []),
        (None, []),
    ],
)
def test_what_a_proof_says_it_answers_is_read_whatever_stands_there(proof: Any, expected: Any) -> None:
    assert list(requests_in(read(json.dumps(presentation(proof=proof)).encode()))) == expected


def test_of_proofs_without_end_no_more_are_looked_at_than_are_examined() -> None:
    proofs = [{"domain": "a", "challenge": str(number)} for number in range(1000)]

    assert len(requests_in(read(json.dumps(presentation(proof=proofs)).encode()))) == PROOF_LIMIT


def test_tokens_say_it_in_their_own_words_and_credentials_not_at_all() -> None:
    assert requests_in(read(as_token(presentation()))) == (REQUEST,)
    assert requests_in(read(as_token(presentation(), nonce=7))) == ()
    assert requests_in(read(tokens.SHOWN)) == (tokens.REQUEST,)
    assert requests_in(read(tokens.TOKEN)) == ()
    assert requests_in(read(signed())) == ()
