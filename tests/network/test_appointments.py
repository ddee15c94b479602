"""Offices are given and ended by those who may, and never above themselves."""

from datetime import timedelta

import pytest

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Role, may
from mcx.core.errors import Invalid, NotAllowed
from mcx.core.models import AuditEntry
from mcx.network.models import Appointment
from mcx.network.rules.appointments import APPOINTABLE, may_appoint
from mcx.network.selectors.appointments import appointments_for
from mcx.network.selectors.rights import held_by
from mcx.network.services.appointments import AlreadyAppointed, LastCoordinator, appoint, end_appointment
from tests import cast
from tests.cast import NOW, TODAY

MU, UOC = 1, 2


@pytest.mark.parametrize("role", list(Role))
def test_a_lead_gives_the_offices_of_their_own_institution_only(role: Role) -> None:
    held = [(Role.LEAD, MU)]

    assert may_appoint(held, role, MU) == (role in APPOINTABLE and role is not Role.COORDINATOR)
    assert not may_appoint(held, role, UOC)


@pytest.mark.parametrize("role", list(APPOINTABLE))
def test_a_coordinator_gives_every_office_everywhere(role: Role) -> None:
    assert may_appoint([(Role.COORDINATOR, MU)], role, UOC)


def test_nobody_is_appointed_learner() -> None:
    assert not may_appoint([(Role.COORDINATOR, MU)], Role.LEARNER, MU)


def coordinator() -> Person:
    """Whoever coordinates the network of these tests."""
    return cast.person("Kata Coordinator", (Role.COORDINATOR, cast.university("mu")))


@pytest.mark.django_db
def test_an_office_is_held_from_its_day_on() -> None:
    uoc, ane = cast.university("uoc"), cast.person()
    tomorrow = TODAY + timedelta(days=1)

    appoint(ane, role=Role.TEACHER, institution=uoc, valid_from=tomorrow, by=coordinator(), at=NOW)

    assert not may(held_by(ane, on=TODAY), Action.DESIGN, uoc.pk)
    assert may(held_by(ane, on=tomorrow), Action.DESIGN, uoc.pk)
    assert AuditEntry.objects.get(action="network.appointed").institution_id == uoc.pk


@pytest.mark.django_db
def test_the_same_office_is_not_given_twice() -> None:
    uoc, ane = cast.university("uoc"), cast.person()
    appoint(ane, role=Role.TEACHER, institution=uoc, valid_from=TODAY, by=coordinator(), at=NOW)

    with pytest.raises(AlreadyAppointed):
        appoint(ane, role=Role.TEACHER, institution=uoc, valid_from=TODAY, by=coordinator(), at=NOW)


@pytest.mark.django_db
def test_an_ended_office_is_gone_at_once_and_can_be_given_again() -> None:
    uoc = cast.university("uoc")
    ane = cast.person("Ane Etxeberria", (Role.TEACHER, uoc))
    appointment = Appointment.objects.get(person=ane)

    end_appointment(appointment, by=coordinator(), at=NOW)
    held_after = held_by(ane, on=TODAY)
    appoint(ane, role=Role.TEACHER, institution=uoc, valid_from=TODAY, by=coordinator(), at=NOW)

    assert not may(held_after, Action.DESIGN, uoc.pk)
    assert may(held_by(ane, on=TODAY), Action.DESIGN, uoc.pk)
    assert Appointment.objects.filter(person=ane).count() == 2


@pytest.mark.django_db
def test_an_office_given_today_by_mistake_leaves_no_row_but_a_log_entry() -> None:
    uoc, ane = cast.university("uoc"), cast.person()
    appointment = appoint(ane, role=Role.TEACHER, institution=uoc, valid_from=TODAY, by=coordinator(), at=NOW)

    end_appointment(appointment, by=coordinator(), at=NOW)

    assert not Appointment.objects.filter(person=ane).exists()
    assert AuditEntry.objects.filter(action="network.appointment-ended").exists()


@pytest.mark.django_db
def test_the_last_coordinator_stays() -> None:
    kata = coordinator()

    with pytest.raises(LastCoordinator):
        end_appointment(Appointment.objects.get(person=kata), by=kata, at=NOW)


@pytest.mark.django_db
def test_one_of_two_coordinators_can_go() -> None:
    kata = coordinator()
    second = appoint(
        cast.person(),
        role=Role.COORDINATOR,
        institution=cast.university("uoc"),
        valid_from=TODAY,
        by=kata,
        at=NOW,
    )

    end_appointment(second, by=kata, at=NOW)

    assert not Appointment.objects.filter(pk=second.pk).exists()


@pytest.mark.django_db
def test_an_office_is_not_given_for_the_past() -> None:
    with pytest.raises(Invalid):
        appoint(
            cast.person(),
            role=Role.TEACHER,
            institution=cast.university("uoc"),
            valid_from=TODAY - timedelta(days=1),
            by=coordinator(),
            at=NOW,
        )


@pytest.mark.django_db
def test_a_lead_cannot_make_themselves_coordinator() -> None:
    mu = cast.university("mu")
    lead = cast.person("Lena Lead", (Role.LEAD, mu))

    with pytest.raises(NotAllowed):
        appoint(lead, role=Role.COORDINATOR, institution=mu, valid_from=TODAY, by=lead, at=NOW)


@pytest.mark.django_db
def test_a_lead_sees_only_the_offices_of_their_institution() -> None:
    mu, uoc = cast.university("mu"), cast.university("uoc")
    lead = cast.person("Lena Lead", (Role.LEAD, mu))
    cast.person("Ane Etxeberria", (Role.TEACHER, uoc))

    seen = appointments_for(lead, on=TODAY)

    assert {each.institution_id for each in seen} == {mu.pk}
