"""Several workers and a registrar at one moment: each copy is kept once, each end is told, nobody waits."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from mcx.core.models import AuditEntry
from mcx.credentials.models import Award, IssuedCredential, StatusEntry
from mcx.credentials.services.awards import claim
from mcx.credentials.services.issuing import complete, issue, keep_lacking, write_lacking
from mcx.credentials.services.revocation import revoke
from mcx.credentials.services.starting import start_signing
from mcx.credentials.services.status import REVOCATION, open_list
from mcx.keys.models import SigningKey
from mcx.keys.services import create_key, retire_key
from mcx.network.services.members import rename
from microcred.status_list import StatusList
from tests.cast import NOW, TODAY, person
from tests.connections import Connect, connect, through
from tests.credentials import cast
from tests.network.cast import coordinator

__all__ = ["connect"]  # a fixture
HOUR = timedelta(hours=1)
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
KEYED = ["jwt", "openbadge", "pdf"]

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(reach: Connect, *deeds: Callable[[], object]) -> list[BaseException]:
    """Each deed in a thread with a connection of its own; what went wrong in any."""
    start, wrong = Barrier(len(deeds)), list[BaseException]()

    def do(deed: Callable[[], object]) -> None:
        with through(reach):
            start.wait(timeout=20)
            try:
                deed()
            except BaseException as error:
                wrong.append(error)

    threads = [Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return wrong


def lose_key(award: Award) -> None:
    old = cast.key(award.institution.slug)
    start_signing(award.institution, by=cast.registrar(), at=NOW + HOUR)
    retire_key(old, by=cast.registrar(), at=NOW + 2 * HOUR, is_compromised=True)


def copies(award: Award) -> list[tuple[str, int]]:
    rows = IssuedCredential.objects.filter(award=award.pk)
    return sorted(rows.values_list("format", "number"))


def ended(award: Award) -> set[tuple[str, int]]:
    """The copies whose bit is set."""
    rows = StatusEntry.objects.filter(credential__award=award.pk).select_related("list", "credential")
    return {
        (row.credential.format, row.credential.number)
        for row in rows
        if StatusList(bytes(row.list.bits))[row.index]
    }


def test_workers_that_sign_one_award_at_once_keep_each_format_once(
    connect: Callable[[], Connect], settings: Settings
) -> None:
    settings.TASKS = DUMMY
    award = cast.offered()
    claim(award, by=award.learner, at=NOW)
    reach = connect()

    wrong = at_once(reach, *[lambda: issue(award.pk, at=NOW)] * 3)

    assert not wrong
    with through(reach):
        assert copies(award) == [(form, 1) for form in KEYED]
        assert StatusEntry.objects.filter(credential__award=award.pk).count() == 2
        assert AuditEntry.objects.filter(action="credentials.issued").count() == 1


def test_workers_that_sign_anew_at_once_replace_each_copy_once(connect: Callable[[], Connect]) -> None:
    """All of them have signed and want to keep: the copies of two awards, in the same list, twice each."""
    both = [cast.issued(), cast.issued(person("Mikel Zabala"))]
    lose_key(both[0])
    at = NOW + 3 * HOUR
    signed = [(award, write_lacking(award, at=at)) for award in both * 2]
    reach = connect()

    wrong = at_once(
        reach, *[partial(keep_lacking, award, copies=written, at=at) for award, written in signed]
    )

    assert not wrong
    with through(reach):
        for award in both:
            assert copies(award) == [(form, number) for form in KEYED for number in (1, 2)]
            assert ended(award) == {("jwt", 1), ("openbadge", 1)}
        assert AuditEntry.objects.filter(action="credentials.signed-anew").count() == 2 * len(KEYED)


def test_no_copy_of_an_award_that_is_revoked_at_that_moment_stays_valid(
    connect: Callable[[], Connect],
) -> None:
    award, registrar = cast.issued(), cast.registrar()
    lose_key(award)
    reach, at = connect(), NOW + 3 * HOUR

    wrong = at_once(
        reach,
        lambda: complete(award.pk, at=at),
        lambda: revoke(award, reason="error", explanation="Why.", by=registrar, at=at),
    )

    assert not wrong
    with through(reach):
        assert ended(award) == {one for one in copies(award) if one[0] != "pdf"}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writes at a time in SQLite")
def test_a_new_key_and_a_new_name_of_one_university_do_not_wait_for_each_other_in_a_circle(
    connect: Callable[[], Connect],
) -> None:
    """The steps of `start_signing`, with the other deed between them."""
    place, registrar, chief = cast.key().institution, cast.registrar(), coordinator()
    reach, wrong = connect(), list[BaseException]()
    naming = partial(rename, place, name={"en": "Another University"}, valid_from=TODAY, by=chief, at=NOW)

    def follow() -> None:
        with through(reach):
            try:
                naming()
            except BaseException as error:
                wrong.append(error)

    follower = Thread(target=follow)
    with through(reach), transaction.atomic():
        made = create_key(place, by=registrar, at=NOW)
        follower.start()
        follower.join(timeout=20)
        is_waiting = follower.is_alive()
        open_list(place, purpose=REVOCATION, at=NOW)
    follower.join(timeout=20)

    assert not wrong
    assert not is_waiting
    place.refresh_from_db()
    assert place.name == {"en": "Another University"}
    assert SigningKey.objects.filter(pk=made.pk).exists()
