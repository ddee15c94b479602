"""Moves the files that are in the database into the storage that `MCX_FILES_URL` names."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mcx.core import clock, files, services


class Command(BaseCommand):
    """Beside a network that is in use; begun again it goes on where it ended."""

    help = "Move the files that are in the database into the storage that MCX_FILES_URL names."

    def handle(self, *args: Any, **options: Any) -> None:
        """Move all, and say how many."""
        if files.storage() is None:
            raise CommandError("MCX_FILES_URL names no storage: files stay in the database.")
        self.stdout.write(f"Moved {services.move_files(at=clock.now())} file(s) into the storage.")
