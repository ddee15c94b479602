"""What has had its time is removed in small steps, by as many workers as there are; nothing else is."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from mcx.core import pruning
from mcx.core.models import Counter, Submission
from mcx.wallet.models import Challenge
from tests.cast import NOW, person
from tests.connections import Connect, connect, through

__all__ = ["connect"]  # a fixture
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def _session(key: str, ends_in: timedelta) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=NOW + ends_in)


def _submission(key: str, age: timedelta, status: int = 200) -> None:
    Submission.objects.create(key=key, asked="x", at=NOW - age, status=status)


def _job(status: str, finished_ago: timedelta | None) -> None:
    DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="mcx.none",
        backend_name="default",
        finished_at=None if finished_ago is None else NOW - finished_ago,
        exception_class_path="",
        traceback="",
    )


@pytest.mark.django_db
def test_what_has_had_its_time_is_removed_and_nothing_else() -> None:
    _session("over", timedelta(0))
    _session("running", SECOND)
    for key, age, status in [
        ("answered", DAY, 200),
        ("given up", timedelta(minutes=2), 0),
        ("kept", DAY - SECOND, 200),
        ("at work", timedelta(minutes=1), 0),
    ]:
        _submission(key, age, status)
    now = int(NOW.timestamp())
    Counter.objects.create(key="over", count=1, until=now)
    Counter.objects.create(key="open", count=1, until=now + 1)
    for ended, ago in [
        ("SUCCESSFUL", 14 * DAY),
        ("FAILED", 15 * DAY),
        ("SUCCESSFUL", 14 * DAY - SECOND),
        ("READY", None),
    ]:
        _job(ended, ago)

    removed = pruning.prune(at=NOW)

    assert removed == {"sessions": 1, "submissions": 2, "counters": 1, "jobs": 2}
    assert [*Session.objects.values_list("session_key", flat=True)] == ["running"]
    assert {*Submission.objects.values_list("key", flat=True)} == {"kept", "at work"}
    assert [*Counter.objects.values_list("key", flat=True)] == ["open"]
    assert {*DBTaskResult.objects.values_list("status", flat=True)} == {"SUCCESSFUL", "READY"}
    assert not any(pruning.prune(at=NOW).values())


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [0, 1, 3, 4, 7])
def test_it_goes_on_step_by_step_until_nothing_is_left(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "AT_ONCE", 3)
    for number in range(rows):
        _session(f"over-{number}", -SECOND)

    assert pruning.remove(Session.objects.all()) == rows
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_the_command_says_what_it_removed_of_the_wallet_too(capsys: pytest.CaptureFixture[str]) -> None:
    for number, (expires_at, answered_at) in enumerate(
        [(NOW - SECOND, None), (NOW - DAY, NOW - DAY), (NOW + DAY, None)]
    ):
        Challenge.objects.create(
            person=person(),
            nonce=str(number),
            given_at=NOW - DAY,
            expires_at=expires_at,
            answered_at=answered_at,
            key="a key" if answered_at else "",
        )

    call_command("prune")
    call_command("prune")

    assert capsys.readouterr().out == "Removed 1 challenges.\nThere was nothing to remove.\n"
    assert {*Challenge.objects.values_list("nonce", flat=True)} == {"1", "2"}


@pytest.mark.django_db(transaction=True)
def test_several_at_once_remove_each_row_once(
    connect: Callable[[], Connect], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "AT_ONCE", 7)
    for number in range(60):
        _session(f"over-{number:02}", -SECOND)
        _submission(f"old-{number:02}", 2 * DAY)
    _session("running", DAY)
    reach = connect()
    start, removed, wrong = Barrier(3), list[int](), list[BaseException]()

    def do() -> None:
        with through(reach):
            start.wait(timeout=20)
            try:
                removed.append(sum(pruning.prune(at=NOW).values()))
            except BaseException as error:
                wrong.append(error)

    threads = [Thread(target=do) for _worker in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert not wrong
    assert sum(removed) == 120
    with through(reach):
        assert [*Session.objects.values_list("session_key", flat=True)] == ["running"]
        assert not Submission.objects.exists()
