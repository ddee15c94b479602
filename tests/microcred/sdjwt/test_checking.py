"""Whether an SD-JWT VC stands: form, the issuer's key, dates, and attacks on each."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from microcred.errors import MicrocredError, NotWritable, Unsupported
from microcred.guards import LIMITS, b64url_encode, parse_json
from microcred.keys import generate
from microcred.sdjwt import check, issue, read
from microcred.sdjwt.disclosures import digest
from tests.microcred.cast import RECORD
from tests.microcred.sdjwt.tokens import (
    ISSUED,
    KEY,
    NOW,
    OTHER,
    PAYLOAD,
    REQUEST,
    SHOWN,
    TOKEN,
    in_json,
    keys,
    outcomes,
    resigned,
    salts,
    with_header,
)


def test_an_issued_credential_passes() -> None:
    assert set(outcomes(TOKEN).values()) == {"passed"}


@pytest.mark.clause("SD-JWT VC §2.2")
@pytest.mark.parametrize(
    "token",
    [
        pytest.param(with_header(TOKEN, alg="none"), id="alg none"),
        pytest.param(with_header(TOKEN, alg="HS256"), id="alg HS256"),
        pytest.param(with_header(TOKEN, alg="RS256"), id="alg RS256"),
        pytest.param(with_header(TOKEN, alg=["ES256"]), id="alg no text"),
        pytest.param(with_header(TOKEN, typ="vc+sd-jwt"), id="the older type"),
        pytest.param(with_header(TOKEN, typ="JWT"), id="another type"),
        pytest.param(with_header(TOKEN, crit=["exp"]), id="crit"),
        pytest.param(with_header(TOKEN, b64=False), id="b64"),
        pytest.param(resigned({}, {**PAYLOAD, "vct": ""}), id="no type"),
        pytest.param(resigned({}, {**PAYLOAD, "vct": 5}), id="type no text"),
        pytest.param(ISSUED, id="no tilde"),
        pytest.param(b"~", id="nothing"),
        pytest.param(b"~".join([ISSUED, b"", b""]), id="an empty disclosure"),
        pytest.param(TOKEN + b"~", id="one tilde more"),
        pytest.param(TOKEN.replace(b"~", b"~W10~", 1), id="an empty array"),
        pytest.param(b'{"payload": ""}', id="JSON serialisation"),
        pytest.param(b"a" * (LIMITS.bytes + 1), id="too large"),
    ],
)
def test_what_is_not_an_sd_jwt_vc_is_refused_by_name(token: bytes) -> None:
    found = outcomes(token)

    assert found == {"proof": "failed", "proof.form": "failed"}
    with pytest.raises(MicrocredError):
        read(token)


def test_json_serialisation_is_named() -> None:
    with pytest.raises(Unsupported, match="JSON serialisation"):
        read(b'{"payload": ""}')


@pytest.mark.clause("SD-JWT VC §2.2.2.3")
@pytest.mark.parametrize("name", ["iss", "nbf", "exp", "cnf", "vct#integrity", "aka_vcts", "status"])
def test_claims_that_decide_validity_cannot_come_from_disclosures(name: str) -> None:
    disclosure = b64url_encode(in_json(["0123456789abcdefABCDEF", name, "x"])).encode()
    payload = {"vct": "https://a.example/type", "iat": 1, "_sd": [digest(disclosure)]}
    token = resigned({}, payload) + disclosure + b"~"

    assert outcomes(token)["proof.form"] == "failed"
    with pytest.raises(NotWritable):
        issue(RECORD, KEY, salt=salts(), selective=[name])


@pytest.mark.clause("SD-JWT VC §2.2.2.3")
def test_nothing_within_such_claims_can_either() -> None:
    assert outcomes(resigned({}, {**PAYLOAD, "cnf": {"_sd": ["x"]}}))["proof.form"] == "failed"


@pytest.mark.clause("RFC 9901 §7.1")
@pytest.mark.parametrize(
    "token",
    [
        pytest.param(with_header(TOKEN, alg="ES384"), id="another algorithm"),
        pytest.param(with_header(TOKEN, alg="EdDSA"), id="another kind of algorithm"),
        pytest.param(with_header(TOKEN, extra=1), id="a changed header"),
        pytest.param(resigned({"kid": "#key-1"}, PAYLOAD, OTHER), id="another key"),
        pytest.param(ISSUED[:-2] + b"AA~", id="a changed signature"),
    ],
)
def test_a_signature_that_is_not_the_issuers_fails(token: bytes) -> None:
    assert outcomes(token)["proof.signature"] == "failed"


@pytest.mark.clause("SD-JWT VC §2.5")
def test_a_key_inside_the_token_is_never_trusted() -> None:
    forged = resigned({"kid": "#key-1", "jwk": OTHER.public.jwk()}, PAYLOAD, OTHER)

    assert outcomes(forged)["proof.signature"] == "failed"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"valid_from": RECORD.issued_at}, "passed"),
        ({"valid_from": RECORD.issued_at + timedelta(seconds=1)}, "failed"),
        ({"retired_at": RECORD.issued_at + timedelta(seconds=1)}, "passed"),
        ({"retired_at": RECORD.issued_at}, "failed"),
        ({"revoked_at": RECORD.issued_at}, "failed"),
        ({"purposes": ("authentication",)}, "failed"),
    ],
)
def test_the_key_must_have_been_in_force_at_the_time_of_issue(dates: dict[str, Any], expected: str) -> None:
    found = outcomes(TOKEN, keys=keys(**dates))

    assert found["key"] == found["proof"] == expected


def test_a_key_of_another_name_is_not_the_one() -> None:
    other = with_header(TOKEN, kid="#key-2")

    assert outcomes(other)["key"] == "failed"


def test_without_a_time_of_issue_a_key_that_ended_does_not_count() -> None:
    payload = {name: value for name, value in PAYLOAD.items() if name not in ("iat", "nbf")}
    token = resigned({"kid": "#key-1"}, payload)

    assert outcomes(token)["key"] == "passed"
    assert outcomes(token, keys=keys(revoked_at=NOW))["key"] == "failed"


def test_keys_that_cannot_be_found_leave_the_proof_unknown() -> None:
    found = outcomes(TOKEN, keys=lambda _: None)

    assert found["key"] == found["proof.signature"] == found["proof"] == "unknown"


def test_without_issuer_there_is_no_key() -> None:
    payload = {name: value for name, value in PAYLOAD.items() if name != "iss"}

    assert outcomes(resigned({}, payload))["key"] == "failed"


@pytest.mark.clause("RFC 7519 §4.1")
@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"nbf": int(NOW.timestamp())}, "passed"),
        ({"nbf": int(NOW.timestamp()) + 1}, "failed"),
        ({"exp": int(NOW.timestamp()) + 1}, "passed"),
        ({"exp": int(NOW.timestamp())}, "failed"),
        ({"exp": "tomorrow"}, "failed"),
        ({"nbf": True}, "failed"),
        ({"exp": 2**53 - 1}, "passed"),
    ],
)
def test_dates_count_from_their_very_second(dates: dict[str, Any], expected: str) -> None:
    payload = {name: value for name, value in PAYLOAD.items() if name not in ("nbf", "exp")}

    assert outcomes(resigned({"kid": "#key-1"}, {**payload, **dates}))["dates"] == expected


def test_rsa_keys_do_not_issue() -> None:
    with pytest.raises(NotWritable, match="ES256"):
        issue(RECORD, generate("RSA"), salt=salts())


def test_dates_of_parts_of_seconds_are_not_written() -> None:
    with pytest.raises(NotWritable, match="whole seconds"):
        issue(replace(RECORD, issued_at=NOW.replace(microsecond=1)), KEY, salt=salts())


def test_one_byte_changed_anywhere_is_noticed() -> None:
    for position in range(0, len(SHOWN), 37):
        changed = bytearray(SHOWN)
        changed[position] ^= 1

        found = {str(one.outcome) for one in check(bytes(changed), at=NOW, keys=keys(), request=REQUEST)}

        assert "failed" in found


@pytest.mark.clause("SD-JWT VC §2.2.1")
def test_the_header_names_type_and_key() -> None:
    assert parse_json(in_json(read(TOKEN).issued.header)) == {
        "alg": "ES256",
        "typ": "dc+sd-jwt",
        "kid": "#key-1",
    }
