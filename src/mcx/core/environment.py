"""The settings an operator may change, each with its default and its help: read once, at the start.

`docs/guide/operating.md` documents every one of them (a test checks it). A wrong value stops the start
with one sentence.
"""

import os
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from microcred.report import _

ROOT = Path(__file__).resolve().parents[3]


class Mode(StrEnum):
    """What a deployment is for."""

    DEMO = "demo"
    PRODUCTION = "production"


class SecondFactor(StrEnum):
    """For which deeds a network demands a second factor (`accounts.rules.SECOND_FACTOR`)."""

    OFF = "off"
    KEYS = "keys"
    OFFICES = "offices"


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError(value)
        return value

    return parse


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(value)
    return value.rstrip("/")


def _redis(value: str) -> str:
    parts = urlsplit(value)
    place = {"redis": parts.hostname, "rediss": parts.hostname, "unix": parts.path}.get(parts.scheme)
    is_plain = parts.port != 0 and not parts.fragment and re.fullmatch(r"(db=\d+)?", parts.query)
    if value and not (place and is_plain):
        raise ValueError(value)
    return value


def _bucket(value: str) -> str:
    parts = urlsplit(value)
    is_plain = re.fullmatch(r"/[a-z0-9.-]{3,63}", parts.path) and re.fullmatch(
        r"(region=[a-z0-9-]+)?", parts.query
    )
    if value and not (parts.scheme in {"s3", "s3+http"} and parts.hostname and parts.port != 0 and is_plain):
        raise ValueError(value)
    return value


def _key(value: str) -> str:
    if value and len(urlsafe_b64decode(value + "=" * (-len(value) % 4))) != 32:
        raise ValueError(value)
    return value


def _secret(value: str) -> str:
    """Long and mixed enough that nobody guesses it (the measure of Django's check security.W009)."""
    if value and (len(value) < 50 or len(set(value)) < 5 or value.startswith("django-insecure-")):
        raise ValueError(value)
    return value


def _database(value: str) -> str:
    if value and urlsplit(value).scheme not in {"postgres", "postgresql"}:
        raise ValueError(value)
    return value


def _switch(value: str) -> bool:
    return {"on": True, "off": False}[_one_of("on", "off")(value)]


def _count(value: str) -> int:
    if not value.isdecimal():
        raise ValueError(value)
    return int(value)


def _factor(value: str) -> float:
    factor = float(value)
    if not 0 <= factor <= 1000:
        raise ValueError(value)
    return factor


def _instant(value: str) -> datetime | None:
    return datetime.fromisoformat(value).astimezone(UTC) if value else None


