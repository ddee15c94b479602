"""Public pages that have not changed are not drawn again: their ETag says what they are made from.

For a stranger that is the version of what is looked up, the address, the day, the language and colours, and
the software. Who is signed in, or is to be told something, is shown a page of their own, whose ETag is that
of its content (`ConditionalGetMiddleware`).
"""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.views.decorators.http import condition

from mcx.catalogue.selectors.shelf import public_newest_change
from mcx.core import clock, versions
from mcx.core.environment import ROOT
from mcx.web import fonts
from mcx.web.context import theme

FOLDERS = (settings.SOURCE_DIR, ROOT / "docs" / "guide")
OWN = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
Page = Callable[..., HttpResponse]


def by_register(page: Page) -> Page:
    """A page that shows nothing but the network, its members and its Charter (asked anew: one query)."""
    return condition(etag_func=lambda request, **_of: _etag(request))(page)


def by_catalogue(page: Page) -> Page:
    """A page that beside them shows what is in the catalogue (asked anew: two queries)."""
    return condition(etag_func=lambda request, **_of: _etag(request, public_newest_change))(page)


def _etag(request: HttpRequest, *more: Callable[[], object]) -> str | None:
    """None where the page is somebody's own, or nothing says yet in which version the network is."""
    if OWN & request.COOKIES.keys() or "Authorization" in request.headers:
        return None
    version = versions.of(versions.REGISTER)
    if not version:
        return None
    reader = get_language(), theme(request), clock.today(), request.get_full_path()
    collected = getattr(staticfiles_storage, "manifest_hash", "")
    software = _newest_file(), collected, fonts.are_built(), settings.PUBLIC_URL, settings.DEMO
    parts = sorted(version), [each() for each in more], reader, software
    return f'"{salted_hmac("mcx.unchanged", repr(parts), algorithm="sha256").hexdigest()[:32]}"'


@cache
def _newest_file() -> int:
    """When the newest file was written of those that this process was started from."""
    files = (file for folder in FOLDERS for file in folder.rglob("*.*") if file.suffix != ".pyc")
    return max(file.stat().st_mtime_ns for file in files)
