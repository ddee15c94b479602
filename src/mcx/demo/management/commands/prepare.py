"""Everything between the installed packages and a network that can be served, in one process."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Run at every start and after every update; what is done already is left."""

    requires_system_checks = ()
    help = "Compile translations, migrate, load the demonstration if this is one, finish what a worker left."

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step as its own command would do it; the first that fails ends it."""
        call_command("compile_translations")
        call_command("migrate", verbosity=0)
        call_command("load_demo", if_empty=True)
        call_command("issue_pending")
