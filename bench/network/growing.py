"""The demonstration grows to a size, in one transaction."""

from datetime import datetime

from django.db import transaction

from bench.network import courses, learners, members, places, rest
from bench.network.cast import Grown
from bench.network.sizes import Size

OWNERS = ("ane.etxeberria@learner.example", "youssef.benali@learner.example")
"""Learners of the demonstration whose own lists grow, too."""


@transaction.atomic
def grow(size: Size, *, at: datetime) -> Grown:
    """Let the demonstration, loaded at this instant, be as large as said: all of it or nothing."""
    grown = Grown(size, at)
    members.admit(grown)
    members.agree(grown)
    courses.publish(grown)
    courses.draft(grown)
    rest.stack(grown)
    rest.need(grown)
    found = learners.join(grown)
    own = [one for some in found.values() for one in some if one.person.email in OWNERS]
    places.Places(grown, found).give(own)
    courses.show(grown)
    rest.show(grown, [one.person for one in own])
    return grown
