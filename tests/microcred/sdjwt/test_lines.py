"""Each answer about an SD-JWT: its outcome, its clause and its values."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from microcred import binding
from microcred.did import DatedKey, KeyFinder
from microcred.errors import MicrocredError
from microcred.report import Outcome
from microcred.sdjwt import Request, check, check_dates, examine, read
from microcred.sdjwt.checking import CLOCKS_DIFFER, DATES, FORM, FRESH, HOLDER, SIGNATURE
from microcred.sdjwt.issuers import SOURCE
from tests.microcred.cast import RECORD, UNIVERSITY
from tests.microcred.lines import Line, line
from tests.microcred.sdjwt.tokens import (
    KEY,
    KID,
    NOW,
    OTHER,
    PAYLOAD,
    REQUEST,
    SHOWN,
    TOKEN,
    bind,
    keys,
    resigned,
)

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN
HOLDS: Line = ("proof", PASSED, FORM, {}, False)
BROKEN: Line = ("proof", FAILED, FORM, {}, True)
OPEN: Line = ("proof", UNKNOWN, FORM, {}, False)
FITS: Line = ("proof.form", PASSED, FORM, {}, False)
OWN_KEY: Line = ("key", PASSED, SOURCE, {"issuer": UNIVERSITY.id}, False)
SIGNED: Line = ("proof.signature", PASSED, SIGNATURE, {}, False)
IN_TIME: Line = ("dates", PASSED, DATES, {}, False)
SECOND = timedelta(seconds=1)
ISSUED_AT = RECORD.issued_at


def lines(token: bytes, finder: KeyFinder | None = None, **options: Any) -> list[Line]:
    """All that is found out about a token."""
    return [line(one) for one in check(token, at=NOW, keys=finder or keys(), **options)]


def about(code: str, token: bytes, finder: KeyFinder | None = None, **options: Any) -> list[Line]:
    """What is found out under this code."""
    return [one for one in lines(token, finder, **options) if one[0] == code]


def nobody(_issuer: str) -> None:
    """Knows no key."""


def broken(_issuer: str) -> tuple[DatedKey, ...]:
    """Cannot read the keys of anybody."""
    raise MicrocredError("It is no JSON.")


def saying(**claims: Any) -> bytes:
    """The token of the tests with these claims; None takes one away."""
    said = {name: value for name, value in {**PAYLOAD, **claims}.items() if value is not None}
    return resigned({"kid": "#key-1"}, said)


def test_all_that_is_found_out_about_a_credential_that_holds() -> None:
    assert lines(TOKEN) == [HOLDS, FITS, OWN_KEY, SIGNED, IN_TIME]
    found = examine(read(TOKEN), at=NOW, keys=keys())
    assert (found.owners, found.keys) == ((UNIVERSITY.id,), ((UNIVERSITY.id, KEY.public),))


def test_what_is_no_sd_jwt_says_why_and_nothing_else_is_asked() -> None:
    values = {"reason": "An SD-JWT ends its issuer's part with a tilde."}

    assert lines(b"e30") == [BROKEN, ("proof.form", FAILED, FORM, values, True)]


def test_a_signature_of_another_key_is_told_with_whom_to_ask() -> None:
    forged = resigned({"kid": "#key-1"}, PAYLOAD, OTHER)

    assert lines(forged)[0] == BROKEN
    assert about("proof.signature", forged) == [("proof.signature", FAILED, SIGNATURE, {}, True)]


NO_KEY: list[tuple[bytes, KeyFinder, Line]] = [
    (TOKEN, nobody, ("key", UNKNOWN, SOURCE, {"issuer": UNIVERSITY.id}, True)),
    (TOKEN, broken, ("key", FAILED, SOURCE, {"controller": UNIVERSITY.id, "reason": "It is no JSON."}, True)),
    (saying(iss=None), keys(), ("key", FAILED, SOURCE, {}, True)),
    (saying(iss=""), keys(), ("key", FAILED, SOURCE, {}, True)),
    (saying(iss=["x"]), keys(), ("key", FAILED, SOURCE, {}, True)),
]


@pytest.mark.parametrize(("token", "finder", "expected"), NO_KEY)
def test_without_the_issuers_key_the_signature_stays_open_and_the_key_says_why(
    token: bytes, finder: KeyFinder, expected: Line
) -> None:
    assert lines(token, finder)[2:4] == [expected, ("proof.signature", UNKNOWN, SIGNATURE, {}, False)]
    assert lines(token, finder)[0] == (OPEN if expected[1] is UNKNOWN else BROKEN)


def test_a_key_that_had_ended_is_told_with_its_issuer_and_still_shows_who_signed() -> None:
    found = lines(TOKEN, keys(retired_at=ISSUED_AT))

    assert found[2:4] == [("key", FAILED, SOURCE, {"issuer": UNIVERSITY.id}, True), SIGNED]
    assert examine(read(TOKEN), at=NOW, keys=keys(retired_at=ISSUED_AT)).owners == ()


def test_a_key_that_is_only_claimed_or_was_lost_since_is_doubtful_and_shows_no_owner() -> None:
    for dates in ({"is_claimed": True}, {"revoked_at": ISSUED_AT + SECOND}):
        doubtful = DatedKey(KID, KEY.public, **dates)
        judged = line(binding.check_key(doubtful, ISSUED_AT, "assertionMethod"))

        assert judged[1] is not PASSED
        assert lines(TOKEN, keys(**dates))[2:4] == [judged, SIGNED]
        assert examine(read(TOKEN), at=NOW, keys=keys(**dates)).owners == ()


@pytest.mark.parametrize(
    ("kid", "is_it"),
    [
        (None, True),
        ("key-1", True),
        ("#key-1", True),
        (KID, True),
        ("#key-2", False),
        ("", False),
        (f"#{KID}", False),
        ("1", False),
    ],
)
def test_a_key_is_called_by_its_whole_name_or_by_what_stands_behind_the_number_sign(
    kid: str | None, is_it: bool
) -> None:
    token = resigned({} if kid is None else {"kid": kid}, PAYLOAD)

    assert (about("key", token) == [OWN_KEY]) is is_it


def test_a_name_of_a_key_begins_behind_the_first_number_sign() -> None:
    odd = DatedKey(f"{UNIVERSITY.id}#a#b", KEY.public)

    for kid, outcome in (("a#b", PASSED), ("#a#b", PASSED), ("b", FAILED), ("#b", FAILED)):
        assert about("key", resigned({"kid": kid}, PAYLOAD), lambda _issuer: (odd,))[0][1] is outcome


def test_of_several_keys_any_in_force_may_have_signed() -> None:
    both = (DatedKey(f"{KID}0", OTHER.public), DatedKey(KID, KEY.public))
    ended = (DatedKey(f"{KID}0", KEY.public, retired_at=ISSUED_AT), DatedKey(KID, OTHER.public))
    unnamed = resigned({}, PAYLOAD)

    assert lines(unnamed, lambda _issuer: both)[2:4] == [OWN_KEY, SIGNED]
    assert about("proof.signature", unnamed, lambda _issuer: ended)[0][1] is FAILED


@pytest.mark.parametrize(
    ("iat", "nbf", "outcome"),
    [
        (1, None, PASSED),
        (0, None, PASSED),
        (None, 1, PASSED),
        (2, 1, FAILED),
        (None, 2, FAILED),
        ("1", 1, FAILED),
        (True, 1, FAILED),
        (-1, None, FAILED),
        (10**11 - 1, None, FAILED),
        (10**11, None, FAILED),
        (1.5, None, PASSED),
    ],
)
def test_a_key_that_ended_counts_by_when_the_credential_says_it_was_issued(
    iat: Any, nbf: Any, outcome: Outcome
) -> None:
    ended = keys(retired_at=datetime.fromtimestamp(2, UTC))

    assert about("key", saying(iat=iat, nbf=nbf), ended)[0][1] is outcome


@pytest.mark.parametrize(("iat", "outcome"), [(10**11 - 1, PASSED), (10**11, FAILED), (-1, FAILED)])
def test_a_time_beyond_the_calendar_is_none(iat: int, outcome: Outcome) -> None:
    # a key that ends after the calendar is in force at every time that is known, and at no other
    never = keys(retired_at=datetime.fromtimestamp(10**11, UTC) + SECOND)

    assert about("key", saying(iat=iat, nbf=None), never)[0][1] is outcome


def test_a_key_without_time_counts_if_it_never_ended() -> None:
    timeless = saying(iat=None, nbf=None)

    assert about("key", timeless)[0][1] is PASSED
    assert about("key", timeless, keys(retired_at=NOW))[0][1] is FAILED
    assert about("key", timeless, keys(valid_from=NOW))[0][1] is PASSED


BY_HOLDER: Line = ("proof.holder", PASSED, HOLDER, {}, False)
NOT_BY_HOLDER: Line = ("proof.holder", FAILED, HOLDER, {}, True)


def test_whoever_presents_is_asked_for_the_holders_key() -> None:
    assert lines(SHOWN, request=REQUEST) == [HOLDS, FITS, OWN_KEY, SIGNED, BY_HOLDER, IN_TIME]
    assert about("proof.holder", TOKEN, request=REQUEST) == [NOT_BY_HOLDER]
    assert about("proof.holder", bind(key=OTHER)) == [NOT_BY_HOLDER]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (FRESH, BY_HOLDER),
        (FRESH + 1, NOT_BY_HOLDER),
        (-CLOCKS_DIFFER, BY_HOLDER),
        (-CLOCKS_DIFFER - 1, NOT_BY_HOLDER),
    ],
)
def test_a_presentation_is_fresh_for_so_long_and_no_longer(seconds: int, expected: Line) -> None:
    made = bind(iat=int(NOW.timestamp()) - seconds)

    assert about("proof.holder", made, request=REQUEST) == [expected]
    assert about("proof.holder", made) == [BY_HOLDER]


def test_a_request_without_audience_asks_for_its_number_only() -> None:
    elsewhere = bind(aud="https://other.example")

    assert about("proof.holder", elsewhere, request=Request("", REQUEST.nonce)) == [BY_HOLDER]
    assert about("proof.holder", elsewhere, request=Request("", "other")) == [NOT_BY_HOLDER]


@pytest.mark.parametrize("name", ["aud", "nonce", "sd_hash"])
def test_a_presentation_says_for_whom_and_what_it_is_even_where_nobody_asked(name: str) -> None:
    for value in (None, 5):
        said: dict[str, Any] = {name: value}
        assert about("proof.holder", bind(**said)) == [NOT_BY_HOLDER]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({}, IN_TIME),
        ({"nbf": int(NOW.timestamp()) + 1}, ("dates", FAILED, DATES, {}, False)),
        ({"exp": int(NOW.timestamp())}, ("dates", FAILED, DATES, {}, True)),
        ({"exp": "tomorrow"}, ("dates", FAILED, DATES, {}, True)),
        ({"nbf": "yesterday"}, ("dates", FAILED, DATES, {}, True)),
        ({"exp": True}, ("dates", FAILED, DATES, {}, True)),
        ({"nbf": 0, "exp": NOW.timestamp() + 0.5}, IN_TIME),
    ],
)
def test_dates_that_do_not_fit_say_what_to_do(claims: dict[str, Any], expected: Line) -> None:
    assert about("dates", saying(**({"nbf": None, "exp": None} | claims))) == [expected]


@pytest.mark.parametrize("year", [1970, 2026, 9999])
def test_without_dates_a_credential_is_valid_at_any_time(year: int) -> None:
    assert line(check_dates({}, datetime(year, 1, 1, tzinfo=UTC))) == IN_TIME


@pytest.mark.parametrize(
    ("issued", "outcome"),
    [(0, Outcome.PASSED), (300, Outcome.PASSED), (300.5, Outcome.FAILED), (301, Outcome.FAILED)],
)
def test_it_was_not_issued_later_than_now_but_as_far_as_clocks_differ(
    issued: float, outcome: Outcome
) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)

    check = check_dates({"iat": at.timestamp() + issued}, at)

    assert check.outcome is outcome
    if outcome is Outcome.FAILED:
        assert line(check) == ("dates", outcome, "RFC 7519 §4.1.6", {}, True)
        assert check.message == "The credential says it was issued in the future."


def test_an_instant_of_issue_that_is_no_number_is_told() -> None:
    check = check_dates({"iat": "2026"}, datetime(2026, 11, 23, tzinfo=UTC))

    assert check.outcome is Outcome.FAILED
    assert "not a number of seconds" in check.message


def test_what_is_not_valid_yet_is_said_to_be_that_though_it_was_issued_then() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)

    assert "not valid yet" in check_dates(dict.fromkeys(("iat", "nbf"), at.timestamp() + 999), at).message
