"""What the holder shows, and the proof that the holder shows it to this verifier and now."""

from typing import Any

import pytest

from microcred.did import DatedKey
from microcred.errors import NotWritable
from microcred.keys import generate
from microcred.report import Outcome
from microcred.sdjwt import Request, check, issue, present, read
from microcred.sdjwt.disclosures import digest
from microcred.sdjwt.tokens import BINDING_TYPE, sign_jwt
from tests.microcred.cast import RECORD
from tests.microcred.sdjwt.tokens import (
    HOLDER,
    KEY,
    KID,
    NOW,
    OTHER,
    PAYLOAD,
    REQUEST,
    SHOWN,
    TOKEN,
    bind,
    in_disclosure,
    outcomes,
    resigned,
    salts,
)


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384"])
def test_every_algorithm_passes_both_for_issuer_and_holder(kind: Any) -> None:
    key, holder = generate(kind), generate(kind)
    token = issue(RECORD, key, salt=salts(), holder=holder.public)
    shown = present(token, [], holder=holder, audience="a", nonce="b", at=NOW)

    found = outcomes(shown, Request("a", "b"), keys=lambda _: (DatedKey(KID, key.public),))

    assert set(found.values()) == {"passed"}
    assert found["proof.holder"] == "passed"


@pytest.mark.clause("RFC 9901 §7.2")
def test_a_presentation_shows_only_what_was_chosen_and_passes() -> None:
    claims = read(SHOWN).claims

    assert set(outcomes(SHOWN, REQUEST).values()) == {"passed"}
    assert claims["grade"]["value"] == "4"
    assert not {"birthdate", "email", "assessments"} & claims.keys()
    assert b"2001-02-03" not in SHOWN


def test_a_presentation_without_request_is_checked_for_what_it_says() -> None:
    assert set(outcomes(SHOWN).values()) == {"passed"}


@pytest.mark.clause("RFC 9901 §7.3")
def test_a_request_demands_the_holders_proof() -> None:
    assert outcomes(TOKEN, REQUEST)["proof.holder"] == "failed"


@pytest.mark.clause("RFC 9901 §7.3")
@pytest.mark.parametrize(
    "token",
    [
        pytest.param(bind(key=OTHER), id="another key"),
        pytest.param(bind(key=KEY), id="the issuer's key"),
        pytest.param(bind(aud="https://other.example"), id="another audience"),
        pytest.param(bind(aud=[REQUEST.audience]), id="several audiences"),
        pytest.param(bind(aud=None), id="no audience"),
        pytest.param(bind(nonce="other"), id="another nonce"),
        pytest.param(bind(nonce=None), id="no nonce"),
        pytest.param(bind(sd_hash=digest(TOKEN)), id="other contents"),
        pytest.param(bind(sd_hash=None), id="no contents"),
        pytest.param(bind(iat=None), id="no time"),
        pytest.param(bind(iat="now"), id="time no number"),
        pytest.param(bind(iat=True), id="time a truth"),
        pytest.param(bind(iat=int(NOW.timestamp()) - 301), id="too old"),
        pytest.param(bind(iat=int(NOW.timestamp()) + 61), id="from the future"),
        pytest.param(bind(iat=2**53 - 1), id="from beyond the calendar"),
    ],
)
def test_a_presentation_that_answers_another_request_fails(token: bytes) -> None:
    found = outcomes(token, REQUEST)

    assert found["proof.holder"] == found["proof"] == "failed"
    assert found["proof.signature"] == "passed"


def test_the_presentation_of_the_tests_itself_passes() -> None:
    assert outcomes(bind(), REQUEST)["proof.holder"] == "passed"


@pytest.mark.clause("RFC 9901 §4.3")
@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"typ": "dc+sd-jwt"}, {"alg": "none"}, {"crit": ["x"]}])
def test_a_key_binding_of_another_form_is_refused(header: dict[str, Any]) -> None:
    assert outcomes(bind(header), REQUEST)["proof.form"] == "failed"


