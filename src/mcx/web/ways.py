"""Which page an address belongs to: what is only sent, or handed out as a file, has no page of its own."""

from inspect import getclosurevars
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse

# Addresses at which a browser stays where it is and keeps what it gets.
FILES = frozenset({"credentials:europass", "recognition:elmo", "wallet:download", "wallet:shared-download"})


def page_of(address: str) -> str:
    """The address where it can be opened, else the nearest one above it that can; at last the start page."""
    path = urlsplit(address).path
    if _opens(path):
        return address
    while "/" in path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0]
        for above in (path, f"{path}/"):
            if _opens(above):
                return above
    return reverse("home")


def is_file(address: str) -> bool:
    """Whether a browser that opens the address gets a file and stays on the page on which it is."""
    try:
        return resolve(urlsplit(address).path).view_name in FILES
    except Resolver404:
        return False


def _opens(path: str) -> bool:
    """Whether some view shows a page at the path when a browser opens it."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    view: Any = found.func
    if found.view_name in FILES:
        return False
    while view is not None:
        methods = getclosurevars(view).nonlocals.get("request_method_list")
        if methods is not None and "GET" not in methods:
            return False
        view = getattr(view, "__wrapped__", None)
    return True
