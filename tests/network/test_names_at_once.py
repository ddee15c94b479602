"""Two institutions take the same name or identifier at the same moment: the second waits, and is told."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import transaction

from mcx.core.errors import DomainError
from mcx.network.models import Institution
from mcx.network.rules.profiles import Profile
from mcx.network.services.members import add_identifier, admit_member, rename
from tests.cast import NOW, TODAY, network, university
from tests.connections import Connect, connect, through
from tests.network.cast import coordinator

__all__ = ["connect"]  # a fixture
SHARED = {"en": "Nordic Polytechnic"}
Deed = Callable[[], object]


def in_turn(connect: Callable[[], Connect], first: Deed, second: Deed) -> list[str]:
    """How both ended, where the second begins when the first has written and not yet committed."""
    reach, written, outcomes = connect(), Event(), list[str]()

    def follow() -> None:
        written.wait(timeout=20)
        with through(reach):
            try:
                second()
            except DomainError as refused:
                outcomes.append(refused.code)
            else:
                outcomes.append("done")

    follower = Thread(target=follow)
    follower.start()
    with through(reach):
        with transaction.atomic():
            first()
            written.set()
            follower.join(timeout=1)  # it ends within, unless it waits for the commit
        outcomes.insert(0, "committed")
        follower.join(timeout=30)
    return outcomes


def renaming(institution: Institution) -> Deed:
    by = coordinator()
    return lambda: rename(institution, name=SHARED, valid_from=TODAY, by=by, at=NOW)


def admitting() -> Deed:
    by, profile = coordinator(), Profile("new", "NEW", SHARED, "FI")
    return lambda: admit_member(profile, valid_from=TODAY, by=by, at=NOW)


def identifying(institution: Institution) -> Deed:
    by = coordinator()
    return lambda: add_identifier(
        institution, scheme="eidas", value="NTRFI-1234567-8", valid_from=TODAY, by=by, at=NOW
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("joins", [False, True])
def test_two_institutions_do_not_take_one_name_at_once(connect: Callable[[], Connect], joins: bool) -> None:
    network()
    one, other = university("tuni"), university("fhj")

    assert in_turn(connect, renaming(one), admitting() if joins else renaming(other)) == [
        "committed",
        "invalid",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_institutions_do_not_take_one_identifier_at_once(connect: Callable[[], Connect]) -> None:
    network()
    one, other = university("tuni"), university("fhj")
    Institution.objects.filter(pk=other.pk).update(country="FI")
    other.refresh_from_db()

    assert in_turn(connect, identifying(one), identifying(other)) == ["committed", "invalid"]


@pytest.mark.django_db(transaction=True)
def test_one_institution_is_not_renamed_twice_at_once(connect: Callable[[], Connect]) -> None:
    network()
    one = university("tuni")

    assert in_turn(connect, renaming(one), renaming(one)) == ["committed", "invalid"]