@pytest.mark.clause("RFC 9901 §4.3.1")
def test_disclosures_added_to_a_presentation_fail() -> None:
    more = SHOWN.replace(b"~", b"~" + TOKEN.split(b"~")[1] + b"~", 1)

    found = outcomes(more, REQUEST)

    assert found["proof"] == "failed"


@pytest.mark.clause("RFC 9901 §4.3.1")
def test_disclosures_taken_from_a_presentation_fail() -> None:
    issued, _, binding = SHOWN.split(b"~")

    assert outcomes(issued + b"~" + binding, REQUEST)["proof.holder"] == "failed"


@pytest.mark.parametrize("confirmation", [None, {}, {"jwk": {}}, {"jwk": 5}, {"kid": "#key-1"}])
def test_without_a_usable_key_of_the_holder_nothing_is_proven(confirmation: Any) -> None:
    issued = resigned({"kid": "#key-1"}, {**PAYLOAD, "cnf": confirmation})
    said = {
        "iat": int(NOW.timestamp()),
        "aud": REQUEST.audience,
        "nonce": REQUEST.nonce,
        "sd_hash": digest(issued),
    }

    token = issued + sign_jwt({"typ": BINDING_TYPE}, said, HOLDER)

    assert outcomes(token, REQUEST)["proof.holder"] == "failed"


@pytest.mark.clause("RFC 9901 §4.3.1")
def test_the_issuers_hash_is_the_one_of_the_binding() -> None:
    payload = {**{name: value for name, value in PAYLOAD.items() if name != "_sd"}, "_sd_alg": "sha-512"}
    issued = resigned({"kid": "#key-1"}, payload)
    shown = present(issued, [], holder=HOLDER, audience="a", nonce="b", at=NOW)

    assert outcomes(shown, Request("a", "b"))["proof.holder"] == "passed"


@pytest.mark.clause("RFC 9901 §7.2")
def test_of_claims_and_elements_only_what_is_named_is_shown() -> None:
    disclosures = [in_disclosure("grade", "5"), in_disclosure("email", "grade"), in_disclosure("grade")]
    payload = {
        **{name: value for name, value in PAYLOAD.items() if name not in ("grade", "email")},
        "_sd": [digest(one) for one in disclosures[:2]],
        "languages": [{"...": digest(disclosures[2])}],
    }
    token = b"~".join([resigned({}, payload)[:-1], *disclosures, b""])

    shown = read(present(token, ["grade"]))

    assert shown.disclosures == (disclosures[0],)
    assert (shown.claims["grade"], shown.claims["languages"]) == ("5", [])


def test_the_issuer_says_by_which_name_its_key_goes() -> None:
    assert read(issue(RECORD, KEY, salt=salts(), kid="#key-1")).issued.header["kid"] == "#key-1"
    assert "kid" not in read(issue(RECORD, KEY, salt=salts())).issued.header


def test_presenting_what_is_not_there_is_refused() -> None:
    with pytest.raises(NotWritable, match="shoe_size"):
        present(TOKEN, ["shoe_size"])


@pytest.mark.parametrize("missing", ["audience", "nonce", "at"])
def test_a_key_binding_is_for_one_verifier_and_time(missing: str) -> None:
    options: dict[str, Any] = {"audience": "a", "nonce": "b", "at": NOW}
    unsaid = {name: value for name, value in options.items() if name != missing}

    for given in (unsaid, {**options, missing: None}):
        with pytest.raises(NotWritable, match="one verifier"):
            present(TOKEN, [], holder=HOLDER, **given)


def test_a_failed_check_never_hides_behind_an_unknown_one() -> None:
    forged = check(bind(key=OTHER), at=NOW, keys=lambda _: None, request=REQUEST)

    assert forged[0].outcome is Outcome.FAILED
