"""What is made from many rows is made again when one of them has changed, and only then."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from mcx.core import audit, replica, versions
from mcx.core.models import Version
from tests.cast import NOW, university
from tests.connections import Connect, connect, through

__all__ = ["connect"]  # a fixture
pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> list[int]:
    """How often it was made: each making adds to the list."""
    return []


def _ask(made: list[int]) -> int:
    def make() -> int:
        made.append(len(made))
        return len(made)

    return versions.kept(versions.REGISTER, make)


def test_what_is_made_is_kept_until_something_it_is_made_from_changes(made: list[int]) -> None:
    subject = university()

    before = [_ask(made), _ask(made)]
    with transaction.atomic():
        audit.record("network.renamed", subject, by=None, at=NOW)
    after = [_ask(made), _ask(made)]

    assert (before, after) == ([1, 1], [2, 2])


def test_what_it_is_not_made_from_changes_nothing(made: list[int]) -> None:
    university()
    subject = Version.objects.get()

    _ask(made)
    with transaction.atomic():
        audit.record("core.noted", subject, by=None, at=NOW)
    _ask(made)

    assert made == [0]


def test_a_change_that_is_taken_back_never_gives_a_version_twice(made: list[int]) -> None:
    subject, seen = university(), list[str]()

    for _time in range(2):
        with transaction.atomic():
            audit.record("network.renamed", subject, by=None, at=NOW)
            seen.append(Version.objects.get().pk)
            _ask(made)
            transaction.set_rollback(True)
    _ask(made)

    assert len(set(seen)) == 2
    assert made == [0, 1, 2]


def test_nothing_is_kept_before_the_first_deed(made: list[int]) -> None:
    Version.objects.all().delete()

    assert [_ask(made), _ask(made)] == [1, 2]


def test_everything_is_made_from_tables_that_there_are() -> None:
    subjects = set().union(*versions.MADE_FROM.values())

    assert subjects <= {model._meta.label_lower for model in apps.get_models()}


def test_what_a_replica_shows_is_not_taken_for_what_the_database_has(made: list[int]) -> None:
    university()
    connections[replica.REPLICA] = connections[DEFAULT_DB_ALIAS]
    try:
        with replica.reading():
            behind = [_ask(made), _ask(made)]
        present = _ask(made)
    finally:
        del connections[replica.REPLICA]

    assert (behind, present) == ([1, 1], 2)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writes at a time in SQLite")
@pytest.mark.django_db(transaction=True)
def test_two_who_change_it_at_once_do_not_wait_and_each_is_seen_when_it_commits(
    made: list[int], connect: Callable[[], Connect]
) -> None:
    subject, seen, reach = university(), list[int](), connect()

    def change() -> None:
        with through(reach):
            with transaction.atomic():
                audit.record("network.renamed", subject, by=None, at=NOW)
            seen.append(_ask(made))

    other = Thread(target=change)
    with through(reach):
        with transaction.atomic():
            audit.record("network.renamed", subject, by=None, at=NOW)
            seen.append(_ask(made))
            other.start()
            other.join(timeout=20)
            is_waiting = other.is_alive()
        other.join(timeout=20)
        seen.append(_ask(made))

    assert not is_waiting
    assert seen == [1, 2, 3], "what was begun first and committed last is seen, too"


def test_versions_that_are_over_are_removed_by_the_next_deed() -> None:
    subject = university()

    for _time in range(5):
        with transaction.atomic():
            audit.record("network.renamed", subject, by=None, at=NOW)

    assert Version.objects.count() == 1
