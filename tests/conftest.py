"""Set-up shared by all tests: fast passwords, jobs at once, mail in memory, a fixed clock."""

import pytest
from pytest_django.fixtures import Settings

from mcx.demo.load import load_demo
from tests.busy import prepare
from tests.cast import NOW
from tests.demonstration import Demonstration

pytest_plugins = ["tests.tiers"]


@pytest.fixture(autouse=True)
def _quiet(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.FIXED_NOW = NOW
    settings.PUBLIC_URL = "https://network.example"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture(scope="session")
def _loaded() -> Demonstration:
    return Demonstration(lambda: load_demo(at=NOW))


@pytest.fixture(scope="session")
def _busy(_loaded: Demonstration) -> Demonstration:
    return Demonstration(_loaded.set_up, prepare)


@pytest.fixture
def demonstration(_loaded: Demonstration, db: None) -> None:
    """The whole demonstration network at the tests' present instant."""
    _loaded.set_up()


@pytest.fixture
def busy_demonstration(_busy: Demonstration, db: None) -> None:
    """The demonstration on a day on which every form is shown to somebody (`tests/busy.py`)."""
    _busy.set_up()