def _positive(value: str) -> int:
    if _count(value) < 1:
        raise ValueError(value)
    return int(value)


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, its default as text, what it does, and how its text is read."""

    name: str
    default: str
    help: str
    parse: Callable[[str], Any] = str
    is_secret: bool = False

    def value(self) -> Any:
        """The value from the environment, from the file that `NAME_FILE` names, or the default.

        :raises ImproperlyConfigured: when the text cannot be read as this setting
        """
        path = os.environ.get(f"{self.name}_FILE")
        text = (
            Path(path).read_text(encoding="utf-8").strip()
            if path
            else os.environ.get(self.name, self.default)
        )
        try:
            return self.parse(text)
        except ValueError as error:
            shown = "" if self.is_secret else f"={text!r}"
            cause = None if self.is_secret else error
            raise ImproperlyConfigured(f"{self.name}{shown} cannot be read: {self.help}") from cause


SETTINGS = (
    Setting(
        "MCX_MODE",
        Mode.DEMO,
        _("demo (self-contained, fictional data) or production (nothing is guessed)."),
        _one_of(*Mode),
    ),
    Setting(
        "MCX_PUBLIC_URL",
        "http://localhost:8000",
        _("The address at which people and verifiers reach this network."),
        _address,
    ),
    Setting(
        "MCX_DATA_DIR",
        str(ROOT / "var"),
        _("Folder for the SQLite file, keys and collected static files."),
        Path,
    ),
    Setting(
        "DATABASE_URL",
        "",
        _("postgres://user:password@host:5432/name; empty means SQLite in MCX_DATA_DIR."),
        _database,
        is_secret=True,
    ),
    Setting(
        "MCX_DATABASE_POOL",
        "off",
        _("`on` where a pool is in between that lends a connection for one transaction, such as PgBouncer."),
        _switch,
    ),
    Setting(
        "MCX_REPLICA_URL",
        "",
        _("The address of a streaming replica, from which visitors read the catalogue; empty means none."),
        _database,
        is_secret=True,
    ),
    Setting(
        "MCX_REPLICA_SECONDS",
        "10",
        _("How many seconds the replica may be behind; after that the catalogue is read from DATABASE_URL."),
        _positive,
    ),
    Setting(
        "MCX_SECRET_KEY",
        "",
        _("Secret for sessions and forms, 50 characters or more; demo mode creates it in MCX_DATA_DIR."),
        _secret,
        is_secret=True,
    ),
    Setting(
        "MCX_KEY_ENCRYPTION_KEY",
        "",
        _("32 bytes in base64 that encrypt signing keys at rest; demo mode creates them in MCX_DATA_DIR."),
        _key,
        is_secret=True,
    ),
    Setting(
        "MCX_NEW_KEY_ENCRYPTION_KEY",
        "",
        _("Only while rotate_key_encryption_key runs: the key that takes over, 32 bytes in base64."),
        _key,
        is_secret=True,
    ),
    Setting(
        "MCX_ALLOWED_HOSTS",
        "",
        _("Host names this server answers to, comma separated; default: the one in MCX_PUBLIC_URL."),
        _names,
    ),
    Setting(
        "MCX_EMAIL_URL", "", _("smtp://user:password@host:587; empty writes emails to MCX_DATA_DIR/mail.")
    ),
    Setting("MCX_EMAIL_FROM", "network@example.org", _("Sender of the network's emails.")),
    Setting(
        "MCX_SECOND_FACTOR",
        "",
        _(
            "`off`, `keys` (for keys and revocation) or `offices` (for all work in a role); default: `keys`, "
            "`off` in demo mode."
        ),
        _one_of("", *SecondFactor),
    ),
    Setting(
        "MCX_TRUSTED_PROXIES",
        "0",
        _("How many of your own proxies are in front of MCX and set X-Forwarded-For and X-Forwarded-Proto."),
        _count,
    ),
    Setting(
        "MCX_RATE_LIMITS",
        "1",
        _("Multiplies every limit on requests: 2 doubles them, 0 switches them off."),
        _factor,
    ),
    Setting(
        "MCX_REDIS_URL",
        "",
        _("redis://:password@host:6379/0, where limits are counted; empty counts them in the database."),
        _redis,
        is_secret=True,
    ),
    Setting(
        "MCX_FILES_URL",
        "",
        _(
            "s3://key:secret@host/bucket?region=name, where new files are kept (s3+http:// without TLS); "
            "empty keeps them in the database."
        ),
        _bucket,
        is_secret=True,
    ),
    Setting(
        "MCX_WALLET_FILES", "200", _("How many credentials one person can add to their wallet."), _positive
    ),
    Setting(
        "MCX_WALLET_MEGABYTES",
        "50",
        _("The largest total size of these credentials, in megabytes."),
        _positive,
    ),
    Setting(
        "MCX_LOG_LEVEL",
        "INFO",
        _("DEBUG, INFO, WARNING or ERROR."),
        _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    ),
    Setting(
        "MCX_FIXED_NOW",
        "",
        _(
            "An ISO date and time to use as the current time; only for reproducible demonstrations and "
            "tests, refused in production."
        ),
        _instant,
    ),
)


RENAMED = {"MCX_BEHIND_PROXY": "MCX_TRUSTED_PROXIES=1 (the number of proxies in front)"}


def read() -> dict[str, Any]:
    """Every setting's value by name.

    :raises ImproperlyConfigured: for a value that cannot be read, for a setting under an earlier name, for a
        replica of nothing, and for a time that stands still in production
    """
    for old, new in RENAMED.items():
        if os.environ.get(old):
            raise ImproperlyConfigured(f"{old} is no longer used: set {new} instead.")
    found = {setting.name: setting.value() for setting in SETTINGS}
    if found["MCX_FIXED_NOW"] and found["MCX_MODE"] == Mode.PRODUCTION:
        raise ImproperlyConfigured(
            "MCX_FIXED_NOW must not be set in production: no limit would work, every date would be wrong."
        )
    if found["MCX_REPLICA_URL"] and not found["DATABASE_URL"]:
        raise ImproperlyConfigured(
            "MCX_REPLICA_URL is set, but DATABASE_URL is not: name the database of which it is a replica."
        )
    return found
