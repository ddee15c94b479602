"""Whether a network is still to be founded, and by which address."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from mcx.core.ciphers import secret_hash
from mcx.core.errors import DomainError, NotFound
from mcx.network.models import FoundingAddress
from mcx.network.selectors.institutions import AlreadyFounded, public_network

# Long enough to send it to a colleague before a weekend.
ADDRESS_LIVES = timedelta(days=7)


class FoundingExpired(DomainError):
    """A one-time address is not good for ever."""

    code = "founding-expired"
    message = _("This address for setting up the network was valid until {until}.")
    fix = _("Ask the people who run the server for a new one: make new-network prints it.")


def public_founding_began() -> bool:
    """Whether somebody was given an address to found the network of this deployment, and has not yet."""
    return FoundingAddress.objects.exists()


def public_founding_address(secret: str, *, at: datetime) -> FoundingAddress:
    """The one-time address with this secret, as long as it is good (two queries).

    :raises AlreadyFounded: when the network has been founded
    :raises NotFound: when there is no such address, or a newer one has ended it
    :raises FoundingExpired: when it is too old
    """
    if ours := public_network():
        raise AlreadyFounded(name=ours)
    found = FoundingAddress.objects.filter(token_hash=secret_hash(secret)).first()
    if found is None:
        raise NotFound()
    if found.expires_at <= at:
        raise FoundingExpired(until=found.expires_at)
    return found
