"""Somebody who holds every office at every member of the demonstration, and is a learner as well."""

from mcx.accounts.rules import Role
from mcx.network.models import Appointment, Institution
from tests.busy import somebody
from tests.cast import FOUNDED

EMAIL = "ane.etxeberria@learner.example"


def with_every_office(*slugs: str) -> str:
    """The address of the person, who holds the offices from now on: at these members, or at every one."""
    person, members = somebody(EMAIL), Institution.objects.all()
    for institution in members.filter(slug__in=slugs) if slugs else members:
        for role in set(Role) - {Role.LEARNER}:
            Appointment.objects.create(person=person, institution=institution, role=role, valid_from=FOUNDED)
    return EMAIL
