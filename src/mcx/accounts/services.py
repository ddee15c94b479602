"""What can be done to accounts."""

import secrets
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import ApiToken, Person
from mcx.accounts.selectors import token_hash
from mcx.core import audit
from mcx.core.errors import DomainError

TOKEN_LIFE = timedelta(days=365)


class AddressInUse(DomainError):
    """Two people cannot sign in with one address."""

    code = "address-in-use"
    message = _("Somebody already signs in with {email}.")
    fix = _("Choose another e-mail address.")


@transaction.atomic
def register(
    email: str,
    given_name: str,
    family_name: str,
    *,
    password_hash: str = "",
    birth_date: date | None = None,
    language: str = "en",
    at: datetime,
) -> Person:
    """Make an account for somebody who did not sign up; without a password they set one by e-mail.

    :raises AddressInUse: when somebody signs in with the address already
    """
    if Person.objects.filter(email__iexact=email).exists():
        raise AddressInUse(email=email)
    person = Person.objects.create(
        email=email.lower(),
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date,
        language=language,
        joined_at=at,
        password=password_hash or make_password(None),
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    audit.record("accounts.registered", person, by=None, at=at)
    return person


@transaction.atomic
def create_token(person: Person, label: str, *, by: Person, at: datetime) -> tuple[ApiToken, str]:
    """Make a token with which a program acts for the person for a year; its text is shown only now."""
    text = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person,
        label=label.strip()[:120],
        hash=token_hash(text),
        created_at=at,
        expires_at=at + TOKEN_LIFE,
    )
    audit.record("accounts.token-created", token, by=by, at=at)
    return token, text


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Person, at: datetime) -> None:
    """End a token now; ending it again changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        audit.record("accounts.token-revoked", token, by=by, at=at)


@transaction.atomic
def choose_language(person: Person, language: str, *, by: Person, at: datetime) -> None:
    """Set the language in which the network writes to the person; the same one again changes nothing."""
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])
        audit.record("accounts.language-chosen", person, by=by, at=at, language=language)
