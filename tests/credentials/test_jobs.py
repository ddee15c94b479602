"""What issued awards lack is added bit by bit: others have their turn, a kill loses nothing."""

from typing import Any

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from mcx.credentials.management.commands.worker import Work
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.services import issuing
from mcx.credentials.services.awards import claim
from mcx.credentials.services.issuing import complete_awards, lacking
from mcx.credentials.services.starting import start_signing
from mcx.keys.rules import KeyKind
from tests.cast import NOW, person
from tests.credentials import cast

LEARNERS = ("Ane Etxeberria", "Mikel Zabala", "Jon Agirre", "Leire Garai", "Nerea Ruiz")
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
SD_JWT = "sdjwt"

pytestmark = pytest.mark.django_db


@pytest.fixture
def awards(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Award]:
    """Five awards that lack their wallet credential, since there was no key; a job completes two."""
    made = [cast.issued(person(name)) for name in LEARNERS]
    settings.TASKS = QUEUE
    monkeypatch.setattr(issuing, "AT_ONCE", 2)
    start_signing(made[0].institution, kind=KeyKind.WALLETS, by=cast.registrar(), at=NOW)
    return made


def added() -> int:
    return IssuedCredential.objects.filter(format=SD_JWT).count()


def waiting() -> list[dict[str, Any]]:
    """What each job that waits is called with, in their order."""
    rows = DBTaskResult.objects.filter(status="READY", task_path__endswith="complete_awards")
    return [row.args_kwargs for row in rows.order_by("enqueued_at")]


def do(job: dict[str, Any]) -> None:
    """Do it as a worker does."""
    complete_awards.call(*job["args"], **job["kwargs"])


def test_a_job_completes_a_few_awards_and_queues_the_next(awards: list[Award]) -> None:
    [first] = waiting()
    assert added() == 0

    do(first)

    assert added() == 2
    [_first, second] = waiting()
    do(second)
    [_first, _second, third] = waiting()
    do(third)
    assert added() == len(awards)
    assert len(waiting()) == 3, "the last one queues no other"
    assert not lacking(NOW).exists()


def test_an_award_that_cannot_be_completed_holds_up_no_other(awards: list[Award]) -> None:
    damaged = min(awards, key=lambda award: award.pk)
    Award.objects.filter(pk=damaged.pk).update(record={"id": "damaged"})

    done = 0
    while len(jobs := waiting()) > done:
        do(jobs[done])
        done += 1

    assert (done, added()) == (3, len(awards) - 1)
    assert set(lacking(NOW)) == {damaged}


def test_what_a_killed_job_left_is_completed_by_any_worker(awards: list[Award]) -> None:
    """The first job is done and was killed before it had queued the next one."""
    do(waiting()[0])
    DBTaskResult.objects.all().delete()
    worker, turns = Work(60), list[int]()

    while lacking(NOW).exists() and len(turns) < 10:
        worker._complete()
        turns.append(added())

    assert turns == [4, 5]
    assert worker.completed is None


def test_no_start_waits_for_what_workers_do(awards: list[Award]) -> None:
    late = cast.offered(person("Late Learner"))
    claim(late, by=late.learner, at=NOW)

    call_command("prepare")

    late.refresh_from_db()
    assert late.status == Award.Status.CLAIMED
    assert added() == 0
    call_command("issue_pending")
    late.refresh_from_db()
    assert late.status == Award.Status.ISSUED
    assert added() == len(awards) + 1
