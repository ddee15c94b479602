"""Alive and ready are two questions; only what nobody can serve without is a no."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from mcx.core import encryption, readiness
from mcx.core.models import AuditEntry
from tests.cast import network

pytestmark = pytest.mark.django_db


def _ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    body: dict[str, Any] = json.loads(answer.content)
    assert body["status"] == ("ready" if answer.status_code == 200 else "not ready")
    return answer.status_code, {check["code"]: check["outcome"] for check in body["checks"]}


def test_alive_asks_no_database(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert "no-cache" in answer["Cache-Control"]


def test_a_deployment_in_order_is_ready_and_cheap_to_ask(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    encryption.begin()
    client.get("/readyz")

    with django_assert_max_num_queries(6):
        status, checks = _ready(client)

    assert status == 200
    assert checks == dict.fromkeys(
        ("ready.database", "ready.key", "ready.worker", "ready.clock", "ready.disk"), "passed"
    )


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_neither_tells_a_secret_or_where_things_are(client: Client, settings: Settings, address: str) -> None:
    encryption.begin()

    said = client.get(address).content.decode()

    for secret in (settings.SECRET_KEY, settings.DATA_DIR, connection.settings_dict["NAME"]):
        assert str(secret) not in said
    assert encryption.key_encryption_key().hex() not in said


@pytest.mark.parametrize("wrong", ["A" * 43, "no key"])
def test_under_a_wrong_key_nobody_serves(client: Client, settings: Settings, wrong: str) -> None:
    encryption.begin()
    settings.KEY_ENCRYPTION_KEY = wrong

    assert _ready(client) == (503, _ready(client)[1] | {"ready.key": "failed"})


def test_where_nothing_is_encrypted_no_key_has_proven_itself(client: Client, settings: Settings) -> None:
    settings.KEY_ENCRYPTION_KEY = "A" * 43

    assert _ready(client) == (200, _ready(client)[1] | {"ready.key": "warning"})


def test_with_a_migration_to_do_nobody_serves(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="wallet").delete()

    status, checks = _ready(client)

    assert (status, checks["ready.database"]) == (503, "failed")
    assert set(checks) == {"ready.database", "ready.disk"}


def test_jobs_that_wait_are_a_warning(client: Client, settings: Settings) -> None:
    settings.FIXED_NOW = timezone.now() + timedelta(minutes=6)
    DBTaskResult.objects.create(
        task_path="mcx.credentials.services.issuing.issue_award",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
    )

    status, checks = _ready(client)

    assert (status, checks["ready.worker"]) == (200, "warning")
    settings.FIXED_NOW -= timedelta(minutes=3)
    assert _ready(client)[1]["ready.worker"] == "passed"


def test_a_clock_behind_what_was_done_is_a_warning(client: Client, settings: Settings) -> None:
    settings.FIXED_NOW = None
    AuditEntry.objects.create(at=timezone.now() + timedelta(hours=1), action="x", subject_type="x")

    status, checks = _ready(client)

    assert (status, checks["ready.clock"]) == (200, "warning")


def test_little_room_or_a_folder_that_is_gone_is_a_warning(
    client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "LEAST_ROOM", 1 << 62)
    full = _ready(client)
    settings.DATA_DIR = tmp_path / "gone"
    gone = _ready(client)

    assert [(status, checks["ready.disk"]) for status, checks in (full, gone)] == [(200, "warning")] * 2


def test_the_start_says_where_credentials_point_when_the_port_is_another(
    settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings.DATA_DIR, settings.PUBLIC_URL = tmp_path, "http://localhost:9000"
    network()

    call_command("prepare")

    said = capsys.readouterr().err
    assert "set up at network.example" in said
    assert "http://localhost:9000" in said
