"""Compares the storage that `MCX_FILES_URL` names with what the database knows of it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mcx.core import clock, services


class Command(BaseCommand):
    """Every night, by the timer in `deploy/systemd`; two at once do no harm."""

    help = "Compare the storage of files with the database; remove what no row names and is a day old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to read every file."""
        parser.add_argument("--read", action="store_true", help="read every file and compare its digest")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what differs; exit code 1 when a file is missing or damaged."""
        found = services.check_files(at=clock.now(), reads=options["read"])
        self.stdout.write(f"Removed {found.removed} file(s) that belong to nothing.")
        for name in found.missing:
            self.stderr.write(f"missing: {name}")
        for name in found.damaged:
            self.stderr.write(f"missing or changed: {name}")
        if found.missing or found.damaged:
            raise CommandError("Restore these files from the backup of the storage.")
