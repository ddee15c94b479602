"""Says where the product is and how to sign in as each role of the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from mcx.accounts.rules import ROLE_NAMES
from mcx.core import clock
from mcx.demo.load.cast import PASSWORD
from mcx.network.selectors.offices import public_demonstration_people


class Command(BaseCommand):
    """Printed at every start."""

    help = "Print the address and one sign-in per role."

    def handle(self, *args: Any, **options: Any) -> None:
        """The address always; the sign-ins where the demonstration is loaded."""
        self.stdout.write(f"\n  MCX is ready at {settings.PUBLIC_URL}/\n")
        found = public_demonstration_people(on=clock.today()) if settings.DEMO else []
        if not found:
            return
        self.stdout.write(f"  Sign in with the password {PASSWORD} as\n")
        for role, person in found:
            self.stdout.write(f"    {ROLE_NAMES[role]:<28} {person.email:<40} {person.name}")
        self.stdout.write("\n  Stop with Ctrl-C. Start the demonstration over with: make demo-reset\n")
