"""Set-up shared by all tests: fast passwords, jobs at once, mail in memory, a fixed clock."""

import pytest
from pytest_django.fixtures import Settings

from tests.cast import NOW


@pytest.fixture(autouse=True)
def _quiet(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.FIXED_NOW = NOW
    settings.PUBLIC_URL = "https://network.example"
    settings.ALLOWED_HOSTS = ["*"]
