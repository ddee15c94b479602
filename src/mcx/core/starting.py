"""How processes begin and end: the data folder private, the right key in place, troubles in one sentence."""

import sys
from collections.abc import Sequence
from types import ModuleType

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application

from mcx.core.errors import DomainError
from mcx.core.folder import make_private
from mcx.core.trouble import trouble_of

# Commands that sign, or that make what the key-encryption key must open later; `prepare` asks by itself.
NEED_THE_KEY = frozenset(
    {"worker", "db_worker", "found_network", "new_network", "issue_pending", "load_demo"}
)


def command(arguments: Sequence[str]) -> None:
    """Run a management command; what is in the way ends it with one sentence and exit code 1."""
    try:
        _begin_private()
        if set(arguments[1:2]) & NEED_THE_KEY and "--help" not in arguments:
            _require_the_key()
        execute_from_command_line(list(arguments))
    except ImproperlyConfigured as error:
        sys.exit(f"mcx: {error}")
    except Exception as error:
        sys.exit(f"mcx: {_sentence(error)}")


def web_application() -> WSGIHandler:
    """What a web process serves; it refuses wrong settings and a wrong key, and begins without a database.

    One that does not answer may do so later: until then pages say so, and `/readyz` is 503. Then the key is
    proven first, for which `mcx.web.middleware.right_key` stands at the door.
    """
    try:
        application = get_wsgi_application()
        _begin_private()
        _require_the_key()
    except ImproperlyConfigured as error:
        sys.exit(f"mcx: {error}")
    except Exception as error:
        if trouble_of(error) is None:
            sys.exit(f"mcx: {_sentence(error)}")
        _encryption().owe()
        sys.stderr.write(f"mcx: {_sentence(error)}\n")
    return application


def _begin_private() -> None:
    """Close the data folder to others; where it belongs to somebody else, say so and go on."""
    try:
        make_private(settings.DATA_DIR)
    except OSError as error:
        sys.stderr.write(f"mcx: {settings.DATA_DIR} cannot be made private ({error.strerror}).\n")


def _require_the_key() -> None:
    django.setup()
    _encryption().require()


def _encryption() -> ModuleType:
    from mcx.core import encryption  # noqa: PLC0415 - has tables, which Django's set-up comes before

    return encryption


def _sentence(error: Exception) -> str:
    """The sentence for a trouble or a refusal; any other error goes on as it is."""
    found = error if isinstance(error, DomainError) else trouble_of(error)
    if found is None:
        raise error
    return f"{found} {found.fix}"
