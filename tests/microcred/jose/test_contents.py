"""Which credential a token carries, and which of its claims contradict it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from microcred.errors import Ambiguous, NotWritable
from microcred.guards import b64url_encode
from microcred.jose import Carried, claims_of, open_token
from microcred.jose.contents import (
    BOTH,
    DESCRIBING,
    NO_OBJECT,
    OTHER_KIND,
    REGISTERED,
    TWO,
    contradictions,
    instant,
)

ISSUER, LEARNER, NUMBER = "did:web:uni.example", "did:example:ada", "urn:uuid:1"
START, END = "2026-07-01T09:30:00Z", "2031-07-01T00:00:00Z"
STARTS, ENDS = 1782898200, 1940630400
BADGE: dict[str, Any] = {
    "type": ["VerifiableCredential"],
    "id": NUMBER,
    "issuer": {"id": ISSUER},
    "credentialSubject": {"id": LEARNER},
    "validFrom": START,
    "validUntil": END,
}
SHOWING: dict[str, Any] = {"type": ["VerifiablePresentation"], "holder": LEARNER}


def carried(payload: Mapping[str, Any]) -> Carried:
    """A token of this payload with a worthless signature, opened."""
    parts = (json.dumps({"alg": "EdDSA"}).encode(), json.dumps(payload).encode(), b"signature")
    return open_token(".".join(b64url_encode(part) for part in parts))


def without(document: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The document with these members taken away."""
    return {name: value for name, value in document.items() if name not in names}


@pytest.mark.parametrize("content", ["credentialSubject", "verifiableCredential"])
def test_of_a_payload_that_is_a_credential_the_tokens_own_claims_are_no_part(content: str) -> None:
    payload = {content: {}, "name": "Badge", **dict.fromkeys(REGISTERED, 1)}

    assert carried(payload).document == {content: {}, "name": "Badge"}
    assert carried(payload).token.payload == payload


def test_a_payload_of_another_kind_is_kept_whole() -> None:
    payload = {"iss": ISSUER, "vct": "urn:x"}

    assert carried(payload).document == payload


@pytest.mark.parametrize(
    ("payload", "words", "at"),
    [
        ({"vc": BADGE, "vp": SHOWING}, BOTH, ""),
        ({"vc": "x"}, NO_OBJECT, "vc"),
        ({"vp": [SHOWING]}, NO_OBJECT, "vp"),
        ({"vp": BADGE}, OTHER_KIND, ""),
        ({"vc": SHOWING}, OTHER_KIND, ""),
        *[({"vc": BADGE, name: "other"}, TWO, "") for name in DESCRIBING],
        *[({"vp": SHOWING, name: None}, TWO, "") for name in ("type",)],
    ],
)
def test_a_token_of_which_nobody_can_say_what_it_means_is_refused(
    payload: dict[str, Any], words: str, at: str
) -> None:
    with pytest.raises(Ambiguous) as refused:
        carried(payload)

    assert (refused.value.message, refused.value.at) == (words, at)


@pytest.mark.parametrize("name", ["type", "credentialSubject"])
def test_a_token_may_repeat_beside_its_credential_what_stands_in_it(name: str) -> None:
    assert carried({"vc": BADGE, name: BADGE[name]}).document == BADGE


@pytest.mark.parametrize(
    ("claims", "inner", "document"),
    [
        ({"jti": NUMBER, "iss": LEARNER}, without(SHOWING, "holder"), {**SHOWING, "id": NUMBER}),
        ({"jti": "urn:other", "iss": "urn:other"}, {**SHOWING, "id": NUMBER}, {**SHOWING, "id": NUMBER}),
        ({}, without(SHOWING, "holder"), without(SHOWING, "holder")),
    ],
)
def test_a_presentation_is_filled_up_with_what_its_token_says(
    claims: dict[str, Any], inner: dict[str, Any], document: dict[str, Any]
) -> None:
    assert carried({"vp": inner, **claims}).document == document


BARE = without(BADGE, "id", "issuer", "validFrom", "validUntil")
CLAIMS = {"jti": NUMBER, "iss": ISSUER, "nbf": STARTS, "exp": ENDS, "sub": LEARNER}
OLDER = {"issuanceDate": START, "expirationDate": END}


@pytest.mark.parametrize(
    ("claims", "inner", "document"),
    [
        (CLAIMS, BARE, {**BARE, "id": NUMBER, "issuer": ISSUER, **OLDER}),
        (CLAIMS, BADGE, BADGE),
        (CLAIMS, without(BADGE, "validFrom"), {**without(BADGE, "validFrom"), "issuanceDate": START}),
        (CLAIMS, without(BADGE, "validUntil"), {**without(BADGE, "validUntil"), "expirationDate": END}),
        ({**CLAIMS, "nbf": 1, "exp": 1}, {**BADGE, **OLDER}, {**BADGE, **OLDER}),
        ({"nbf": "soon", "exp": -1}, BARE, BARE),
        ({}, BARE, BARE),
        ({"sub": "urn:other"}, BARE, BARE),
        ({"sub": LEARNER}, {"credentialSubject": {}}, {"credentialSubject": {"id": LEARNER}}),
        ({"sub": 5}, {"credentialSubject": {}}, {"credentialSubject": {}}),
        ({"sub": LEARNER}, {"credentialSubject": [{}]}, {"credentialSubject": [{}]}),
        ({"sub": LEARNER}, {"name": "x"}, {"name": "x"}),
    ],
)
def test_a_credential_in_a_claim_is_filled_up_with_what_its_token_says(
    claims: dict[str, Any], inner: dict[str, Any], document: dict[str, Any]
) -> None:
    assert carried({"vc": inner, **claims}).document == document


