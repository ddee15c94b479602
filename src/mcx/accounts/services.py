"""What can be done to accounts."""

import secrets
from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import ApiToken, Person
from mcx.accounts.rules import GRANTED, TOKEN_LIVES, Action, Factor, Scope, token_life
from mcx.accounts.selectors import in_use, require_own, require_proof, require_scope
from mcx.core import audit, ciphers, encryption
from mcx.core.ciphers import Undecipherable, secret_hash
from mcx.core.encryption import Lock
from mcx.core.errors import DomainError, Invalid
from mcx.core.text import as_kept

# What encrypts the secrets of second factors is derived from the key-encryption key for them alone.
SECOND_FACTORS = "second factors"
# Where allauth keeps secrets in an authenticator's data.
SECRETS = ("secret", "seed", "migrated_codes")


class AddressInUse(DomainError):
    """Two people cannot sign in with one address."""

    code = "address-in-use"
    message = _("There is already an account with the email address {email}.")
    fix = _("Choose another email address.")


@transaction.atomic
def register(
    email: str,
    *,
    given_name: str,
    family_name: str,
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


def fault_of_password(password: str) -> str:
    """What is wrong with a new password by the rules that everybody's follows; empty when nothing is."""
    try:
        validate_password(password)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@transaction.atomic
def create_token(
    person: Person, *, label: str, scopes: Collection[Scope], days: int, by: Person, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token with which a program acts for the person within these scopes; its text is shown only now.

    Every token reads what the person sees.

    :raises OutOfScope: when a token asks for it
    :raises ProofNeeded: when the person has not shown lately that it is they
    :raises SecondFactorNeeded: for deeds for which the network demands one that they do not have
    :raises SecondFactorUnused: for deeds for which it demands one that they have not used
    :raises Invalid: for a scope that no token has, or a life of less than one day or more than a year
    """
    require_own(by, Action.MAKE_TOKENS)
    for scope in scopes:
        require_proof(by, scope)
    life = token_life(days)
    if life is None:
        raise Invalid(days=_("A token can be valid for 1 to {most} days.").format(most=TOKEN_LIVES[-1]))
    if not set(scopes) <= set(GRANTED):
        raise Invalid(scopes=_("Choose from the list what the token can do."))
    text = secrets.token_urlsafe(32)
    kept = sorted({*scopes, Scope.READ})
    token = ApiToken.objects.create(
        person=person,
        label=as_kept(label)[:120],
        hash=secret_hash(text),
        scopes=kept,
        created_at=at,
        expires_at=at + life,
        factor=by.access.factor if by.access else Factor.LATELY,
    )
    audit.record("accounts.token-created", token, by=by, at=at, scopes=kept, days=days)
    return token, text


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Remember on which day a token was used last; at most one write a day, so that reading stays cheap.

    Where nothing can be written, on a full disk, reading goes on: only the day is missing then.
    """
    if token.last_used_on != at.date():
        with suppress(DatabaseError), transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=at.date())


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Person, at: datetime) -> None:
    """End a token now; ending it again changes nothing. In haste nobody is asked for a proof.

    :raises OutOfScope: when a token asks for it
    """
    require_scope(by, Scope.ACCOUNT)
    _end([token], by=by, at=at)


def _end(tokens: Collection[ApiToken], *, by: Person, at: datetime) -> None:
    for token in tokens:
        if token.revoked_at is None:
            token.revoked_at = at
            token.save(update_fields=["revoked_at"])
            audit.record("accounts.token-revoked", token, by=by, at=at)


@transaction.atomic
def change_password(person: Person, *, password: str, by: Person, at: datetime) -> None:
    """Set a new password and end every token of the person: whoever knew the old one may have made them.

    Their sessions end by themselves, because each is bound to the password (Django).
    """
    person.set_password(password)
    person.save()
    _end(ApiToken.objects.filter(in_use(at), person=person), by=by, at=at)
    audit.record("accounts.password-changed", person, by=by, at=at)


def encrypt_secret(text: str) -> str:
    """A second factor's secret as it is stored, under the key-encryption key, which is proven first.

    :raises KeyEncryptionKeyMissing: when there is none
    :raises WrongKeyEncryptionKey: when it is not the one of this database
    """
    encryption.begin()
    return ciphers.encrypt(text, secret=encryption.key_encryption_key(), purpose=SECOND_FACTORS)


def decrypt_secret(kept: str) -> str:
    """The secret that `encrypt_secret` was given.

    :raises Undecipherable: when it was altered, or belongs to another key-encryption key
    """
    return ciphers.decrypt(kept, secret=encryption.key_encryption_key(), purpose=SECOND_FACTORS)


def newest_second_factor() -> Lock | None:
    """What the newest second factor with a secret is locked by, for whoever must prove the key."""
    for row in Authenticator.objects.order_by("-pk").iterator():
        held = [row.data[name] for name in SECRETS if row.data.get(name)]
        if held:
            return lambda key: _is_opened_by(key, held)
    return None


def _is_opened_by(key: bytes, held: list[Any]) -> bool:
    try:
        _rewrapped(held, old=key, new=key)
    except Undecipherable:
        return False
    return True


@transaction.atomic
def rewrap_second_factors(*, old: bytes, new: bytes) -> tuple[int, list[str]]:
    """Encrypt the secrets of all second factors under another key-encryption key.

    How many were, and which did not open before: they stay as they are and stop no other. For the command
    that exchanges that key, in one transaction with everything else under it.
    """
    changed, left = 0, list[str]()
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        held = {name: row.data[name] for name in SECRETS if row.data.get(name)}
        try:
            kept = {name: _rewrapped(value, old=old, new=new) for name, value in held.items()}
        except Undecipherable:
            left.append(f"second factor {row.pk}")
            continue
        if kept:
            row.data |= kept
            row.save(update_fields=["data"])
            changed += 1
    return changed, left


def _rewrapped(kept: Any, *, old: bytes, new: bytes) -> Any:
    if isinstance(kept, list):
        return [_rewrapped(one, old=old, new=new) for one in kept]
    text = ciphers.decrypt(kept, secret=old, purpose=SECOND_FACTORS)
    return ciphers.encrypt(text, secret=new, purpose=SECOND_FACTORS)


@transaction.atomic
def choose_language(person: Person, *, language: str, by: Person, at: datetime) -> None:
    """Set the language in which the network writes to the person; the same one again changes nothing."""
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])
        audit.record("accounts.language-chosen", person, by=by, at=at, language=language)
