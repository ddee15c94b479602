"""Set-up shared by all tests: fast passwords, jobs at once, mail in memory, a fixed clock."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker

from mcx.demo.load import load_demo
from tests.busy import prepare
from tests.cast import NOW
from tests.demonstration import Demonstration

if TYPE_CHECKING:
    from tests.walk.answers import Answer
    from tests.walk.recording import Recording

pytest_plugins = ["tests.tiers"]
# The same examples everywhere and however slow the machine; `make fuzz` looks for new ones.
hypothesis.settings.load_profile("ci")
STATIC_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(autouse=True, scope="session")
def _quiet() -> Iterator[None]:
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
        FIXED_NOW=NOW,
        PUBLIC_URL="https://network.example",
        ALLOWED_HOSTS=["*"],
        # As in a tree in which nothing was collected, whatever lies in the data folder.
        STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": STATIC_FILES}},
    ):
        yield


@pytest.fixture(autouse=True)
def _english() -> None:
    """The last page that another test asked for leaves its language behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What this run made once for all its processes; no other run finds it."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def loaded(
    _quiet: None, run_folder: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Demonstration]:
    made = Demonstration("loaded", run_folder, lambda: load_demo(at=NOW))
    with django_db_blocker.unblock(), made.instead():
        pass
    yield made
    with django_db_blocker.unblock():
        made.remove()


@pytest.fixture(scope="session")
def _busy(
    loaded: Demonstration, run_folder: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Demonstration]:
    made = Demonstration("busy", run_folder, loaded.write, prepare)
    yield made
    with django_db_blocker.unblock():
        made.remove()


# The two below are begun before a test's transaction and end after it: that is what `class` says where tests
# are functions.
@pytest.fixture(scope="class")
def _in_loaded(loaded: Demonstration, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), loaded.instead():
        yield


@pytest.fixture(scope="class")
def _in_busy(_busy: Demonstration, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), _busy.instead():
        yield


@pytest.fixture
def demonstration(_in_loaded: None, db: None) -> None:
    """The whole demonstration network at the tests' present instant."""


@pytest.fixture
def busy_demonstration(_in_busy: None, db: None) -> None:
    """The demonstration on a day on which every form is shown to somebody (`tests/busy.py`)."""


@pytest.fixture(scope="session")
def _recorded(run_folder: Path) -> "Recording":
    from tests.walk.recording import Recording  # noqa: PLC0415 - it describes the API, which pure tests need not

    return Recording(run_folder)


@pytest.fixture
def recording(busy_demonstration: None, _recorded: "Recording") -> "Recording":
    """What everybody gets at every address on that day (`tests/walk`)."""
    return _recorded


@pytest.fixture(scope="session")
def costs(
    _busy: Demonstration, _recorded: "Recording", run_folder: Path, django_db_blocker: DjangoDbBlocker
) -> "list[dict[str, Answer]]":
    """What every page and endpoint answers in two networks, the second ten times as large as the first.

    One test takes it, so that one process lets them grow: before its transaction, which would lock them.
    """
    if connection.vendor != "sqlite":
        pytest.skip("the queries are the same on every database; SQLite lets the networks grow sooner")
    from bench.network.growing import grow  # noqa: PLC0415 - pure tests need it not
    from tests.walk import growth  # noqa: PLC0415

    found = []
    with django_db_blocker.unblock():
        with _busy.instead():
            opened = list(growth.pages(_recorded))
        for size in (growth.SMALL, growth.LARGE):
            network = Demonstration(
                f"grown{size.universities}", run_folder, _busy.write, partial(grow, size, at=NOW)
            )
            with network.instead():
                found.append(growth.answers(opened))
            network.remove()
    return found
