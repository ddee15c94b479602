"""A wrong setting stops the start with one sentence that names it, and never shows a secret."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from mcx.core import environment

BY_NAME = {setting.name: setting for setting in environment.SETTINGS}
WRONG = [
    ("MCX_MODE", "Production"),
    ("MCX_PUBLIC_URL", "credentials.example.org"),
    ("MCX_PUBLIC_URL", "https://credentials.example.org/?page=1"),
    ("MCX_KEY_ENCRYPTION_KEY", "too-short"),
    ("MCX_SECRET_KEY", "short"),
    ("MCX_SECRET_KEY", "abc" * 30),
    ("MCX_SECRET_KEY", "django-insecure-" + "x1y2z3" * 10),
    ("MCX_TRUSTED_PROXIES", "yes"),
    ("MCX_TRUSTED_PROXIES", "-1"),
    ("MCX_RATE_LIMITS", "many"),
    ("MCX_RATE_LIMITS", "-1"),
    ("MCX_RATE_LIMITS", "nan"),
    ("DATABASE_URL", "mysql://mcx:password@localhost/mcx"),
    ("MCX_DATABASE_POOL", "yes"),
    ("MCX_REPLICA_URL", "sqlite:///copy"),
    ("MCX_REPLICA_SECONDS", "0"),
    ("MCX_REDIS_URL", "localhost:6379"),
    ("MCX_REDIS_URL", "https://localhost"),
    ("MCX_REDIS_URL", "rediss:///1"),
    ("MCX_REDIS_URL", "redis://localhost:port"),
    ("MCX_REDIS_URL", "redis://localhost?pool=large"),
    ("MCX_LOG_LEVEL", "LOUD"),
    ("MCX_FIXED_NOW", "yesterday"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=f"^{name}.*cannot be read: ") as refused:
        BY_NAME[name].value()

    assert (value in str(refused.value)) is not BY_NAME[name].is_secret


@pytest.mark.parametrize("setting", environment.SETTINGS, ids=lambda setting: setting.name)
def test_a_default_can_be_read(monkeypatch: pytest.MonkeyPatch, setting: environment.Setting) -> None:
    monkeypatch.delenv(setting.name, raising=False)

    setting.value()


def test_a_secret_can_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = "kept elsewhere, and long enough that nobody will guess it"
    (tmp_path / "secret").write_text(f"{secret}\n", encoding="utf-8")
    monkeypatch.setenv("MCX_SECRET_KEY_FILE", str(tmp_path / "secret"))

    assert BY_NAME["MCX_SECRET_KEY"].value() == secret


def test_a_setting_under_its_earlier_name_is_refused_by_the_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCX_BEHIND_PROXY", "yes")

    with pytest.raises(ImproperlyConfigured, match="set MCX_TRUSTED_PROXIES=1"):
        environment.read()


def test_time_does_not_stand_still_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCX_FIXED_NOW", "2026-11-30T09:00:00Z")
    environment.read()

    monkeypatch.setenv("MCX_MODE", "production")

    with pytest.raises(ImproperlyConfigured, match=r"^MCX_FIXED_NOW must not be set in production: [^.]+\.$"):
        environment.read()


def test_a_replica_needs_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCX_REPLICA_URL", "postgres://mcx@replica/mcx")
    monkeypatch.delenv("DATABASE_URL", raising=False)

    with pytest.raises(ImproperlyConfigured, match=r"^MCX_REPLICA_URL is set, but DATABASE_URL"):
        environment.read()


def test_an_address_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCX_PUBLIC_URL", "https://credentials.example.org/")

    assert BY_NAME["MCX_PUBLIC_URL"].value() == "https://credentials.example.org"


@pytest.mark.parametrize("name", ["gmpy2", "nacl", "pybase64"])
def test_the_product_has_the_fast_ways_of_the_library(name: str) -> None:
    """Where one is missing, tests that compare it with the plain way are skipped: not here."""
    assert find_spec(name)
