"""A web application that answers from which address and by which scheme MCX believes a request to come."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcx.settings")
django.setup()

from mcx.core import callers  # noqa: E402 - its settings are read by now


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The WSGI entry point."""
    request = WSGIRequest(environ)
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{callers.address(request)} {request.scheme}".encode()]
