"""What every page knows: the network, and what the person may do."""

from typing import Any

from django.http import HttpRequest

from mcx.core import clock
from mcx.network import selectors


def network(request: HttpRequest) -> dict[str, Any]:
    """The network and the roles of whoever is signed in (two queries, only on rendered pages)."""
    user = getattr(request, "user", None)
    held = selectors.held_by(user, on=clock.today()) if user else ()
    return {"network": selectors.network(), "held": held, "roles": {role.value for role, _at in held}}
