"""Two coordinators end each other, or appoint the same person, at the same moment: one of them is told."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core.errors import DomainError
from mcx.network.models import Appointment, Institution
from mcx.network.services.appointments import appoint, end_appointment
from tests.cast import NOW, TODAY, network, person, university
from tests.connections import Connect, connect, through

__all__ = ["connect"]  # a fixture


def tried(reach: Connect, start: Barrier, outcomes: list[str], deed: Callable[[], object]) -> None:
    with through(reach):
        Appointment.objects.exists()  # connected before it begins
        start.wait(timeout=20)
        try:
            deed()
        except DomainError as refused:
            outcomes.append(refused.code)
        else:
            outcomes.append("done")


def at_once(connect: Callable[[], Connect], *deeds: Callable[[], object]) -> list[str]:
    """How each of the deeds ended that began at the same moment."""
    reach, start, outcomes = connect(), Barrier(len(deeds)), list[str]()
    threads = [Thread(target=tried, args=(reach, start, outcomes, deed)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    with through(reach):
        outcomes.append(str(Appointment.objects.filter(role=Role.COORDINATOR, valid_until=None).count()))
    return outcomes


def ending(of: Person, by: Person) -> Callable[[], object]:
    held = Appointment.objects.select_related("person", "institution").get(person=of)
    return lambda: end_appointment(held, by=by, at=NOW)


def appointing(who: Person, at: Institution, by: Person) -> Callable[[], object]:
    return lambda: appoint(who, role=Role.COORDINATOR, institution=at, valid_from=TODAY, by=by, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_each_other_one_stays(connect: Callable[[], Connect]) -> None:
    network()
    kata, iker = (
        person(f"{name} Coordinator", (Role.COORDINATOR, university())) for name in ("Kata", "Iker")
    )

    first, second, left = at_once(connect, ending(kata, iker), ending(iker, kata))

    assert sorted([first, second]) == ["done", "not-allowed"]
    assert left == "1"


@pytest.mark.django_db(transaction=True)
def test_the_same_office_given_twice_at_once_is_given_once(connect: Callable[[], Connect]) -> None:
    network()
    kata, iker = (
        person(f"{name} Coordinator", (Role.COORDINATOR, university())) for name in ("Kata", "Iker")
    )
    who, uoc = person(), university("uoc")

    first, second, left = at_once(connect, appointing(who, uoc, kata), appointing(who, uoc, iker))

    assert sorted([first, second]) == ["already-appointed", "done"]
    assert left == "3"
