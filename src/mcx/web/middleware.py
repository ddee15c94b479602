"""What happens around every request: a log line, the public address, forms taken once, refusals as pages."""

import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_cache_control

from mcx.core import callers, clock, encryption, replica, submissions
from mcx.core.errors import DomainError
from mcx.core.logs import route_of
from mcx.web import errors

Handler = Callable[[HttpRequest], HttpResponse]
# The addresses that are answered before anybody is asked who they are.
EARLY = ("mcx.web.health", "mcx.protocols.urls")
READ = frozenset({"GET", "HEAD"})
HEALTH = frozenset({"/healthz", "/readyz"})
# Pictures, PDFs and archives are compressed already.
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/vc",
    "application/did+json",
)
# What strangers may see as it was some seconds ago: nothing here says that something ended, or decides it.
CATALOGUE = ("/catalogue/", "/api/catalogue/")
# Whoever knows such an address is shown something by it, or the page itself shows a secret.
SECRET = (
    "/accounts/2fa/",
    "/accounts/password/reset/key/",
    "/accounts/confirm-email/",
    "/network/found/",
    "/wallet/s/",
    "/api/wallet/shared/",
)
log = structlog.get_logger("mcx.request")


def own_language(get_response: Handler) -> Handler:
    """Begin in the network's language, and leave none behind.

    What goes wrong before the reader's is known (`LocaleMiddleware`) would else be said in the last reader's.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            return get_response(request)

    return handle


def request_log(get_response: Handler) -> Handler:
    """Write one line per request: which route, how long, for whom; never paths, bodies, cookies or tokens."""

    def handle(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        structlog.contextvars.bind_contextvars(request_id=uuid.uuid4().hex)
        response = get_response(request)
        log.info(
            "request",
            method=request.method,
            route=route_of(request),
            status=response.status_code,
            milliseconds=round((time.perf_counter() - started) * 1000),
            person=_asked_for(request),
        )
        structlog.contextvars.clear_contextvars()
        return response

    return handle


def _asked_for(request: HttpRequest) -> Any:
    """The key of whoever is signed in, where somebody asked who it is: to ask now would need the database."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)


def public_address(get_response: Handler) -> Handler:
    """Make every absolute address from `MCX_PUBLIC_URL`: Host and its port come from the caller."""

    def handle(request: HttpRequest) -> HttpResponse:
        def build_absolute_uri(location: str | None = None) -> str:
            address = request.get_full_path() if location is None else location
            return address if urlsplit(address).netloc else f"{settings.PUBLIC_URL}{address}"

        vars(request)["build_absolute_uri"] = build_absolute_uri
        return get_response(request)

    return handle


class Compression(GZipMiddleware):
    """Compress what is text, where the reader takes it.

    Pages hold what strangers must not guess, tokens of forms and links to share, and repeat what an address
    asks for: whoever sees only how long compressed answers are could find out a secret sign by sign (BREACH).
    So Django hides the length behind up to 100 random bytes (`max_random_bytes`), and masks tokens of forms.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed if that makes it shorter."""
        is_text = response.get("Content-Type", "").startswith(COMPRESSIBLE)
        return super().process_response(request, response) if is_text else response


def freshness(get_response: Handler) -> Handler:
    """Let nothing be taken from a cache unasked, but by its ETag (`ConditionalGetMiddleware`).

    What was shown to somebody who is signed in is theirs alone, and nobody stores what stands at a secret
    address; views that say more are left alone.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(SECRET):
            patch_cache_control(response, private=True, no_store=True)
        if not response.has_header("Cache-Control"):
            is_theirs = "Authorization" in request.headers or _asked_for(request) is not None
            patch_cache_control(response, no_cache=True, **({"private": True} if is_theirs else {}))
        return response

    return handle


def early(get_response: Handler) -> Handler:
    """Answer what programs fetch without asking who they are: no session, language or account counts there.

    A refusal goes the long way, where it is said as everywhere, that of a method among them.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.method in READ:
            for urls in EARLY:
                with suppress(Resolver404, DomainError):
                    found = resolve(request.path_info, urls)
                    request.get_host()  # another host than ours is refused here, too
                    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
                    request.resolver_match = found
                    answer["Content-Length"] = str(len(answer.content))
                    return answer
        return get_response(request)

    return handle


def once(get_response: Handler) -> Handler:
    """Take a form that carries a `once` key only once, in the session that it was shown in.

    The first sending does the work and its redirect is remembered; a second sending of the same form goes
    where the first went. A form that came back with errors, or that was changed, may be sent again.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        given, asked = _given(request), ""
        if not given:
            return get_response(request)
        asked = submissions.asked_by(request)
        key = submissions.key_of("form", request.user.pk, request.session.session_key, given, asked)
        claimed = submissions.begin(key, asked, at=clock.now())
        try:
            if claimed is None:
                return redirect(submissions.earlier(key, asked).location)
            return submissions.carry_out(claimed, lambda: get_response(request), _leads_on)
        except submissions.StillRunning as running:
            return errors.busy(request, running)

    return handle


def _given(request: HttpRequest) -> str:
    """The form's key; an endpoint of the API has its own (`api.door`), a visitor without a session none."""
    if request.method != "POST" or request.path.startswith("/api/") or not request.session.session_key:
        return ""
    return request.POST.get("once", "")


def _leads_on(response: HttpResponse) -> bool:
    """A page that shows a secret once answers 201 and names where a second sending goes; it is not kept."""
    return response.status_code == 201 or 300 <= response.status_code < 400


def right_key(get_response: Handler) -> Handler:
    """Serve nothing but the state of health before the key is proven, which a start without database owes."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path not in HEALTH:
            encryption.settle()
        return get_response(request)

    return handle


def lagging(get_response: Handler) -> Handler:
    """Show strangers the catalogue from the replica, where there is one that is not too far behind.

    Whoever is signed in, or sends a token, may have written just now and reads from the database itself. If
    the replica fails in the middle, the database answers instead: reading twice changes nothing.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not (_may_lag(request) and replica.watch.is_fresh(time.monotonic())):
            return get_response(request)
        with replica.reading():
            answer = get_response(request)
        if answer.status_code != 503:
            return answer
        replica.watch.give_up()
        return get_response(request)

    return handle


def _may_lag(request: HttpRequest) -> bool:
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    is_catalogue = request.path == "/" or request.path.startswith(CATALOGUE)
    return (
        replica.REPLICA in settings.DATABASES
        and is_catalogue
        and request.method in callers.SAFE
        and not is_known
    )


class refusals:  # noqa: N801 - a middleware, named like its siblings
    """Show a refusal that a view let through, and a method that it does not take, as a page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        is_bare = answer.status_code == 405 and not answer.streaming and not answer.content
        if is_bare and not request.path.startswith("/api/"):
            return errors.wrong_method(request, answer.get("Allow", ""))
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a DomainError; any other exception goes its way."""
        return errors.refused(request, exception) if isinstance(exception, DomainError) else None