UNNAMED = {"credentialSubject": {"name": "x"}}
LEARNERS = {"credentialSubject": [{"id": "urn:eva"}, {"name": "x"}, "urn:text", {"id": LEARNER}]}


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({**BADGE, **CLAIMS}, []),
        (BADGE, []),
        ({**BADGE, "iss": "urn:other", "jti": "urn:other"}, ["iss", "jti"]),
        ({**without(BADGE, "id", "issuer"), "iss": "urn:other", "jti": "urn:other"}, []),
        ({**BADGE, "sub": "urn:other"}, ["sub"]),
        ({**BADGE, "sub": None}, ["sub"]),
        ({**BADGE, **LEARNERS, "sub": LEARNER}, []),
        ({**BADGE, **LEARNERS, "sub": "urn:text"}, ["sub"]),
        ({**BADGE, "credentialSubject": {"name": "x"}, "sub": "urn:other"}, []),
        ({**BADGE, "nbf": STARTS + 0.5, "exp": ENDS - 0.5}, []),
        ({**BADGE, "nbf": STARTS + 1, "exp": ENDS - 1}, ["nbf", "exp"]),
        ({**BADGE, "nbf": "soon", "exp": None}, ["nbf", "exp"]),
        ({**BADGE, "validFrom": "soon", "nbf": STARTS}, ["nbf"]),
        ({**BADGE, **OLDER, "validFrom": END, "validUntil": START, "nbf": STARTS, "exp": ENDS}, []),
        ({**without(BADGE, "validFrom", "validUntil"), "nbf": 1, "exp": 1}, []),
    ],
)
def test_claims_that_say_something_else_are_named(payload: dict[str, Any], found: list[str]) -> None:
    assert list(contradictions(carried(payload))) == found


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({"vc": BADGE, "validFrom": START, "name": "Unsaid inside"}, []),
        ({"vc": BADGE, "validUntil": START, "validFrom": END}, ["validFrom", "validUntil"]),
        ({"vc": without(BADGE, "id"), "jti": NUMBER, "id": NUMBER}, []),
        ({"vc": BADGE, "aud": "x", "nonce": "x", "cnf": "x", "iat": 1}, []),
        ({"vc": {**BADGE, **UNNAMED}, **UNNAMED, "sub": LEARNER}, []),
        ({"vc": BADGE, "issuer": ISSUER}, []),
        ({"vc": BADGE, "issuer": {"id": ISSUER, "name": "Uni"}}, []),
        ({"vc": BADGE, "issuer": "urn:other"}, ["issuer"]),
        ({"vc": without(BADGE, "issuer"), "issuer": {}}, ["issuer"]),
        ({"vc": BADGE, "holder": LEARNER}, ["holder"]),
        ({"vp": SHOWING, "holder": {"id": LEARNER}}, []),
        ({"vp": SHOWING, "holder": "urn:other"}, ["holder"]),
        ({"vp": without(SHOWING, "holder"), "iss": LEARNER, "holder": LEARNER}, []),
    ],
)
def test_what_stands_beside_a_claim_and_not_as_in_it_is_named(
    payload: dict[str, Any], found: list[str]
) -> None:
    assert list(contradictions(carried(payload))) == found


@pytest.mark.parametrize(
    ("seconds", "moment"),
    [
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (0.5, datetime(1970, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC)),
        (253_402_300_799, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        *[(none, None) for none in (-1, 253_402_300_800, True, False, "0", None, [0])],
    ],
)
def test_a_date_of_a_token_is_a_number_within_the_calendar(seconds: Any, moment: datetime | None) -> None:
    assert instant(seconds) == moment


@pytest.mark.parametrize(
    ("document", "claims"),
    [
        (BADGE, {"iss": ISSUER, "jti": NUMBER, "nbf": STARTS, "exp": ENDS, "sub": LEARNER}),
        ({**without(BADGE, "validFrom", "validUntil"), **OLDER}, CLAIMS),
        ({**BADGE, "issuanceDate": END, "expirationDate": START}, CLAIMS),
        ({**BADGE, "credentialSubject": [{"id": LEARNER}]}, without(CLAIMS, "sub")),
        ({**BADGE, "credentialSubject": {}}, without(CLAIMS, "sub")),
        ({**BADGE, "credentialSubject": LEARNER}, without(CLAIMS, "sub")),
        (without(BADGE, "validUntil"), without(CLAIMS, "exp")),
        ({**BADGE, "issuer": ISSUER}, CLAIMS),
    ],
)
def test_claims_repeat_what_the_credential_says(document: dict[str, Any], claims: dict[str, Any]) -> None:
    assert claims_of(document) == claims


@pytest.mark.parametrize(("name", "claim"), [("issuer", "iss"), ("id", "jti"), ("validFrom", "nbf")])
def test_a_credential_that_lacks_what_a_claim_says_becomes_no_token(name: str, claim: str) -> None:
    with pytest.raises(NotWritable, match=claim):
        claims_of(without(BADGE, name))
