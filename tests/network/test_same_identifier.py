"""Two registrars confirm the same student identifier at the same moment: one is told that it is taken."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from mcx.accounts.models import Person
from mcx.network.models import Affiliation, Identity
from mcx.network.services.affiliations import confirm_affiliations
from mcx.network.services.identities import IdentifierTaken
from tests.cast import NOW, claim, network, person, registrar, university
from tests.connections import Connect, connect, through

__all__ = ["connect"]  # a fixture
ESI = "urn:schac:personalUniqueCode:int:esi:es:1"


def confirm(reach: Connect, key: int, by: Person, start: Barrier, outcomes: list[str]) -> None:
    with through(reach):
        row = Affiliation.objects.select_related("institution", "person").get(pk=key)
        start.wait(timeout=20)
        try:
            confirm_affiliations([row], until=None, by=by, at=NOW)
        except IdentifierTaken as refused:
            outcomes.append(refused.code)
        else:
            outcomes.append("confirmed")


@pytest.mark.django_db(transaction=True)
def test_one_is_confirmed_and_the_others_are_refused_as_taken(connect: Callable[[], Connect]) -> None:
    network()
    people = [person(f"{name} Learner") for name in ("First", "Second", "Third")]
    Person.objects.update(student_identifier=ESI)
    places = [university(slug) for slug in ("mu", "tuni", "uoc")]
    rows = [claim(who, at) for who, at in zip(people, places, strict=True)]
    by = [registrar(at.slug) for at in places]
    reach, start, outcomes = connect(), Barrier(len(rows)), list[str]()

    threads = [
        Thread(target=confirm, args=(reach, row.pk, who, start, outcomes))
        for row, who in zip(rows, by, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["confirmed", "identifier-taken", "identifier-taken"]
    with through(reach):
        assert Identity.objects.filter(ended_at=None, student_identifier=ESI).count() == 1
