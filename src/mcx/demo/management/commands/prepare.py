"""Everything between the installed packages and a network that can be served, in one process."""

from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from mcx.core import encryption, folder, pool, tables
from mcx.keys.rules import host_of
from mcx.network.selectors.institutions import public_network

ELSEWHERE = (
    "Note: this network was set up at {host}, and its credentials contain that address. It is now served "
    "at {address}, where verifiers do not look. Serve it at its own address again{or_start_over}."
)


COMPILES = (
    "Note: the database compiles queries to machine code, which makes pages slower. Its owner can switch "
    "that off: ALTER DATABASE … SET jit = off"
)


class Command(BaseCommand):
    """Run at every start and after every update; what is done already is left.

    What waits to be signed is the workers' work: no start waits for it.
    """

    requires_system_checks = ()
    help = "Compile translations, migrate, and load the demonstration if this is one."

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step as its own command would do it; the first that fails ends it."""
        call_command("compile_translations")
        if changed := folder.tighten(settings.DATA_DIR):
            self.stdout.write(f"Made {changed} file(s) in {settings.DATA_DIR} private to this account.")
        if not pool.spare_the_compiler():
            self.stderr.write(COMPILES)
        tables.require_same()
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            tables.write_down()
            encryption.begin()
        call_command("load_demo", if_empty=True)
        self._say_where()

    def _say_where(self) -> None:
        """Credentials name the address of the founding (did:web); say so when it is another by now."""
        ours = public_network()
        if ours and ours.host != host_of(settings.PUBLIC_URL):
            over = ", or start over here with: make demo-reset" if settings.DEMO else ""
            self.stderr.write(
                ELSEWHERE.format(host=unquote(ours.host), address=settings.PUBLIC_URL, or_start_over=over)
            )
