"""Everything between the installed packages and a network that can be served, in one process."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from mcx.core import clock, encryption, folder, pool, tables
from mcx.governance.services.founding import settle_address
from mcx.keys.rules import host_of
from mcx.network.selectors.institutions import public_demonstration

ELSEWHERE = (
    "Note: this network was set up at {host}, and its credentials contain that address. It is now served "
    "at {address}, where verifiers do not look. Serve it at its own address again, or start over here with: "
    "make demo-reset"
)
OCCUPIED = (
    "The folder {folder} contains the demonstration network. For a network of your own choose another one: "
    "make new-network MCX_DATA_DIR=…"
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

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--own` keeps the database empty for a network of one's own."""
        parser.add_argument("--own", action="store_true", help="load no demonstration")

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
        if not options["own"]:
            call_command("load_demo", if_empty=True)
        elif public_demonstration():
            raise CommandError(OCCUPIED.format(folder=settings.DATA_DIR))
        self._settle_address()

    def _settle_address(self) -> None:
        """Credentials name the address of the founding (did:web): before the first one it can still change.

        :raises AddressBound: when credentials name another; a demonstration is only told
        """
        if before := settle_address(at=clock.now()):
            self.stdout.write(f"The network moved from {before} to {settings.PUBLIC_URL}.")
        ours = public_demonstration()
        if ours and ours.host != host_of(settings.PUBLIC_URL):
            self.stderr.write(ELSEWHERE.format(host=unquote(ours.host), address=settings.PUBLIC_URL))
