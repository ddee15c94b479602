"""Each answer about a token: its outcome, its clause and its values."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from microcred import Request, binding, jose
from microcred.did import DatedKey, KeyFinder, did_key
from microcred.errors import KeyProblem, Malformed, MicrocredError, TooLarge
from microcred.guards import LIMITS, b64url_decode
from microcred.jose.checking import (
    BADGE,
    BEST_PRACTICES,
    CLOCK_SKEW,
    CRITICAL,
    JOSE,
    JWS,
    TYPES,
    examine,
    signed_at,
)
from microcred.keys import generate
from microcred.report import Outcome
from tests.microcred.jose.test_jose import forged
from tests.microcred.lines import Line, line
from tests.microcred.proofs.cast import KEY, METHOD, SIGNED_AT, UNIVERSITY, credential, keys

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN
HEADER = {"alg": "EdDSA", "kid": METHOD}
HOLDS: Line = ("proof", PASSED, JWS, {"algorithm": "EdDSA"}, False)
UNCHECKED: Line = ("proof", UNKNOWN, JWS, {}, False)
UNOWNED: Line = ("key", UNKNOWN, binding.CID_RETRIEVAL, {}, True)
SECOND = timedelta(seconds=1)
JWK = KEY.public.jwk()
CUT = f"['{'x' * 78}"
NOT_A_KEY = {"kty": "oct", "k": "AAAA"}


def lines(token: str, finder: KeyFinder | None = None, **options: Any) -> list[Line]:
    """All that is found out about a token."""
    return [line(one) for one in jose.check(token, finder or keys(), **options)]


def about(code: str, token: str, finder: KeyFinder | None = None, **options: Any) -> list[Line]:
    """What is found out under this code."""
    return [one for one in lines(token, finder, **options) if one[0] == code]


def test_a_token_that_cannot_be_read_says_why() -> None:
    values = {"reason": "A token has three parts with two dots between them."}

    assert lines("e30.e30") == [("proof", FAILED, JWS, values, True)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"alg": "none"}, [("proof", FAILED, BEST_PRACTICES, {}, True)]),
        ({"alg": "HS256" * 9}, [("proof", FAILED, BEST_PRACTICES, {"algorithm": ("HS256" * 9)[:40]}, False)]),
        ({}, [("proof", FAILED, BEST_PRACTICES, {"algorithm": "None"}, False)]),
        ({"alg": {"a": 1}}, [("proof", FAILED, BEST_PRACTICES, {"algorithm": "{'a': 1}"}, False)]),
        (
            {"alg": "EdDSA", "crit": ["x" * 90]},
            [("proof", FAILED, CRITICAL, {"names": f"['{'x' * 78}"}, False)],
        ),
        ({"alg": "EdDSA", "b64": True}, [("proof", FAILED, CRITICAL, {"names": "b64"}, False)]),
        ({"alg": "EdDSA", "typ": "x" * 50}, [("proof", FAILED, "RFC 8725 §3.11", {"kind": "x" * 40}, False)]),
        ({"alg": "EdDSA", "typ": None}, [("proof", FAILED, "RFC 8725 §3.11", {"kind": "None"}, False)]),
        (
            {"alg": "none", "b64": 1, "typ": "x"},
            [
                ("proof", FAILED, BEST_PRACTICES, {}, True),
                ("proof", FAILED, CRITICAL, {"names": "b64"}, False),
                ("proof", FAILED, "RFC 8725 §3.11", {"kind": "x"}, False),
            ],
        ),
    ],
)
def test_all_that_is_wrong_with_a_header_is_named_and_nothing_else_asked(
    header: dict[str, Any], expected: list[Line]
) -> None:
    token = forged(header)

    assert lines(token) == expected
    assert examine(jose.open_token(token), keys()).owners == ()


@pytest.mark.parametrize("typ", [*sorted(TYPES), *(f"application/{one}" for one in sorted(TYPES))])
def test_every_kind_of_token_that_carries_credentials_is_checked(typ: str) -> None:
    token = forged({**HEADER, "typ": typ})

    assert lines(token)[0] == HOLDS
    found = examine(jose.open_token(token), keys())
    assert (found.owners, found.keys) == ((UNIVERSITY,), ((UNIVERSITY, KEY.public),))


def nobody(_controller: str) -> None:
    """Knows no key."""


def broken(_controller: str) -> tuple[DatedKey, ...]:
    """Cannot read the keys of anybody."""
    raise MicrocredError("It is no JSON.")


def both(controller: str) -> tuple[DatedKey, ...] | None:
    """Two keys of the university, the second that of these tests."""
    other = DatedKey(f"{UNIVERSITY}#2025", generate().public)
    return (other, DatedKey(METHOD, KEY.public)) if controller == UNIVERSITY else None


RETRIEVAL = binding.CID_RETRIEVAL
NO_KEY: list[tuple[dict[str, Any], KeyFinder, Line]] = [
    ({}, broken, ("key", FAILED, RETRIEVAL, {"reason": "It is no JSON."}, False)),
    ({}, nobody, ("key", UNKNOWN, RETRIEVAL, {"controller": UNIVERSITY}, False)),
    ({}, both, ("key", FAILED, RETRIEVAL, {"controller": UNIVERSITY, "count": "2"}, False)),
    ({"kid": "x"}, both, ("key", FAILED, RETRIEVAL, {"controller": UNIVERSITY, "count": "0"}, False)),
    ({"kid": METHOD}, nobody, ("key", UNKNOWN, RETRIEVAL, {"controller": UNIVERSITY}, True)),
    (
        {"kid": f"{METHOD}x", "jwk": JWK},
        both,
        ("key", FAILED, RETRIEVAL, {"controller": UNIVERSITY, "method": f"{METHOD}x"}, True),
    ),
]


@pytest.mark.parametrize(("header", "finder", "expected"), NO_KEY)
def test_without_the_key_the_signature_stays_open_and_the_key_says_why(
    header: dict[str, Any], finder: KeyFinder, expected: Line
) -> None:
    assert lines(forged({"alg": "EdDSA", **header}), finder) == [UNCHECKED, expected]


@pytest.mark.parametrize("named", [{}, {"kid": METHOD}])
def test_a_key_in_the_token_that_is_none_says_why(named: dict[str, str]) -> None:
    (key,) = about("key", forged({"alg": "EdDSA", "jwk": NOT_A_KEY, **named}), nobody)

    with pytest.raises(KeyProblem) as refused:
        type(KEY.public).from_jwk(NOT_A_KEY)
    assert key == ("key", FAILED, binding.CID_RETRIEVAL, {"reason": refused.value.message}, False)


@pytest.mark.parametrize("named", [{}, {"kid": METHOD}, {"kid": "#2026"}, {"kid": "x"}])
def test_the_tokens_own_key_counts_where_its_issuer_cannot_be_asked(named: dict[str, str]) -> None:
    token = forged({"alg": "EdDSA", "jwk": JWK, **named})

    assert lines(token, nobody) == [HOLDS, UNOWNED]
    assert examine(jose.open_token(token), nobody).owners == ()


def test_a_credential_without_an_issuer_has_nobody_to_ask() -> None:
    document = {name: value for name, value in credential().items() if name != "issuer"}
    unnamed: Line = ("key", UNKNOWN, binding.CID_RETRIEVAL, {"controller": "?"}, False)

    for kid in ({}, {"kid": "#2026"}):
        assert lines(forged({"alg": "EdDSA", **kid}, document)) == [UNCHECKED, unnamed]
        assert lines(forged({"alg": "EdDSA", **kid}, document), broken) == [UNCHECKED, unnamed]


@pytest.mark.parametrize(
    "named", [{"jwk": JWK}, {"kid": "2026"}, {"kid": KEY.public.thumbprint()}, {"kid": "#2026"}]
)
def test_one_of_several_keys_may_be_named_by_any_of_its_names(named: dict[str, Any]) -> None:
    token = forged({"alg": "EdDSA", **named})

    assert [one[:2] for one in lines(token, both)] == [
        *(("proof", PASSED), ("key", PASSED), ("proof.controller", PASSED)),
    ]
    assert examine(jose.open_token(token), both).owners == (UNIVERSITY,)


def test_an_issuer_may_sign_with_a_key_of_another_name_that_it_publishes() -> None:
    lent = DatedKey("did:web:other.example#1", KEY.public)
    token = forged({"alg": "EdDSA", "kid": lent.id})

    found = lines(token, lambda controller: (lent,) if controller == UNIVERSITY else None)

    assert [one[1] for one in found] == [PASSED] * 3


def test_a_name_of_a_key_begins_behind_the_first_number_sign() -> None:
    odd = DatedKey(f"{UNIVERSITY}#a#b", KEY.public)

    assert about("key", forged({"alg": "EdDSA", "kid": "a#b"}), lambda _controller: (odd,))[0][1] is PASSED
    assert about("key", forged({"alg": "EdDSA", "kid": "b"}), lambda _controller: (odd,))[0][1] is FAILED


def test_a_signature_that_does_not_fit_says_why() -> None:
    other = generate("P-256")
    mismatch = {"kind": "Ed25519", "algorithm": "ES256"}

    assert lines(forged({**HEADER, "alg": "ES256"}, key=other))[0] == (
        *("proof", FAILED, BEST_PRACTICES, mismatch, True),
    )
    assert lines(forged(HEADER, key=generate()))[0] == ("proof", FAILED, JWS, {}, True)
    assert lines(forged({**HEADER, "alg": "Ed25519"}))[0][3] == {"algorithm": "Ed25519"}


def test_a_key_is_asked_for_its_purpose_and_its_owner() -> None:
    owner = did_key(KEY.public)
    holderless = forged(
        {"alg": "EdDSA", "kid": f"{owner}#{KEY.public.multikey()}"}, {"type": "VerifiablePresentation"}
    )
    issuerless = forged({"alg": "EdDSA", "kid": METHOD}, {"type": "VerifiableCredential"})
    claimed, showing = keys(is_claimed=True), keys(purposes=("authentication",))

    codes = [one[0] for one in lines(holderless, purpose="authentication")]
    assert "proof.controller" not in codes
    assert about("proof.controller", issuerless)[0][1] is FAILED
    assert about("proof.controller", forged(HEADER), purpose="authentication")[0][1] is PASSED
    assert about("proof.controller", forged(HEADER), claimed) == []
    assert about("key", forged(HEADER), showing)[0][1] is FAILED
    assert about("key", forged(HEADER), showing, purpose="authentication")[0][1] is PASSED


@pytest.mark.parametrize(
    ("claims", "moment"),
    [
        ({"iat": 2, "nbf": 1}, 2),
        ({"nbf": 1}, 1),
        ({"iat": "soon", "nbf": 1}, 1),
        ({"iat": 0}, 0),
        ({"iat": "soon", "nbf": "soon"}, 3),
    ],
)
def test_a_token_was_signed_when_it_says_so_or_when_its_credential_began(
    claims: dict[str, Any], moment: int
) -> None:
    document = {"validFrom": "1970-01-01T00:00:03Z", "issuanceDate": "1970-01-01T00:00:04Z"}

    assert signed_at(claims, document) == datetime.fromtimestamp(moment, UTC)


def test_without_any_date_it_is_not_known_when_a_token_was_signed() -> None:
    older = {"issuanceDate": "1970-01-01T00:00:04Z"}

    assert signed_at({}, older) == datetime.fromtimestamp(4, UTC)
    assert signed_at({}, {}) is signed_at({}, {"validFrom": "soon", **older}) is None


AGREES: Line = ("proof.claims", PASSED, BADGE, {}, False)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (credential(), []),
        (credential(iat=1), []),
        *[(credential(**{name: value}), [AGREES]) for name, value in
          {"iss": UNIVERSITY, "sub": "x", "jti": credential()["id"], "nbf": 1795167000, "exp": 1}.items()],
        ({"vc": credential()}, []),
        (credential(iss="x", jti="x"), [("proof.claims", FAILED, BADGE, {"names": "iss, jti"}, True)]),
        (credential(iat="soon"), [("proof.claims", FAILED, "RFC 7519 §4.1", {"name": "iat"}, False)]),
    ],
)  # fmt: skip
def test_the_claims_of_a_token_are_compared_with_its_credential(
    payload: dict[str, Any], expected: list[Line]
) -> None:
    assert about("proof.claims", forged(HEADER, payload)) == expected


@pytest.mark.parametrize("name", ["iat", "nbf", "exp"])
def test_a_date_that_is_no_time_is_named(name: str) -> None:
    told = about("proof.claims", forged(HEADER, credential(**{name: "soon"})))

    assert told[-1] == ("proof.claims", FAILED, "RFC 7519 §4.1", {"name": name}, False)


@pytest.mark.parametrize("kind", ["vc+jwt", "vp+jwt"])
@pytest.mark.parametrize("name", ["vc", "vp"])
def test_a_credential_in_a_claim_of_a_newer_token_fails(kind: str, name: str) -> None:
    inner = credential() if name == "vc" else {"type": "VerifiablePresentation", "holder": UNIVERSITY}
    expected: Line = ("proof.claims", FAILED, JOSE, {"kind": kind}, False)

    for typ in (kind, f"application/{kind}"):
        assert about("proof.claims", forged({**HEADER, "typ": typ}, {name: inner})) == [expected]
        assert about("proof.claims", forged({**HEADER, "typ": typ}, credential(iat=1))) == []
    assert about("proof.claims", forged({**HEADER, "typ": "vc+ld+jwt"}, {name: inner})) == []


BEGINS, NOW = "2026-11-23T10:00:00Z", int(SIGNED_AT.timestamp())


@pytest.mark.parametrize(
    ("claim", "code", "clause", "name"),
    [
        ("nbf", "proof.begins", "RFC 7519 §4.1.5", "begins"),
        ("iat", "proof.created", "RFC 7519 §4.1.6", "created"),
    ],
)
def test_a_token_of_the_future_fails_but_for_what_clocks_differ(
    claim: str, code: str, clause: str, name: str
) -> None:
    token, last = forged(HEADER, credential(**{claim: NOW})), SIGNED_AT - CLOCK_SKEW

    assert about(code, token, at=last - SECOND) == [(code, FAILED, clause, {name: BEGINS}, False)]
    assert about(code, token, at=last) == about(code, token) == []


def test_a_token_counts_until_the_moment_of_its_end_and_not_in_it() -> None:
    token = forged(HEADER, credential(exp=NOW))
    ended: Line = ("proof.expires", FAILED, "RFC 7519 §4.1.4", {"expires": BEGINS}, False)

    assert about("proof.expires", token, at=SIGNED_AT) == [ended]
    assert about("proof.expires", token, nobody, at=SIGNED_AT) == [ended]
    assert about("proof.expires", token, at=SIGNED_AT - SECOND) == about("proof.expires", token) == []


def test_a_request_has_to_be_answered() -> None:
    request = Request("verifier.example", "n-0S6")
    answering = credential(aud="verifier.example", nonce="n-0S6")

    assert {"proof.domain", "proof.challenge"} <= {one[0] for one in lines(forged(HEADER), request=request)}
    assert lines(forged(HEADER, answering), request=request) == lines(forged(HEADER, answering))
    missing = lines(forged(HEADER), nobody, request=request)
    assert [one[0] for one in missing] == ["proof", "key", "proof.domain", "proof.challenge"]


def test_a_header_names_what_a_token_is_and_its_key() -> None:
    badge, own = jose.sign_badge(credential(), KEY, kid=METHOD), jose.sign_badge(credential(), KEY)

    assert jose.take_apart(badge).header == {"alg": "EdDSA", "typ": "JWT", "kid": METHOD}
    assert jose.take_apart(own).header == {"alg": "EdDSA", "typ": "JWT", "jwk": JWK}
    assert jose.take_apart(jose.sign_vc(credential(), KEY, kid=METHOD)).header["alg"] == "EdDSA"
    assert jose.take_apart(badge).payload == {**credential(), **jose.claims_of(credential())}


def test_a_token_is_taken_apart_into_what_was_signed_and_the_signature() -> None:
    token = forged(HEADER)
    signed, _dot, signature = token.rpartition(".")

    taken = jose.take_apart(token)

    assert (taken.signed, taken.signature) == (signed.encode(), b64url_decode(signature))
    assert jose.take_apart(token.encode()) == taken


def test_a_token_may_be_so_large_and_no_larger() -> None:
    for size, error in ((2 * LIMITS.bytes, Malformed), (2 * LIMITS.bytes + 1, TooLarge)):
        with pytest.raises(error) as refused:
            jose.take_apart(b"." * size)
    assert str(refused.value) == f"The token has {2 * LIMITS.bytes + 1} bytes."


def test_a_header_may_be_nested_so_deep_and_no_deeper() -> None:
    inner: dict[str, Any] = {}
    for _level in range(6):
        inner = {"x": inner}

    assert jose.take_apart(forged({"alg": "EdDSA", "x": inner})).header["x"] == inner
    with pytest.raises(TooLarge):
        jose.take_apart(forged({"alg": "EdDSA", "x": {"x": inner}}))


def test_an_algorithm_of_another_kind_of_key_is_named() -> None:
    with pytest.raises(Malformed) as refused:
        jose.sign_compact({"alg": "ES256"}, b"{}", KEY)

    assert refused.value.at == "alg"
    assert refused.value.message == "A key of type Ed25519 cannot sign with ES256."
