"""`manage.py extract_messages`: bring the translations up to date with the texts in the code.

Our own English texts stand in the code; the catalogue for English has only what others say in it.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand

from mcx.core.extraction import messages_of

HEADER = "# The texts of MCX in this language; `make messages` brings new ones and drops those that are gone."
# What is said in English already, by others and not in our words.
BORROWED = "mcx/web/allauth_texts.py"
UNCHANGING = datetime(2026, 1, 1, tzinfo=UTC)


class Command(BaseCommand):
    """Collect the texts to translate; translations that exist are kept, texts that are gone are dropped."""

    requires_system_checks = ()
    help = "Collect the translatable texts into locale/<language>/LC_MESSAGES/django.po."

    def handle(self, *args: Any, **options: Any) -> None:
        """Update each language's file and say how much is left to translate."""
        found, borrowed = self.template(), self.template(BORROWED)
        for language, _name in settings.LANGUAGES:
            self._update(language, borrowed if language == settings.LANGUAGE_CODE else found)

    @staticmethod
    def template(pattern: str = "*") -> Catalog:
        """All texts to translate, without translations; or only those of files whose name fits a pattern."""
        found = Catalog(fuzzy=False)
        root = Path(settings.SOURCE_DIR).parent
        for path in sorted([*root.rglob("*.py"), *root.rglob("*.html")]):
            if "migrations" not in path.parts and path.match(pattern):
                for message in messages_of(path):
                    place = [(path.relative_to(root).as_posix(), 0)]
                    found.add(message.key, locations=place, context=message.context or None)
        return found

    def _update(self, language: str, found: Catalog) -> None:
        path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
        catalogue = _catalogue(language)
        if path.exists():
            with path.open("rb") as file:
                for entry in filter(lambda entry: entry.id, read_po(file, locale=language)):
                    catalogue[entry.id] = entry
        catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.header_comment = HEADER
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, omit_header=False, sort_output=True, include_lineno=False)
        missing = sum(not _is_translated(entry.string) for entry in catalogue if entry.id)
        self.stdout.write(f"{language}: {len(catalogue)} texts, {missing} to translate")


def _catalogue(language: str) -> Catalog:
    """An empty catalogue; its dates stand still, so that only changed texts change a file."""
    return Catalog(
        locale=language,
        project="MCX",
        version="1",
        creation_date=UNCHANGING,
        revision_date=UNCHANGING,
        last_translator="MCX",
        language_team="MCX",
        msgid_bugs_address="MCX",
        fuzzy=False,
    )


def _is_translated(string: str | list[str] | tuple[str, ...] | None) -> bool:
    return bool(string) and all(string or "")
