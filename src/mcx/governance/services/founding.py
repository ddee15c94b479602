"""A network of one's own: its one-time address, its first member, coordinator and key, its public address."""

from datetime import datetime
from secrets import token_urlsafe
from typing import NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.accounts import services as accounts
from mcx.accounts.models import Person
from mcx.catalogue import services as catalogue
from mcx.core import audit
from mcx.core.ciphers import secret_hash
from mcx.core.errors import DomainError, Invalid
from mcx.core.text import as_kept
from mcx.credentials.selectors import public_claimed
from mcx.credentials.services.starting import equip
from mcx.governance.rules.founding import Founding, faults_of_founding
from mcx.governance.selectors.founding import ADDRESS_LIVES, public_founding_address
from mcx.keys import services as keys
from mcx.keys.rules import host_of
from mcx.network.models import FoundingAddress, Institution, Network
from mcx.network.selectors.institutions import AlreadyFounded, public_network
from mcx.network.services.members import add_identifier, found_network


class AddressBound(DomainError):
    """Credentials name the public address for ever, so that it changes only before the first one."""

    code = "address-bound"
    message = _(
        "This network was set up at {host} and cannot move to {address}. Credentials that contain its "
        "address: {number}. Verifiers look for its keys there."
    )
    fix = _("Set MCX_PUBLIC_URL, or the port, back to that address and start again.")


@transaction.atomic
def invite_founder(*, at: datetime) -> str:
    """Make the one-time address at which the network is founded, and end any earlier one; its secret.

    :raises AlreadyFounded: when this deployment serves a network already
    """
    if ours := public_network():
        raise AlreadyFounded(name=ours)
    FoundingAddress.objects.all().delete()
    secret = token_urlsafe(32)
    row = FoundingAddress.objects.create(
        token_hash=secret_hash(secret), made_at=at, expires_at=at + ADDRESS_LIVES
    )
    audit.record("governance.founder-invited", row, by=None, at=at)
    return secret


class Founded(NamedTuple):
    """A network that was founded just now, and whoever coordinates it."""

    network: Network
    coordinator: Person


@transaction.atomic
def found_at(secret: str, *, founding: Founding, password: str, at: datetime) -> Founded:
    """Found the network at its one-time address, which ends with that; all of it or nothing.

    :raises NotFound: for an address that is none, or that a newer one has ended
    :raises FoundingExpired: for one that is too old
    :raises AlreadyFounded: when somebody else was quicker
    :raises Invalid: for facts that cannot be, or a password that is too weak
    """
    FoundingAddress.objects.select_for_update().filter(
        token_hash=secret_hash(secret)
    ).first()  # one at a time
    public_founding_address(secret, at=at)
    return found(founding, password=password, at=at)


@transaction.atomic
def found(founding: Founding, *, password: str | None = None, at: datetime) -> Founded:
    """Begin an empty network that can sign: all of it or nothing.

    Without a password the coordinator sets one by e-mail.

    :raises AlreadyFounded: when this deployment serves a network already
    :raises Invalid: for facts that cannot be, or a password that is too weak
    """
    if ours := public_network():
        raise AlreadyFounded(name=ours)
    _require_right(founding, password)
    founder, first = founding.founder, founding.first
    coordinator = accounts.register(
        as_kept(founder.email),
        given_name=as_kept(founder.given_name),
        family_name=as_kept(founder.family_name),
        password_hash=make_password(password) if password else "",
        language=founder.language,
        at=at,
    )
    host = host_of(settings.PUBLIC_URL)
    made = found_network(founding.about, host=host, first=first, coordinator=coordinator, at=at)
    institution = Institution.objects.get(slug=first.slug)
    for scheme, value in founding.identifiers.items():
        if as_kept(value):
            add_identifier(
                institution, scheme=scheme, value=value, valid_from=at.date(), by=coordinator, at=at
            )
    equip(institution, by=coordinator, at=at)
    FoundingAddress.objects.all().delete()
    return Founded(made, coordinator)


def _require_right(founding: Founding, password: str | None) -> None:
    faults = {
        name: gettext(text).format(**values) for name, (text, values) in faults_of_founding(founding).items()
    }
    if password is not None and (weak := accounts.fault_of_password(password)):
        faults["password"] = weak
    if faults:
        raise Invalid(**faults)


@transaction.atomic
def settle_address(*, at: datetime) -> str:
    """Make the network's address the one at which it is served now; where it was before, empty if it stayed.

    Before anybody has claimed a credential nothing outside names the address: DIDs of keys and the addresses
    of editions are written anew. A demonstration stays where it was loaded.

    :raises AddressBound: when credentials contain another address
    """
    ours = Network.objects.select_for_update().first()
    host = host_of(settings.PUBLIC_URL)
    if ours is None or ours.is_demonstration or ours.host == host:
        return ""
    if bound := public_claimed().count():
        raise AddressBound(host=unquote(ours.host), number=bound, address=settings.PUBLIC_URL)
    before, ours.host = unquote(ours.host), host
    ours.save(update_fields=["host"])
    keys.remake_keys(at=at)
    catalogue.readdress_editions(at=at)
    audit.record("governance.address-changed", ours, by=None, at=at, before=before, after=unquote(host))
    return before
