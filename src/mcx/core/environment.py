"""The settings an operator may change, each with its default and its help: read once, at the start.

`docs/guide/operating.md` documents every one of them (a test checks it). A wrong value stops the start
with one sentence.
"""

import os
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]


def _truth(value: str) -> bool:
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError(value)


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


def _key(value: str) -> str:
    if value and len(urlsafe_b64decode(value + "=" * (-len(value) % 4))) != 32:
        raise ValueError(value)
    return value


def _instant(value: str) -> datetime | None:
    return datetime.fromisoformat(value).astimezone(UTC) if value else None


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
            raise ImproperlyConfigured(f"{self.name}{shown} cannot be read: {self.help}") from error


SETTINGS = (
    Setting(
        "MCX_MODE",
        "demo",
        "demo (self-contained, fictional data) or production (nothing is guessed).",
        _one_of("demo", "production"),
    ),
    Setting(
        "MCX_PUBLIC_URL",
        "http://localhost:8000",
        "The address people and verifiers reach this network at.",
        _address,
    ),
    Setting(
        "MCX_DATA_DIR",
        str(ROOT / "var"),
        "Folder for the SQLite file, keys and collected static files.",
        Path,
    ),
    Setting(
        "DATABASE_URL", "", "postgres://user:password@host:5432/name; empty means SQLite in MCX_DATA_DIR."
    ),
    Setting(
        "MCX_SECRET_KEY", "", "Secret of sessions and forms; in demo mode made and kept in MCX_DATA_DIR."
    ),
    Setting(
        "MCX_KEY_ENCRYPTION_KEY",
        "",
        "32 bytes in base64 that encrypt signing keys at rest; in demo mode made and kept in MCX_DATA_DIR.",
        _key,
        is_secret=True,
    ),
    Setting(
        "MCX_ALLOWED_HOSTS",
        "",
        "Host names this server answers to, comma separated; default: MCX_PUBLIC_URL's.",
        _names,
    ),
    Setting("MCX_EMAIL_URL", "", "smtp://user:password@host:587; empty writes mail to MCX_DATA_DIR/mail."),
    Setting("MCX_EMAIL_FROM", "network@example.org", "Sender of the network's mail."),
    Setting(
        "MCX_SECOND_FACTOR",
        "",
        "off, keys (for keys and revocation) or offices (for all they do); default: keys, off in demo mode.",
        _one_of("", "off", "keys", "offices"),
    ),
    Setting("MCX_BEHIND_PROXY", "no", "yes when a TLS proxy in front sets X-Forwarded-Proto.", _truth),
    Setting(
        "MCX_LOG_LEVEL",
        "INFO",
        "DEBUG, INFO, WARNING or ERROR.",
        _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    ),
    Setting(
        "MCX_FIXED_NOW",
        "",
        "An ISO instant that stands for now; only for reproducible demonstrations and tests.",
        _instant,
    ),
)


def read() -> dict[str, Any]:
    """Every setting's value by name."""
    return {setting.name: setting.value() for setting in SETTINGS}
