"""Who people are: their own word, until a university confirms it or a credential carries it."""

from datetime import date

import pytest

from mcx.core.errors import Invalid, NotFound, OwnCase
from mcx.network.selectors.identities import (
    confirmed_identity_of,
    identity_history,
    identity_of,
    people_to_correct,
    person_to_correct,
)
from mcx.network.services.identities import (
    IdentifierTaken,
    Names,
    correct_identity,
    state_identity,
    use_identity,
)
from tests.cast import NOW, TODAY, affiliation, claim, person, registrar, university

pytestmark = pytest.mark.django_db

ESI = "urn:schac:personalUniqueCode:int:esi:es:1"
BORN = date(2001, 5, 14)
PASSPORT = "Seen in her passport."


def test_before_anybody_confirms_it_one_says_who_one_is() -> None:
    who = state_identity(Names(" Eva ", "Other\x00", BORN, ESI), by=person(), at=NOW)

    assert (who.name, who.birth_date, who.student_identifier) == ("Eva Other", BORN, ESI)
    assert identity_of(who) is None


@pytest.mark.parametrize(
    "names",
    [
        Names("Eva", "Other", date(2100, 1, 1)),
        Names("Eva", "Other", date(1850, 1, 1)),
        Names("Eva", "Other", BORN, "1234567"),
        Names("x" * 121, "Other"),
    ],
)
def test_what_cannot_be_is_refused(names: Names) -> None:
    with pytest.raises(Invalid):
        state_identity(names, by=person(), at=NOW)


def test_what_was_left_blank_can_still_be_filled_in_and_is_not_confirmed_by_that() -> None:
    who = person()
    affiliation(who, university("mu"))

    state_identity(Names("Ane", "Etxeberria", BORN, ESI), by=who, at=NOW)

    known = confirmed_identity_of(who)
    assert known is not None
    assert (who.student_identifier, known.student_identifier) == (ESI, "")


def test_the_registrar_corrects_a_name_and_the_old_one_is_kept_with_its_days() -> None:
    who = person()
    affiliation(who, university("mu"))

    correct_identity(
        who, names=Names("Ane", "Ibarra", BORN, ESI), reason=PASSPORT, by=registrar("mu"), at=NOW
    )

    who.refresh_from_db()
    new, old = identity_history(who)
    assert (who.name, str(new), str(old)) == ("Ane Ibarra", "Ane Ibarra", "Ane Etxeberria")
    assert (new.reason, new.ended_at, old.ended_at) == (PASSPORT, None, NOW)
    assert new.confirmed_by == registrar("mu")


def test_the_first_correction_keeps_what_was_only_said() -> None:
    who = person()
    claim(who, university("mu"))

    correct_identity(who, names=Names("Ane", "Ibarra", BORN), reason=PASSPORT, by=registrar("mu"), at=NOW)

    assert [str(row) for row in identity_history(who)] == ["Ane Ibarra", "Ane Etxeberria"]


def test_a_correction_needs_a_name_a_reason_and_somebody_else() -> None:
    who, rea = person(), registrar("mu")
    affiliation(who, university("mu"))
    claim(rea, university("mu"))

    for names, reason in ((Names("", ""), PASSPORT), (Names("Ane", "Ibarra"), " ")):
        with pytest.raises(Invalid):
            correct_identity(who, names=names, reason=reason, by=rea, at=NOW)
    with pytest.raises(OwnCase):
        correct_identity(rea, names=Names("Rea", "Mu"), reason=PASSPORT, by=rea, at=NOW)


def test_an_identifier_is_given_to_one_person() -> None:
    first, second = person(), person("Eva Other")
    for who in (first, second):
        affiliation(who, university("mu"))
    correct_identity(first, names=Names("Ane", "E", BORN, ESI), reason=PASSPORT, by=registrar("mu"), at=NOW)

    with pytest.raises(IdentifierTaken):
        correct_identity(
            second, names=Names("Eva", "O", BORN, ESI), reason=PASSPORT, by=registrar("mu"), at=NOW
        )


def test_a_credential_fixes_the_name_and_its_university_can_correct_it() -> None:
    who, tuni = person("Otto Outside"), university("tuni")

    use_identity(who, institution=tuni, at=NOW)
    use_identity(who, institution=university("mu"), at=NOW)

    row = identity_of(who)
    assert row is not None
    assert (row.institution, row.birth_date, row.confirmed_by) == (tuni, None, None)
    assert list(people_to_correct(registrar("tuni"), on=TODAY)) == [who]
    with pytest.raises(NotFound):
        person_to_correct(registrar("mu"), who.pk, on=TODAY)
    correct_identity(who, names=Names("Otto", "Inside"), reason=PASSPORT, by=registrar("tuni"), at=NOW)
    assert confirmed_identity_of(who) is not None


def test_people_are_found_by_name_or_address() -> None:
    affiliation(person(), university("mu"))
    affiliation(person("Eva Other"), university("mu"))

    found = people_to_correct(registrar("mu"), on=TODAY, search="eva people.example")

    assert [each.name for each in found] == ["Eva Other"]
