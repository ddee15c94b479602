"""Who may give which office to whom."""

from collections.abc import Iterable

from mcx.accounts.rules import NETWORK_WIDE, Action, Held, Role, may

# Everyone who signs in is a learner already: the office cannot be given or taken away.
APPOINTABLE = tuple(role for role in Role if role is not Role.LEARNER)


def may_appoint(held: Iterable[Held], role: Role, institution_id: int) -> bool:
    """Whoever may appoint at an institution gives its offices; an office of the whole network is given
    only by those who manage the network, so that nobody appoints themselves above their institution.
    """
    pairs = tuple(held)
    if role not in APPOINTABLE or not may(pairs, Action.APPOINT, institution_id):
        return False
    return role not in NETWORK_WIDE or may(pairs, Action.MANAGE_NETWORK, None)
