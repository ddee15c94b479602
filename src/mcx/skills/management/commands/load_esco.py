"""`manage.py load_esco FOLDER`: load or update the ESCO skills from the official CSV files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.skills import services


class Command(BaseCommand):
    """Loads ESCO skills; run it again with another language's folder or a newer version at any time."""

    help = "Load ESCO skills from a folder of the official CSV download, in one language or several."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder and what its names do not say."""
        parser.add_argument("folder", type=Path, help="the folder into which the download was unpacked")
        parser.add_argument(
            "--esco-version", default="", help="such as 1.2.0, if the folder's name does not say it"
        )
        parser.add_argument("--language", default="en", help="of files whose names do not say it (en)")
        parser.add_argument(
            "--partial", action="store_true", help="the folder is a sample: mark nothing as obsolete"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what was done and which rows were left out."""
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        try:
            loaded = services.load_esco(
                folder,
                version=options["esco_version"],
                language=options["language"],
                is_partial=options["partial"],
                at=clock.now(),
            )
        except DomainError as error:
            raise CommandError(f"{error} {error.fix}") from error
        for problem in loaded.problems:
            self.stderr.write(problem)
        if loaded.refused > len(loaded.problems):
            self.stderr.write(f"… and {loaded.refused - len(loaded.problems)} more rows.")
        self.stdout.write(
            f"ESCO {loaded.version or '(version not given)'} from {', '.join(loaded.files)}: "
            f"{loaded.new} new, {loaded.changed} changed, {loaded.unchanged} unchanged, "
            f"{loaded.ended} now obsolete, {loaded.refused} rows left out."
        )
