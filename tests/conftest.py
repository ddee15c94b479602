"""Set-up shared by all tests: fast passwords, jobs at once, mail in memory, a fixed clock."""

import pytest
from pytest_django.fixtures import Settings

from tests.cast import NOW
from tests.demonstration import Demonstration


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
    return Demonstration()


@pytest.fixture
def demonstration(_loaded: Demonstration, db: None) -> None:
    """The whole demonstration network at the tests' present instant."""
    _loaded.set_up()
