"""Whose credential it is: an award here, a confirmed identifier, or a confirmed name and birth date."""

from datetime import date

import pytest

from mcx.wallet.rules import (
    HOLDER,
    ONE_BY_ONE,
    Confirmed,
    Owner,
    are_two,
    check_holder,
    holder_of_others_inside,
)
from microcred.record import Identifier, Person
from microcred.report import Outcome

BORN = date(2001, 5, 14)
ESI = "urn:schac:personalUniqueCode:int:esi:es:1234567"
CAPITALS = "URN:SCHAC:PERSONALUNIQUECODE:INT:ESI:es:1234567"
ANE = Confirmed("Ane Etxeberria", BORN, ESI)


def named(name: str = "Ane Etxeberria", born: date | None = None, esi: str = "") -> Person:
    """Somebody as a credential names them."""
    identifiers = (Identifier("esi", esi),) if esi else ()
    return Person(full_name=name, birth_date=born, identifiers=identifiers)


@pytest.mark.parametrize(
    ("person", "owner", "expected"),
    [
        pytest.param(named(), Owner(ANE), Outcome.UNKNOWN, id="a name alone"),
        pytest.param(named(born=BORN), Owner(ANE), Outcome.PASSED, id="name and day of birth"),
        pytest.param(named("ETXEBERRÍA, Ane", BORN), Owner(ANE), Outcome.PASSED, id="in another order"),
        pytest.param(named("Аne Etxeberria", BORN), Owner(ANE), Outcome.UNKNOWN, id="with a Cyrillic letter"),
        pytest.param(named("Eva Etxeberria", BORN), Owner(ANE), Outcome.UNKNOWN, id="another name"),
        pytest.param(named(born=date(2001, 5, 15)), Owner(ANE), Outcome.UNKNOWN, id="another day"),
        pytest.param(named(esi=ESI), Owner(ANE), Outcome.PASSED, id="the identifier"),
        pytest.param(named("", esi=ESI), Owner(ANE), Outcome.PASSED, id="the identifier without a name"),
        pytest.param(named("Eva", esi=ESI), Owner(ANE), Outcome.PASSED, id="the identifier and a new name"),
        pytest.param(
            named(esi=CAPITALS),
            Owner(ANE),
            Outcome.PASSED,
            id="the prefix in capitals",
        ),
        pytest.param(named(esi=ESI + "8"), Owner(ANE), Outcome.UNKNOWN, id="another identifier"),
        pytest.param(
            named(born=date(2001, 5, 15), esi=ESI), Owner(ANE), Outcome.UNKNOWN, id="identifier, another day"
        ),
        pytest.param(
            named(esi="7"), Owner(Confirmed("Ane Etxeberria", BORN, "7")), Outcome.UNKNOWN, id="no identifier"
        ),
        pytest.param(named(born=BORN, esi=ESI), Owner(), Outcome.UNKNOWN, id="nobody confirmed"),
        pytest.param(
            named(born=BORN), Owner(Confirmed("Ane Etxeberria", None)), Outcome.UNKNOWN, id="no day confirmed"
        ),
        pytest.param(named("Anybody"), Owner(is_awarded=True), Outcome.PASSED, id="awarded here"),
        pytest.param(named(""), Owner(Confirmed("", BORN)), Outcome.UNKNOWN, id="no names at all"),
    ],
)
def test_a_holder_is_confirmed_by_what_somebody_entitled_vouched_for(
    person: Person, owner: Owner, expected: Outcome
) -> None:
    check = check_holder(person, owner)

    assert check.outcome is expected
    assert expected is Outcome.PASSED or check.fix


BORN, LATER = date(2001, 2, 3), date(2001, 2, 4)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (Person(full_name="Ane Etxeberria"), Person(full_name="ETXEBERRÍA, Ane"), False),
        (Person(full_name="Ane Etxeberria"), Person(full_name="Eva Etxeberria"), True),
        (Person(full_name="Ane Etxeberria"), Person(), False),
        (Person(), Person(full_name="Ane Etxeberria"), False),
        (Person(), Person(), False),
        (Person(full_name="Ane", birth_date=BORN), Person(full_name="Ane", birth_date=LATER), True),
        (Person(full_name="Ane", birth_date=BORN), Person(full_name="Ane", birth_date=BORN), False),
        (Person(full_name="Ane", birth_date=BORN), Person(full_name="Ane"), False),
        (Person(full_name="Ane"), Person(full_name="Ane", birth_date=BORN), False),
        (Person(full_name="Ane", birth_date=BORN), Person(full_name="Eva", birth_date=BORN), True),
    ],
)
def test_two_are_told_apart_only_by_what_is_said_of_both(
    first: Person, second: Person, expected: bool
) -> None:
    assert are_two(first, second) is expected


def test_a_record_of_others_too_is_to_be_added_one_by_one() -> None:
    found = holder_of_others_inside()

    assert (found.code, found.outcome, found.source) == ("holder", Outcome.UNKNOWN, HOLDER)
    assert found.fix == ONE_BY_ONE
    assert "may be about another person" in found.message
