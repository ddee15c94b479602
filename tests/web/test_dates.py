"""Every format in which pages and texts write a date says it as the reader's language does."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.formats import date_format

SOURCES = Path(__file__).parents[2] / "src" / "mcx"
WRITTEN = datetime(2026, 1, 2, 9, 5, tzinfo=UTC)
LANGUAGES = ("en", "de", "es", "fi")
EXPECTED = {
    "DATE_FORMAT": ("2 January 2026", "2. Januar 2026", "2 de enero de 2026", "2. tammikuuta 2026"),
    "MONTH_DAY_FORMAT": ("2 January", "2. Januar", "2 de enero", "2. tammikuuta"),
    "TIME_FORMAT": ("09:05", "09:05", "09:05", "9.05"),
}


def formats_used() -> set[str]:
    """The names of Django's formats that a template or a line of code writes dates with."""
    used: set[str] = set()
    for path in [*SOURCES.rglob("*.html"), *SOURCES.rglob("*.txt"), *SOURCES.rglob("*.py")]:
        if "formats" not in path.parts:
            used |= set(re.findall(r'"([A-Z_]*(?:DATE|DATETIME|TIME|DAY|MONTH)_FORMAT)"', path.read_text()))
    return used


def test_every_format_in_use_is_looked_at_here() -> None:
    assert formats_used() == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_date_is_written_as_each_language_writes_it(name: str) -> None:
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(date_format(WRITTEN, name))

    assert tuple(said) == EXPECTED[name]
