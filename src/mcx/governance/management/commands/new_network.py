"""Prints the one-time address at which a network of one's own is founded in the browser."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mcx.core import clock
from mcx.core.text import in_language
from mcx.core.writing import instant
from mcx.governance.selectors.founding import ADDRESS_LIVES
from mcx.governance.services.founding import invite_founder
from mcx.network.selectors.institutions import AlreadyFounded, public_network


class Command(BaseCommand):
    """Each run ends the address that the run before printed."""

    help = "Print the one-time address at which a network of one's own is set up in the browser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--if-needed` says where the network is, once it has been set up."""
        parser.add_argument(
            "--if-needed", action="store_true", help="where the network is set up already, say where it is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """The address, how long it is good, and what becomes of the public address."""
        ours = public_network()
        if ours and options["if_needed"]:
            self.stdout.write(f"\n  {in_language(ours.name, 'en')} is ready at {settings.PUBLIC_URL}/\n")
            return
        at = clock.now()
        try:
            secret = invite_founder(at=at)
        except AlreadyFounded as error:
            raise CommandError(f"{error} {error.fix}") from error
        self.stdout.write(
            "\n  Open this address to set up your network. It works once, until "
            f"{instant(at + ADDRESS_LIVES)}:\n\n"
            f"    {settings.PUBLIC_URL}/network/found/{secret}\n\n"
            f"  Your network will be reached at {settings.PUBLIC_URL}. Its credentials will contain this "
            "address.\n  To choose another, stop, set MCX_PUBLIC_URL (or PORT) and start again. That works "
            "until the first credential is claimed.\n"
        )
