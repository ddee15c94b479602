"""Which page an address belongs to: what is only sent has no page of its own."""

from inspect import getclosurevars
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse


def page_of(address: str) -> str:
    """The address where it can be opened, else the nearest one above it that can; at last the start page."""
    path = urlsplit(address).path
    if _opens(path):
        return address
    while "/" in path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0]
        if _opens(f"{path}/"):
            return f"{path}/"
    return reverse("home")


def _opens(path: str) -> bool:
    """Whether some view answers at the path when a browser opens it."""
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return False
    while view is not None:
        methods = getclosurevars(view).nonlocals.get("request_method_list")
        if methods is not None and "GET" not in methods:
            return False
        view = getattr(view, "__wrapped__", None)
    return True
