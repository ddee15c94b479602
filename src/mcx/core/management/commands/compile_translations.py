"""`manage.py compile_translations`: make the catalogues that gettext reads, without system tools."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Compile every translation that changed since it was compiled."""

    requires_system_checks = ()
    help = "Compile the translations (*.po) into what is read at run time (*.mo, not under version control)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile what is new and name it."""
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                if self._is_stale(source):
                    self._compile(source)

    @staticmethod
    def _is_stale(source: Path) -> bool:
        target = source.with_suffix(".mo")
        return not target.exists() or target.stat().st_mtime < source.stat().st_mtime

    def _compile(self, source: Path) -> None:
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parents[1].name)
        with source.with_suffix(".mo").open("wb") as binary:
            write_mo(binary, catalogue)
        source.with_suffix(".mo").chmod(0o644)  # for every account, whatever the data folder allows
        texts = [entry for entry in catalogue if entry.id and all(entry.string or [""])]
        self.stdout.write(f"{source.parents[1].name}: {len(texts)} texts")
