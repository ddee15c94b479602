"""Two registrars reach for the last place at the same moment: one gives it, the other is told."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from mcx.accounts.models import Person
from mcx.learning import services
from mcx.learning.models import Application, Enrolment
from tests.cast import NOW
from tests.catalogue import cast as catalogue
from tests.connections import Connect, connect, through
from tests.learning import cast

__all__ = ["connect"]  # a fixture


def admit(reach: Connect, key: int, by: Person, start: Barrier, outcomes: list[str]) -> None:
    with through(reach):
        application = Application.objects.select_related(
            "offering__edition__micro_credential__institution"
        ).get(pk=key)
        start.wait(timeout=20)
        try:
            services.admit(application, by=by, at=NOW)
        except services.OfferingFull as refused:
            outcomes.append(refused.code)
        else:
            outcomes.append("admitted")


@pytest.mark.django_db(transaction=True)
def test_one_wins_and_the_other_is_told_that_it_is_full(connect: Callable[[], Connect]) -> None:
    offering = catalogue.offering(places=2)
    cast.enrolment(offering, cast.learner("First Learner"))
    people = [cast.learner("Second Learner"), cast.learner("Third Learner"), cast.learner("Fourth Learner")]
    waiting = [cast.application(offering, who) for who in people]
    by = [cast.registrar(name=name) for name in ("Rea", "Rut", "Ria")]
    reach, start, outcomes = connect(), Barrier(len(waiting)), list[str]()

    threads = [
        Thread(target=admit, args=(reach, application.pk, who, start, outcomes))
        for application, who in zip(waiting, by, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["admitted", "offering-full", "offering-full"]
    with through(reach):
        assert Enrolment.objects.filter(offering=offering.pk).count() == 2
        assert Application.objects.filter(status=Application.Status.SUBMITTED).count() == 2
