"""Whose a credential is and what a wallet takes: each answer's values, and the very edges."""

from datetime import date
from typing import Any

import pytest

from mcx.wallet.rules import (
    FROM_A_MEMBER,
    HOLDER,
    UNCHANGED,
    Confirmed,
    Owner,
    Room,
    check_holder,
    holder_unproven,
    holder_unvouched,
)
from microcred.record import Identifier, Person
from microcred.report import Outcome

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
