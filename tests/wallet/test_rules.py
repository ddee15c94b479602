"""Whose a credential is and what a wallet takes: each answer's values, and the very edges."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mcx.wallet.rules import (
    CHALLENGE_LIFE,
    FROM_A_MEMBER,
    HOLDER,
    ONE_BY_ONE,
    UNCHANGED,
    WITH_ITS_NAME,
    Confirmed,
    Owner,
    Room,
    check_holder,
    check_key,
    ending_of,
    holder_of_several,
    holder_unproven,
    holder_unvouched,
    is_challenge,
    is_still_long,
)
from microcred import baking
from microcred.record import Identifier, Person
from microcred.report import Check, Outcome
from microcred.saying import Moment
from tests.microcred.baking.test_png import png

PASSED, UNKNOWN = Outcome.PASSED, Outcome.UNKNOWN
BORN = date(2001, 5, 14)
ESI = "urn:schac:personalUniqueCode:int:esi:es:1234567"
ANE = Confirmed("Ane Etxeberria", BORN, ESI)


def _asked(named: Person, owner: Owner) -> Any:
    check = check_holder(named, owner)
    assert check.code == "holder"
    assert check.source == HOLDER
    assert check.message
    return check.outcome, dict(check.values), bool(check.fix)


def _named(name: str = "Ane Etxeberria", born: date | None = None, *identifiers: str) -> Person:
    listed = tuple(Identifier("esi", each) for each in identifiers)
    return Person(full_name=name, birth_date=born, identifiers=listed)


@pytest.mark.parametrize(
    ("named", "owner", "expected"),
    [
        (_named(), Owner(is_awarded=True), (PASSED, {}, False)),
        (_named(), Owner(), (UNKNOWN, {"named": "Ane Etxeberria"}, True)),
        (_named(""), Owner(), (UNKNOWN, {"named": "—"}, True)),
        (_named(born=date(2001, 5, 15)), Owner(ANE), (UNKNOWN, {}, True)),
        (_named("Eva", None, "urn:other:1", f" {ESI} "), Owner(ANE), (PASSED, {}, False)),
        (_named("Eva"), Owner(ANE), (UNKNOWN, {"named": "Eva", "name": "Ane Etxeberria"}, True)),
        (_named(""), Owner(ANE), (UNKNOWN, {"named": "—", "name": "Ane Etxeberria"}, True)),
        (_named(born=BORN), Owner(ANE), (PASSED, {"name": "Ane Etxeberria"}, False)),
        (
            _named(born=BORN),
            Owner(Confirmed("Ane Etxeberria", None)),
            (UNKNOWN, {"name": "Ane Etxeberria"}, True),
        ),
        (_named(), Owner(ANE), (UNKNOWN, {"name": "Ane Etxeberria"}, True)),
    ],
)
def test_each_answer_says_whom_it_is_about(named: Person, owner: Owner, expected: Any) -> None:
    assert _asked(named, owner) == expected


def test_a_file_whose_signature_does_not_hold_says_nothing_of_its_holder() -> None:
    check = holder_unproven()

    assert (check.code, check.outcome, check.source) == ("holder", UNKNOWN, HOLDER)
    assert check.fix == UNCHANGED


def test_a_file_of_an_issuer_whom_nobody_knows_says_nothing_of_its_holder() -> None:
    check = holder_unvouched()

    assert (check.code, check.outcome, check.source) == ("holder", UNKNOWN, HOLDER)
    assert check.fix == FROM_A_MEMBER
    assert check.text not in (holder_unproven().text, HOLDER)


def test_a_file_of_several_credentials_is_nobodys_as_a_whole() -> None:
    check = holder_of_several()

    assert (check.code, check.outcome, check.source) == ("holder", UNKNOWN, HOLDER)
    assert check.fix == ONE_BY_ONE
    assert "not one credential about one person" in check.message


SHOWN = date(2026, 11, 20)
UNDATED = Confirmed("Ane Etxeberria", None, ESI)
UNIDENTIFIED = Confirmed("Ane Etxeberria", BORN)
OTHER_ESI = ESI + "8"


@pytest.mark.parametrize(
    ("named", "known", "expected"),
    [
        pytest.param(_named("Eva"), None, "shown", id="nobody confirmed"),
        pytest.param(_named(""), ANE, "silent", id="it says nothing"),
        pytest.param(_named(), ANE, "shown", id="the name"),
        pytest.param(_named("ETXEBERRÍA, Ane"), ANE, "shown", id="the name in another order"),
        pytest.param(_named("Eva"), ANE, None, id="another name"),
        pytest.param(_named("", BORN), ANE, "silent", id="the day of birth without a name"),
        pytest.param(_named(born=BORN), ANE, "shown", id="name and day of birth"),
        pytest.param(_named(born=SHOWN), ANE, None, id="another day of birth"),
        pytest.param(_named("", SHOWN), ANE, None, id="another day of birth, nothing else"),
        pytest.param(_named("", SHOWN, ESI), ANE, None, id="another day of birth, the identifier"),
        pytest.param(_named(born=SHOWN), UNDATED, "shown", id="a day of birth that nobody confirmed"),
        pytest.param(_named("", None, ESI), ANE, "shown", id="the identifier"),
        pytest.param(_named("Eva", None, ESI), ANE, None, id="the identifier, another name"),
        pytest.param(_named("", None, OTHER_ESI), ANE, None, id="another identifier"),
        pytest.param(_named("", None, OTHER_ESI, ESI), ANE, "shown", id="one of its identifiers"),
        pytest.param(_named("", None, "urn:other:1"), ANE, "silent", id="an identifier of another kind"),
        pytest.param(_named("", None, ESI), UNIDENTIFIED, "silent", id="an identifier that nobody confirmed"),
        pytest.param(_named("", None), UNIDENTIFIED, "silent", id="no identifier on either side"),
    ],
)
def test_a_key_shows_its_owner_where_nothing_says_otherwise_and_something_names_them(
    named: Person, known: Confirmed | None, expected: str | None
) -> None:
    check = check_key(named, Owner(known, showed_key_on=SHOWN), is_whole=True)

    assert _about_a_key(check) == expected
    assert check_key(named, Owner(known), is_whole=True) is None


@pytest.mark.parametrize(
    ("named", "whole", "part"),
    [
        (_named(), "shown", "silent"),
        (_named(born=BORN), "shown", "shown"),
        (_named("", BORN), "silent", "silent"),
        (_named("", None, ESI), "shown", "shown"),
    ],
)
def test_a_part_of_a_token_names_its_owner_with_the_day_of_birth(
    named: Person, whole: str, part: str
) -> None:
    owner = Owner(ANE, showed_key_on=SHOWN)

    assert _about_a_key(check_key(named, owner, is_whole=True)) == whole
    assert _about_a_key(check_key(named, owner, is_whole=False)) == part
    assert _about_a_key(check_holder(named, owner)) == whole
    assert _about_a_key(check_holder(named, owner, is_whole=False)) == part


def _about_a_key(check: Check | None) -> str | None:
    """Whether a key shows its owner or is silent about them, with all that is said then."""
    if check is None:
        return None
    assert (check.code, check.source) == ("holder", HOLDER)
    if check.outcome is UNKNOWN:
        assert (check.fix, dict(check.values)) == (WITH_ITS_NAME, {})
        assert "does not show whom it is about" in check.message
        return "silent"
    assert (check.outcome, check.fix, dict(check.values)) == (PASSED, "", {"day": Moment(SHOWN)})
    assert type(check.values["day"]) is Moment  # a day as the reader's language writes it
    assert "2026-11-20" in check.message
    return "shown"


def test_what_can_be_done_differs_with_the_reason() -> None:
    unnamed = check_holder(_named(), Owner())
    undated = check_holder(_named(born=BORN), Owner(Confirmed("Ane Etxeberria", None)))
    namesake = check_holder(_named(), Owner(ANE))
    another = check_holder(_named("Eva"), Owner(ANE))

    assert unnamed.fix == undated.fix
    assert len({unnamed.fix, namesake.fix, another.fix}) == 3


@pytest.mark.parametrize(
    ("shown", "confirmed", "expected"),
    [
        ("Ane-Maria O'Neil", "maria o neil ane", PASSED),
        ("José", "Jose\u0301", PASSED),
        ("José", "Jose", PASSED),
        ("Ane", "Ane Ane", UNKNOWN),
        ("AneMaria", "Ane Maria", UNKNOWN),
    ],
)
def test_names_are_equal_word_by_word_whatever_their_accents(
    shown: str, confirmed: str, expected: Outcome
) -> None:
    assert check_holder(_named(shown, BORN), Owner(Confirmed(confirmed, BORN))).outcome is expected


@pytest.mark.parametrize(
    ("files", "kept", "size", "takes"),
    [
        (1, 50, 50, True),
        (1, 50, 51, False),
        (2, 0, 1, False),
        (0, 100, 0, True),
        (0, 101, 0, False),
    ],
)
def test_room_is_used_to_the_last_byte_and_file(files: int, kept: int, size: int, takes: bool) -> None:
    assert Room(files, 2, kept, 100).takes(size) is takes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Az09_-" + "a" * 37, True),
        ("a" * 42, False),
        ("a" * 44, False),
        ("a" * 42 + ".", False),
        ("", False),
    ],
)
def test_a_challenge_is_43_signs_of_base64url(text: str, expected: bool) -> None:
    assert is_challenge(text) is expected


def test_a_challenge_is_given_again_while_more_than_half_of_its_time_is_left() -> None:
    end, tick = datetime(2026, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
    half = end - CHALLENGE_LIFE / 2

    assert is_still_long(end, at=half - tick)
    assert not is_still_long(end, at=half)


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b"{}", ".json"),
        (b'{"payload": "{}", "signatures": [{"protected": "e30", "signature": "AA"}]}', ".json"),
        (b"https://uni.example/assertion/1", ".txt"),
        (baking.bake(png(), b"{}"), ".png"),
        (b"no credential", ""),
        (b"PK\x03\x04", ""),  # a ZIP is told apart, and not opened
    ],
)
def test_a_file_ends_as_a_device_knows_what_it_is(data: bytes, ending: str) -> None:
    assert ending_of(data) == ending
