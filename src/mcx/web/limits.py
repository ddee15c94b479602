"""Which pages are limited: signing in and up, passwords, verification, links; all others are not counted.

Guessing must come to an end, and no stranger may use up what the owner of an account needs. So a device on
which somebody has signed in is counted by itself, and what strangers reach together closes for others only.
"""

from collections.abc import Callable
from datetime import datetime

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from mcx.core import callers, clock, limits
from mcx.core.limits import Limit, TooMany
from mcx.web import devices, errors

Handler = Callable[[HttpRequest], HttpResponse]
Claims = list[tuple[Limit, str]]
SHARED = "/wallet/s/"
AFTER = {limits.SIGN_UP_ACCOUNT: limits.SIGN_UP_AFTER, limits.RESET_ACCOUNT: limits.RESET_AFTER}


def limits_of_pages(get_response: Handler) -> Handler:
    """Count what is limited before it is done, in a transaction of its own.

    A password or code that was right is not counted: only wrong ones use up the limit.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.method in callers.SAFE and not request.path_info.startswith(SHARED):
            return get_response(request)
        try:
            return _counted(request, get_response)
        except TooMany as refused:
            return errors.too_many(request, refused)

    return handle


def _counted(request: HttpRequest, get_response: Handler) -> HttpResponse:
    name, now = _name(request), clock.now()
    if request.method in callers.SAFE:
        return _shared(request, get_response)
    claims = LIMITED[name](request) if name in LIMITED else _others(request, name)
    claims = _taken(claims, now)
    response = get_response(request)
    if name in GUESSED and _was_right(request, response):
        limits.give_back(claims, at=now)
    return response


def _taken(claims: Claims, now: datetime) -> Claims:
    """Count it; where a day's mails to one address are used up, one an hour still goes out."""
    try:
        limits.take(claims, at=now)
    except TooMany:
        slower = [(AFTER.get(limit, limit), who) for limit, who in claims]
        if slower == claims:
            raise
        limits.take(slower, at=now)
        return slower
    return claims


def _shared(request: HttpRequest, get_response: Handler) -> HttpResponse:
    """A link of the wallet: whoever tried many that lead nowhere is not told which one does."""
    claims, now = limits.WRONG_LINKS.of(_who(request)), clock.now()
    limits.check(claims, at=now)
    response = get_response(request)
    if response.status_code == 404:
        limits.take(claims, at=now)
    return response


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _who(request: HttpRequest) -> list[str]:
    """The person who is signed in, or the client's networks."""
    return [f"person:{request.user.pk}"] if request.user.pk else callers.networks(request)


def _was_right(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the person is signed in now or at the second step; a mail to confirm an address is counted."""
    if response.get("Location", "") in {"", reverse("account_email_verification_sent")}:
        return False
    return bool(request.user.pk or request.session.get(LOGIN_SESSION_KEY))


def at_sign_in(request: HttpRequest, email: str) -> Claims:
    """The limits of one account's passwords; on a device that knows it nobody else uses them up."""
    account = email.strip().lower()
    if device := devices.known(request, account):
        return limits.SIGN_IN.of([device], account)
    return [*limits.SIGN_IN.of(callers.networks(request), account), (limits.SIGN_IN_ACCOUNT, account)]


def _sign_in(request: HttpRequest) -> Claims:
    account = request.POST.get("login", "").strip().lower()
    claims = at_sign_in(request, account)
    return claims if devices.known(request, account) else [*claims, *_passkey(request)]


def _sign_up(request: HttpRequest) -> Claims:
    account, networks = request.POST.get("email", "").strip().lower(), callers.networks(request)
    narrow, wide = limits.SIGN_UP.of(networks, account), limits.SIGN_UP_NETWORK.of(networks)
    return [*narrow, (limits.SIGN_UP_ACCOUNT, account), *wide]


def _reset(request: HttpRequest) -> Claims:
    account, networks = request.POST.get("email", "").strip().lower(), callers.networks(request)
    if device := devices.known(request, account):
        return limits.RESET.of([device], account)
    narrow, wide = limits.RESET.of(networks, account), limits.RESET_NETWORK.of(networks)
    return [*narrow, (limits.RESET_ACCOUNT, account), *wide]


def _second_step(request: HttpRequest) -> Claims:
    """A code or password that is asked of somebody who is signed in already, or nearly."""
    begun = request.session.get(LOGIN_SESSION_KEY) or {}
    pending = begun.get("user_pk")
    return limits.SECOND_STEP.of([f"pending:{pending}"] if pending else _who(request))


def _passkey(request: HttpRequest) -> Claims:
    return limits.SIGN_IN_NETWORK.of(callers.networks(request))


def _verify(request: HttpRequest) -> Claims:
    return limits.VERIFY.of(_who(request))


def _others(request: HttpRequest, name: str) -> Claims:
    """Everything else that is sent to the pages of an account; some of it makes a mail."""
    is_account = name.startswith(("account_", "mfa_")) and name != "account_logout"
    return limits.ACCOUNT_CHANGES.of(_who(request)) if is_account else []


LIMITED: dict[str, Callable[[HttpRequest], Claims]] = {
    "account_login": _sign_in,
    "account_signup": _sign_up,
    "account_reset_password": _reset,
    "account_reauthenticate": _second_step,
    "account_change_password": _second_step,
    "mfa_authenticate": _second_step,
    "mfa_reauthenticate": _second_step,
    "mfa_login_webauthn": _passkey,
    "credentials:verify": _verify,
}
GUESSED = {name for name, limit in LIMITED.items() if limit in {_sign_in, _second_step, _passkey}}
