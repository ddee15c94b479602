"""What the versions of Open Badges call the same things.

2.0 says `verification`, 1.x `verify`; 1.0 has no `@context`, `type` or `id`; 0.5 has the recipient as one
text and the issuer's `origin`, `org` and `contact`.
"""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

SIGNED = frozenset({"signed", "SignedBadge"})
LONGEST_URL = 2_000


def is_assertion(document: Any) -> bool:
    """Whether this is an assertion of Open Badges 2.0 or older, also one reduced to its revocation."""
    if not isinstance(document, dict) or "credentialSubject" in document:
        return False
    if "badge" in document and "recipient" in document:
        return True
    return "Assertion" in listed(document.get("type")) and "revoked" in document


def listed(value: Any) -> list[Any]:
    """The value as a list: JSON-LD writes one value with and without one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def part(document: dict[str, Any], name: str) -> dict[str, Any]:
    """The object under a name where it is embedded, else an empty one."""
    value = document.get(name)
    return value if isinstance(value, dict) else {}


def identifier(value: Any) -> str:
    """The id of an object, or the id itself where only that stands there."""
    found = value.get("id", value.get("@id")) if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def verification(assertion: dict[str, Any]) -> dict[str, Any]:
    """How the assertion says it can be verified; version 0.5 knew only hosted badges."""
    return part(assertion, "verification") or part(assertion, "verify")


def is_signed(assertion: dict[str, Any]) -> bool:
    """Whether the assertion says it is signed."""
    return any(
        kind in SIGNED for kind in listed(verification(assertion).get("type")) if isinstance(kind, str)
    )


def address(assertion: dict[str, Any]) -> str:
    """Where a hosted assertion lives: its id, or in version 1.0 what `verify` names."""
    return identifier(assertion) or identifier(verification(assertion).get("url"))


def authority(url: str) -> str:
    """Host and port of a web address in lower case; empty for anything else."""
    try:
        parts = urlsplit(url if len(url) <= LONGEST_URL else "")
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme in ("http", "https") else ""


def issuer_id(issuer: dict[str, Any]) -> str:
    """The issuer's id, or where the older versions say who it is."""
    return next(
        (found for name in ("id", "@id", "origin", "url") if (found := identifier(issuer.get(name)))), ""
    )


def moment(value: Any) -> datetime | None:
    """An instant as the versions wrote it: ISO 8601, only a date, or seconds since 1970; UTC if unsaid."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        if isinstance(value, str) and not value.isdecimal():
            found = datetime.fromisoformat(value)
        else:
            found = datetime.fromtimestamp(float(value), UTC)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
