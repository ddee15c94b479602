"""Look-ups of people and of their tokens, and whether somebody came in well enough for a deed."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import ApiToken, Person
from mcx.accounts.rules import (
    EVERYONE,
    PROVEN,
    SCOPE_NAMES,
    SECOND_FACTOR,
    Action,
    Held,
    Scope,
    factor_for,
    may,
    scope_of,
    scopes_for,
)
from mcx.core.ciphers import secret_hash
from mcx.core.errors import NotAllowed, NotFound, Unproven


class OutOfScope(NotAllowed):
    """A token does only what it was made for."""

    code = "out-of-scope"
    message = _("This token does not allow you to: {scope}.")
    fix = _("Create a token for it in your profile, or do it in the browser.")


class ProofNeeded(Unproven):
    """Some deeds ask the person to show once more that it is they."""

    code = "proof-needed"
    message = _("You need to confirm that it is you before you do this. You last did so a while ago.")
    fix = _("Confirm that it is you with your password, a passkey or a code. Then send this again.")


class SecondFactorNeeded(Unproven):
    """The network demands a second factor of whoever does this."""

    code = "second-factor-needed"
    message = _(
        "This network requires a second factor for this, because a password alone can be stolen. You do not "
        "have one yet."
    )
    fix = _("Set up a passkey or an authenticator app under Passkeys and codes. Then send this again.")


class SecondFactorUnused(ProofNeeded):
    """Whoever has a second factor does this only once they have used it."""

    code = "second-factor-unused"
    message = _(
        "You need your second factor for this, because a password alone can be stolen. You have not used it "
        "recently."
    )
    fix = _(
        "Use your passkey or a code from your authenticator app, then send this again. Create a new token "
        "afterwards."
    )


def in_use(at: datetime) -> Q:
    """The tokens for which `rules.is_token_in_use` says yes."""
    return Q(revoked_at=None, expires_at__gt=at)


def token_in_use(text: str, *, at: datetime) -> ApiToken | None:
    """The token with this text and its person, while it is neither ended nor expired (one query)."""
    return (
        ApiToken.objects.select_related("person")
        .filter(in_use(at), hash=secret_hash(text), person__is_active=True)
        .first()
    )


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """The person's tokens, newest first, revoked ones too."""
    return ApiToken.objects.filter(person=person).order_by("-created_at", "-pk")


def token_for(person: Person, token_id: int) -> ApiToken:
    """One of the person's own tokens.

    :raises NotFound: when it is not theirs
    """
    found = tokens_of(person).filter(pk=token_id).first()
    if found is None:
        raise NotFound(token=token_id)
    return found


def without_factor(token: ApiToken) -> list[Scope]:
    """For what the token was made and is refused: it was made without the second factor that is demanded.

    A factor used once counts for every day's work; for what asks for proof it was used with that proof.
    """
    demanded = SECOND_FACTOR[settings.SECOND_FACTOR].intersection(map(Scope, token.scopes))
    return [one for one in map(Scope, token.scopes) if one in demanded and token.factor < factor_for(one)]


def has_second_factor(person: Person) -> bool:
    """Whether the person has set up a passkey or an authenticator app; recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())


def has_app(person: Person) -> bool:
    """Whether the person has set up an authenticator app."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def lacks_second_factor(person: Person, held: Iterable[Held]) -> bool:
    """Whether the network demands a second factor for what the person's offices do, and they have none."""
    is_demanded = SECOND_FACTOR[settings.SECOND_FACTOR].intersection(scopes_for(held))
    return bool(is_demanded) and not has_second_factor(person)


def require_access(person: Person, action: Action) -> None:
    """Let a service go on only if the person came in well enough for the action, whatever the door.

    Whoever only reads needs no more than their right. `network.require` asks this beside the right itself.

    :raises OutOfScope: when they came with a token that was not made for it
    :raises ProofNeeded: when it asks for a proof and theirs is too old
    :raises SecondFactorNeeded: when the network demands a second factor for it and they have none
    """
    if person.access is None or person.access.is_reading:
        return
    require_scope(person, scope_of(action))
    require_proof(person, scope_of(action))


def require_own(person: Person, action: Action) -> None:
    """Let a service go on with what somebody does for themselves: what the table grants to every learner.

    :raises NotAllowed: when it grants them this no longer
    :raises OutOfScope, ProofNeeded, SecondFactorNeeded: see `require_access`
    """
    if not may(EVERYONE, action, None):
        raise NotAllowed(action=action)
    require_access(person, action)


def require_scope(person: Person, scope: Scope) -> None:
    """Let a service go on only if the person came in with this scope: a session has each of them.

    :raises OutOfScope: when they came with a token that was not made for it
    """
    if person.access is None:
        return
    if scope not in person.access.scopes:
        raise OutOfScope(scope=_(SCOPE_NAMES[scope]))
    person.access.asked.add(scope)


def require_proof(person: Person, scope: Scope) -> None:
    """Let the person go on only with the proof that deeds of this scope ask for, even to their form.

    :raises ProofNeeded: when theirs is too old
    :raises SecondFactorNeeded: when the network demands a second factor for it and they have none
    :raises SecondFactorUnused: when they have one and came in without it, or used it too long ago
    """
    if person.access is None:
        return
    if scope in SECOND_FACTOR[settings.SECOND_FACTOR]:
        if not has_second_factor(person):
            raise SecondFactorNeeded()
        if person.access.factor < factor_for(scope):
            raise SecondFactorUnused()
    if scope in PROVEN and not person.access.is_proven:
        raise ProofNeeded()


def addresses_of(person: Person) -> list[str]:
    """The addresses with which the person can sign in, those they have confirmed too (one query)."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return [person.email, *confirmed]
