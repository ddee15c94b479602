"""Who can be tried out in the demonstration."""

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.network.models import Appointment
from mcx.network.selectors import network
from mcx.pathways.models import Participation


def sign_ins() -> list[tuple[Role, Person]]:
    """One person per role, a learner with much in the wallet last; none outside of the demonstration."""
    ours = network()
    if ours is None or not ours.is_demonstration:
        return []
    found: dict[Role, Person] = {}
    for appointment in Appointment.objects.select_related("person").order_by("pk"):
        found.setdefault(Role(appointment.role), appointment.person)
    learner = Participation.objects.select_related("learner").order_by("pk").first()
    if learner:
        found[Role.LEARNER] = learner.learner
    return [(role, found[role]) for role in Role if role in found]
