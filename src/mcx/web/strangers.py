"""What somebody who is not signed in can learn or cause by mail, at sign-in, sign-up and reset: nothing."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mcx.accounts.models import Person
from mcx.accounts.selectors import addresses_of
from mcx.core import callers, limits
from mcx.core.text import in_language
from mcx.network.selectors import institutions
from mcx.web import devices
from mcx.web.limits import at_sign_in


class Doors(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's hooks, such that a known address costs and shows what an unknown one does."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that mails name ("your password was changed from …")."""
        return callers.address(request) or "unknown"

    def format_email_subject(self, subject: str) -> str:
        """The subject with the network's name, where allauth would write the Host header."""
        return f"[{_site().name}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that names the network and the public address alone."""
        super().send_mail(template_prefix, email, {"current_site": _site(), **context})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody in their language, at each of their addresses, what was changed in their account."""
        with translation.override(user.language):
            for address in [email] if email else dict.fromkeys(addresses_of(user)):
                super().send_notification_mail(template_prefix, user, context, address)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of an address that somebody tried to join with it.

        Joining with a new address hashes the password; so does this, and neither is quicker.
        """
        make_password(email)
        super().send_account_already_exists_mail(email)

    def respond_email_verification_sent(self, request: HttpRequest, user: Person | None) -> HttpResponse:
        """Where somebody goes who has to open their mail first; where that is a file, they are told."""
        if hasattr(settings, "EMAIL_FILE_PATH"):
            messages.info(
                request,
                _(
                    "This network does not send emails. The people who run it can find yours in the folder "
                    "mail of its data."
                ),
            )
        response: HttpResponse = super().respond_email_verification_sent(request, user)
        return response

    def post_login(self, request: HttpRequest, user: Person, **how: Any) -> HttpResponse:
        """Where somebody goes who is signed in now; their device is remembered."""
        response: HttpResponse = super().post_login(request, user, **how)
        devices.remember(request, response, user)
        return response

    def let_in_again(self, user: Person) -> None:
        """Forget how many wrong passwords were tried, so that nobody is locked out for good."""
        everywhere = (limits.SIGN_IN_ACCOUNT, user.email.strip().lower())
        limits.forget([everywhere, *at_sign_in(allauth.request, user.email)])


def _site() -> SimpleNamespace:
    network = institutions.public_network()
    name = in_language(network.name, get_language() or "en") if network else str(settings.SITE_NAME)
    return SimpleNamespace(name=name, domain=urlsplit(settings.PUBLIC_URL).netloc)
