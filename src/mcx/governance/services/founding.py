"""A network of one's own: its first member, first coordinator and first key."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from mcx.accounts.models import Person
from mcx.core.text import Text
from mcx.credentials.services.starting import equip
from mcx.keys.rules import host_of
from mcx.network.models import Institution, Network
from mcx.network.services.members import Profile, found_network


@transaction.atomic
def found(name: Text, *, first: Profile, coordinator: Person, at: datetime) -> Network:
    """Begin an empty network that can sign: all of it or nothing.

    :raises AlreadyFounded: when this deployment serves a network already
    """
    made = found_network(name, host=host_of(settings.PUBLIC_URL), first=first, coordinator=coordinator, at=at)
    institution = Institution.objects.get(slug=first.slug)
    equip(institution, by=coordinator, at=at)
    return made
