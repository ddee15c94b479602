"""Devices on which somebody has signed in before: a signed cookie, which strangers cannot use up limits for.

It opens nothing. It only says that wrong passwords which others try elsewhere are not counted against this
device, which has a count of its own. It names accounts by keyed digests, and so tells nobody who they are.
"""

from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from mcx.accounts import selectors
from mcx.accounts.models import Person

COOKIE, SALT = "known_device", "mcx.known-device"
A_YEAR = 366 * 86_400  # seconds
MOST = 12  # addresses that one device knows: a family's, a cookie's room


def known(request: HttpRequest, email: str) -> str:
    """The device's name, where somebody signed in on it with this address before; else an empty text."""
    found = _kept(request)
    return f"device:{found['id']}" if found and _digest(email) in found["of"] else ""


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Let the device know everybody who signs in on it, the last ones first."""
    found = _kept(request) or {"id": token_urlsafe(12), "of": []}
    addresses = dict.fromkeys([_digest(email) for email in selectors.addresses_of(person)] + found["of"])
    response.set_cookie(
        COOKIE,
        signing.dumps({"id": found["id"], "of": list(addresses)[:MOST]}, salt=SALT),
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=A_YEAR)
    except signing.BadSignature:
        return None
    return found


def _digest(email: str) -> str:
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:32]
