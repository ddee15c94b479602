"""What every page knows: the network, what the person may do, and how they like to read."""

from typing import Any

from django.http import HttpRequest

from mcx.core import clock, versions
from mcx.network.selectors import institutions
from mcx.network.selectors.rights import held_by
from mcx.web import fonts, navigation

THEMES = ("light", "dark")
THEME_COOKIE = "theme"


def theme(request: HttpRequest) -> str:
    """The colour scheme the reader chose; empty follows their system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def network(request: HttpRequest) -> dict[str, Any]:
    """The network and the roles of whoever is signed in (two queries, only on rendered pages)."""
    user = getattr(request, "user", None)
    held = held_by(user, on=clock.today()) if user else ()
    return {
        "network": versions.kept(versions.REGISTER, institutions.public_network, part="network"),
        "held": held,
        "roles": {role.value for role, _at in held},
        "menus": navigation.menus(held, request.path),
        "theme": theme(request),
        "fonts": fonts.are_built(),
    }
