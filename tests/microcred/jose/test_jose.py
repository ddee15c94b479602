"""Credentials as tokens: made, checked by us and by another library, and attacked."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwk, jws

from microcred import jose
from microcred.did import did_key
from microcred.errors import Malformed, MicrocredError, NotWritable
from microcred.guards import b64url_encode
from microcred.keys import Kind, PublicKey, SigningKey, generate
from microcred.report import Outcome
from tests.microcred.proofs.cast import KEY, METHOD, SIGNED_AT, UNIVERSITY, credential, keys, problems

RFC_7515_A_2 = (
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZ"
    "cAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-e"
    "OkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
)
RFC_7515_N = (
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMs"
    "D1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdV"
    "MTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
)


def kinds() -> dict[Kind, SigningKey]:
    """A key of each kind."""
    return {kind: generate(kind) for kind in ("Ed25519", "P-256", "P-384", "RSA")}


def forged(header: dict[str, Any], payload: Any = None, key: SigningKey = KEY) -> str:
    """A token with any header, signed by the key."""
    body = json.dumps(payload or credential()).encode()
    signed = f"{b64url_encode(json.dumps(header).encode())}.{b64url_encode(body)}"
    return f"{signed}.{b64url_encode(key.sign(signed.encode()))}"


def test_a_vc_jwt_of_every_kind_of_key_holds_here_and_elsewhere() -> None:
    for key in kinds().values():
        algorithm = "Ed25519" if key.kind == "Ed25519" else key.algorithm
        token = jose.sign_vc(credential(), key, kid=METHOD, algorithm=algorithm)
        elsewhere = jwk.import_key({**key.public.jwk()})

        assert problems(jose.check(token, keys(key), at=SIGNED_AT)) == {}
        assert (
            json.loads(jws.deserialize_compact(token, elsewhere, algorithms=[algorithm]).payload)
            == credential()
        )


def test_the_payload_of_a_vc_jwt_is_the_credential_itself() -> None:
    taken = jose.take_apart(jose.sign_vc(credential(), KEY, kid=METHOD, algorithm="Ed25519"))

    assert taken.payload == credential()
    assert taken.header == {"alg": "Ed25519", "typ": "vc+jwt", "cty": "vc", "kid": METHOD}
    assert (
        problems(jose.check(jose.sign_vc(credential(), KEY, kid=METHOD, algorithm="Ed25519"), keys())) == {}
    )


def test_an_open_badge_token_repeats_the_credential_in_its_claims() -> None:
    document = credential(validUntil="2031-11-20T09:30:00Z")
    token = jose.sign_badge(document, KEY, kid=METHOD)

    payload = jose.take_apart(token).payload

    assert {name: payload[name] for name in ("iss", "jti", "nbf", "exp")} == {
        "iss": UNIVERSITY,
        "jti": document["id"],
        "nbf": 1795167000,
        "exp": 1952933400,
    }
    assert problems(jose.check(token, keys())) == {}


def test_an_open_badge_token_may_bring_its_key() -> None:
    key = generate("RSA")
    token = jose.sign_badge(credential(), key)

    assert jose.take_apart(token).header["jwk"] == key.public.jwk()
    assert problems(jose.check(token, keys(key))) == {}


def test_a_key_that_only_the_token_brings_proves_no_origin() -> None:
    token = jose.sign_badge(credential(), KEY)

    assert problems(jose.check(token)) == {"key": Outcome.UNKNOWN}


def test_a_key_brought_by_the_token_does_not_replace_the_published_one() -> None:
    token = jose.sign_badge(credential(), generate())

    assert problems(jose.check(token, keys()))["key"] is Outcome.FAILED


def test_a_did_key_issuer_needs_no_finder() -> None:
    owner = did_key(KEY.public)
    token = jose.sign_vc(credential(issuer=owner), KEY, kid=f"{owner}#{KEY.public.multikey()}")

    assert problems(jose.check(token)) == {}


@pytest.mark.parametrize("kid", ["#2026", "2026", KEY.public.thumbprint()])
def test_a_key_can_be_named_shortly(kid: str) -> None:
    assert problems(jose.check(jose.sign_vc(credential(), KEY, kid=kid), keys())) == {}


def test_the_example_of_rfc_7515_is_verified() -> None:
    taken = jose.take_apart(RFC_7515_A_2)
    key = PublicKey.from_jwk({"kty": "RSA", "n": RFC_7515_N, "e": "AQAB"})

    assert key.verify(taken.signature, taken.signed)
    assert not key.verify(taken.signature, taken.signed + b" ")


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "None", "kid": METHOD},
        {"alg": "HS256", "kid": METHOD},
        {"alg": "PS256", "kid": METHOD},
        {"alg": "RS256", "kid": METHOD},
        {"alg": "ES256", "kid": METHOD},
        {"alg": ["EdDSA"], "kid": METHOD},
        {"alg": None, "kid": METHOD},
        {"kid": METHOD},
        {"alg": "EdDSA", "kid": METHOD, "crit": ["exp"]},
        {"alg": "EdDSA", "kid": METHOD, "crit": []},
        {"alg": "EdDSA", "kid": METHOD, "crit": ["b64"], "b64": False},
        {"alg": "EdDSA", "kid": METHOD, "b64": False},
        {"alg": "EdDSA", "kid": METHOD, "typ": "dc+sd-jwt"},
        {"alg": "EdDSA", "kid": METHOD, "typ": "statuslist+jwt"},
        {"alg": "EdDSA", "kid": METHOD, "typ": ["vc+jwt"]},
    ],
)
def test_headers_that_play_games_fail(header: dict[str, Any]) -> None:
    assert problems(jose.check(forged(header), keys())) == {"proof": Outcome.FAILED}


@pytest.mark.parametrize(
    ("header", "outcome"),
    [
        ({"alg": "EdDSA", "kid": f"{UNIVERSITY}#other"}, Outcome.FAILED),
        ({"alg": "EdDSA", "kid": "../../etc/passwd"}, Outcome.FAILED),
        ({"alg": "EdDSA", "kid": "did:web:evil.example#2026"}, Outcome.UNKNOWN),
        ({"alg": "EdDSA", "jwk": {"kty": "oct", "k": "AAAA"}}, Outcome.FAILED),
        ({"alg": "EdDSA", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AQ"}}, Outcome.FAILED),
        ({"alg": "EdDSA", "jwk": KEY.public.jwk() | {"d": "AQ"}}, Outcome.FAILED),
        ({"alg": "EdDSA", "jku": "https://evil.example/keys", "kid": "evil"}, Outcome.FAILED),
        ({"alg": "EdDSA", "kid": 5, "jwk": 5, "x5u": "https://evil.example"}, Outcome.PASSED),
    ],
)
def test_a_header_cannot_choose_the_key(header: dict[str, Any], outcome: Outcome) -> None:
    found = jose.check(forged(header), keys())

    assert next(one.outcome for one in found if one.code == "key") is outcome


def test_a_public_key_is_no_secret_to_sign_with() -> None:
    header, body = (
        b64url_encode(b'{"alg":"HS256","kid":"#2026"}'),
        b64url_encode(json.dumps(credential()).encode()),
    )
    mac = hmac.new(KEY.public.pem(), f"{header}.{body}".encode(), hashlib.sha256).digest()

    assert problems(jose.check(f"{header}.{body}.{b64url_encode(mac)}", keys())) == {"proof": Outcome.FAILED}


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        "e30.e30.e30=",
        "e30.W10.",
        "bnVsbA.e30.",
        "e30.e30.e31",
        "eyJhIjoxLCJhIjoyfQ.e30.",
        "\ud800.e30.",
        "e30.e30.\u0661",
        b"\xff.\xfe.\xfd",
        "e30 .e30.",
    ],
)
def test_what_is_no_token_fails_by_name(token: Any) -> None:
    with pytest.raises(MicrocredError):
        jose.take_apart(token)
    assert problems(jose.check(token, keys())) == {"proof": Outcome.FAILED}


def test_an_altered_token_fails() -> None:
    head, body, tail = jose.sign_vc(credential(), KEY, kid=METHOD).split(".")
    other = b64url_encode(json.dumps(credential(name="Other")).encode())

    assert problems(jose.check(f"{head}.{other}.{tail}", keys())) == {"proof": Outcome.FAILED}
    assert problems(jose.check(f"{head}.{body}.", keys())) == {"proof": Outcome.FAILED}


def test_somebody_elses_token_is_not_the_issuers() -> None:
    other = "did:web:elsewhere.example"
    token = jose.sign_vc(credential(), KEY, kid=f"{other}#2026")

    assert problems(jose.check(token, keys(owner=other))) == {"proof.controller": Outcome.FAILED}


def test_keys_that_cannot_be_looked_up_leave_the_question_open() -> None:
    token = jose.sign_vc(credential(), KEY, kid=METHOD)

    assert problems(jose.check(token)) == {"proof": Outcome.UNKNOWN, "key": Outcome.UNKNOWN}


def test_the_key_counts_by_the_day_from_which_the_credential_is_valid() -> None:
    token = jose.sign_vc(credential(), KEY, kid=METHOD)

    assert problems(jose.check(token, keys(valid_from=SIGNED_AT))) == {"key": Outcome.FAILED}


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "did:web:evil.example"},
        {"jti": "urn:other"},
        {"nbf": 1},
        {"nbf": "soon"},
        {"exp": 10**15},
        {"sub": 5, "credentialSubject": {"id": "urn:learner", "type": ["AchievementSubject"]}},
    ],
)
def test_claims_that_contradict_the_credential_fail(claims: dict[str, Any]) -> None:
    token = forged({"alg": "EdDSA", "kid": METHOD}, credential() | claims)

    assert problems(jose.check(token, keys()))["proof.claims"] is Outcome.FAILED


def test_a_token_of_the_older_kind_repeats_either_of_two_dates() -> None:
    dates = {"validFrom": "2022-12-31T00:00:00Z", "issuanceDate": "2026-11-20T09:30:00Z"}

    def found(seconds: int) -> dict[str, Outcome]:
        payload = {"vc": credential(**dates), "iss": UNIVERSITY, "nbf": seconds}
        return problems(jose.check(forged({"alg": "EdDSA", "kid": METHOD}, payload), keys()))

    assert found(1_672_444_800) == found(1_795_167_000) == {}
    assert found(1_700_000_000) == {"proof.claims": Outcome.FAILED}


def test_a_credential_inside_a_claim_is_of_the_older_kind_only() -> None:
    payload = {"vc": credential(), "iss": UNIVERSITY, "nbf": 1795167000}

    assert problems(jose.check(forged({"alg": "EdDSA", "kid": METHOD, "typ": "JWT"}, payload), keys())) == {}
    assert problems(
        jose.check(forged({"alg": "EdDSA", "kid": METHOD, "typ": "vc+jwt"}, payload), keys())
    ) == {"proof.claims": Outcome.FAILED}


def test_a_token_counts_until_its_end() -> None:
    document = credential(validUntil="2026-11-24T10:00:00Z")
    token = jose.sign_badge(document, KEY, kid=METHOD)
    early = forged({"alg": "EdDSA", "kid": METHOD}, credential(iat=int(SIGNED_AT.timestamp())))

    assert problems(jose.check(token, keys(), at=SIGNED_AT)) == {}
    assert problems(jose.check(token, keys(), at=SIGNED_AT + timedelta(days=1))) == {
        "proof.expires": Outcome.FAILED
    }
    assert problems(jose.check(early, keys(), at=SIGNED_AT - timedelta(hours=1))) == {
        "proof.created": Outcome.FAILED
    }


def test_what_a_token_cannot_carry_is_not_written() -> None:
    for document, name in ((credential(vp={}, vc={}), "vc"), (credential(proof={}), "proof")):
        with pytest.raises(NotWritable, match=f"A credential with {name} cannot"):
            jose.sign_vc(document, KEY, kid=METHOD)
    with pytest.raises(NotWritable):
        jose.sign_badge({"issuer": UNIVERSITY}, KEY, kid=METHOD)
    with pytest.raises(Malformed):
        jose.sign_vc(credential(), KEY, kid=METHOD, algorithm="RS256")
