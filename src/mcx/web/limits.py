"""Which pages are limited: signing in and up, passwords, verification, links; all others are not counted."""

from collections.abc import Callable

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from mcx.core import callers, clock, limits
from mcx.core.limits import Limit, TooMany
from mcx.web import errors

Handler = Callable[[HttpRequest], HttpResponse]
Claims = list[tuple[Limit, str]]
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
SHARED = "/wallet/s/"


def limits_of_pages(get_response: Handler) -> Handler:
    """Count what is limited before it is done, in a transaction of its own.

    A password or code that was right is not counted: only wrong ones use up the limit.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE and not request.path_info.startswith(SHARED):
            return get_response(request)
        try:
            return _counted(request, get_response)
        except TooMany as refused:
            return errors.too_many(request, refused)

    return handle


def _counted(request: HttpRequest, get_response: Handler) -> HttpResponse:
    name, now = _name(request), clock.now()
    if request.method in SAFE:
        return _shared(request, get_response)
    claims = LIMITED[name](request) if name in LIMITED else _others(request, name)
    limits.take(claims, at=now)
    response = get_response(request)
    if name in GUESSED and _was_right(request, response):
        limits.give_back(claims, at=now)
    return response


def _shared(request: HttpRequest, get_response: Handler) -> HttpResponse:
    """A link of the wallet: whoever tried many that lead nowhere is not told which one does."""
    claims, now = [(limits.WRONG_LINKS, _who(request))], clock.now()
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


def _who(request: HttpRequest) -> str:
    """The person who is signed in, or the client's network."""
    return f"person:{request.user.pk}" if request.user.pk else f"network:{callers.network(request)}"


def _was_right(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the person is signed in now or at the second step; a mail to confirm an address is counted."""
    if response.get("Location", "") in {"", reverse("account_email_verification_sent")}:
        return False
    return bool(request.user.pk or request.session.get(LOGIN_SESSION_KEY))


def at_sign_in(email: str, network: str) -> Claims:
    """The limits of signing in to an account; one stranger alone never reaches that of the whole account."""
    account = email.strip().lower()
    return [(limits.SIGN_IN, f"{account} {network}"), (limits.SIGN_IN_ACCOUNT, account)]


def _sign_in(request: HttpRequest) -> Claims:
    network = callers.network(request)
    return [*at_sign_in(request.POST.get("login", ""), network), (limits.SIGN_IN_NETWORK, network)]


def _sign_up(request: HttpRequest) -> Claims:
    account, network = request.POST.get("email", "").strip().lower(), callers.network(request)
    narrow = (limits.SIGN_UP, f"{account} {network}")
    return [narrow, (limits.SIGN_UP_ACCOUNT, account), (limits.SIGN_UP_NETWORK, network)]


def _reset(request: HttpRequest) -> Claims:
    account, network = request.POST.get("email", "").strip().lower(), callers.network(request)
    narrow = (limits.RESET, f"{account} {network}")
    return [narrow, (limits.RESET_ACCOUNT, account), (limits.RESET_NETWORK, network)]


def _second_step(request: HttpRequest) -> Claims:
    """A code or password that is asked of somebody who is signed in already, or nearly."""
    begun = request.session.get(LOGIN_SESSION_KEY) or {}
    pending = begun.get("user_pk")
    return [(limits.SECOND_STEP, f"pending:{pending}" if pending else _who(request))]


def _passkey(request: HttpRequest) -> Claims:
    return [(limits.SIGN_IN_NETWORK, callers.network(request))]


def _verify(request: HttpRequest) -> Claims:
    return [(limits.VERIFY, _who(request))]


def _others(request: HttpRequest, name: str) -> Claims:
    """Everything else that is sent to the pages of an account; some of it makes a mail."""
    is_account = name.startswith(("account_", "mfa_")) and name != "account_logout"
    return [(limits.ACCOUNT_CHANGES, _who(request))] if is_account else []


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
