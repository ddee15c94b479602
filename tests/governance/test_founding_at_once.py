"""Two people who found at the same moment: one network, and the other is told so."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mcx.accounts.models import Person
from mcx.core import clock
from mcx.governance.services.founding import found, found_at, invite_founder
from mcx.network.models import Institution, Network
from tests.connections import Connect, connect, through
from tests.governance.foundings import ALPS, PASSWORD
from tests.network.test_names_at_once import in_turn

__all__ = ["connect"]  # a fixture
OTHER = replace(
    ALPS,
    first=replace(ALPS.first, slug="other", name={"en": "Other University"}),
    founder=replace(ALPS.founder, email="eve@alps.example"),
)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_one_address_one_founds_the_network(connect: Callable[[], Connect]) -> None:
    secret = invite_founder(at=clock.now())
    reach = connect()

    ended = in_turn(
        lambda: reach,
        lambda: found_at(secret, founding=ALPS, password=PASSWORD, at=clock.now()),
        lambda: found_at(secret, founding=OTHER, password=PASSWORD, at=clock.now()),
    )

    assert ended == ["committed", "already-founded"]
    with through(reach):
        assert Network.objects.get().name == ALPS.about.name
        assert [each.slug for each in Institution.objects.all()] == ["ua"]
        assert [each.email for each in Person.objects.all()] == ["ada@alps.example"]


@pytest.mark.django_db(transaction=True)
def test_the_command_and_the_page_found_one_network(connect: Callable[[], Connect]) -> None:
    secret = invite_founder(at=clock.now())
    reach = connect()

    ended = in_turn(
        lambda: reach,
        lambda: found(ALPS, at=clock.now()),
        lambda: found_at(secret, founding=OTHER, password=PASSWORD, at=clock.now()),
    )

    assert ended == ["committed", "already-founded"]
    with through(reach):
        assert [each.email for each in Person.objects.all()] == ["ada@alps.example"]
