"""Texts are found, translated files keep their slots, and what is compiled is what readers see."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from pytest_django.fixtures import Settings

import microcred
from mcx.core.extraction import ERRORS, Message, messages_of
from microcred.errors import MicrocredError

SLOT = re.compile(r"%\(\w+\)s|\{\w*\}|%%")
SOURCES = sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"))
# The catalogue for English has only what others say in it; our own texts are English already.
TRANSLATED = [path for path in SOURCES if path.parents[1].name != settings.LANGUAGE_CODE]
PYTHON = """
title = _("A title")
now = _now("At once.")
long = gettext_lazy("One " "sentence.")
both = ngettext("{n} day", "{n} days", n)
month = pgettext_lazy("month", "May")
weeks = npgettext("run", "{n} week", "{n} weeks", n)
check = failed("code", "It is {why}.", "a source", "Mend it.", why=reason)
named = unknown("code", "Who knows?", fix="Ask.")
ours = passed(text)
raise TooLarge("At most {limit}.", limit=3)
place = Said("line {line}", line=3)
raise ValueError("not for people")
print("not a text")
"""
TEMPLATE = """
{% load i18n %}<h1>{% translate "Hello" %}</h1>{% include "x.html" with title=_("It's here") %}
{% translate "May" context "month" %}
{% blocktranslate count n=weeks context "run" %}{{ n }} week{% plural %}{{ n }} weeks{% endblocktranslate %}
{% blocktranslate count n=days %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %} <p>plain</p>
"""


def test_texts_are_found_in_python_and_in_the_sentences_of_reports(tmp_path: Path) -> None:
    source = tmp_path / "some.py"
    source.write_text(PYTHON, encoding="utf-8")

    found = set(messages_of(source))

    assert found == {
        Message("A title"),
        Message("At once."),
        Message("One sentence."),
        Message("{n} day", "{n} days"),
        Message("May", context="month"),
        Message("{n} week", "{n} weeks", "run"),
        Message("It is {why}."),
        Message("Mend it."),
        Message("Who knows?"),
        Message("Ask."),
        Message("At most {limit}."),
        Message("line {line}"),
    }


def test_what_every_error_of_the_library_says_is_found() -> None:
    kinds = {MicrocredError}
    while more := {kind for one in kinds for kind in one.__subclasses__()} - kinds:
        kinds |= more

    assert {kind.__name__ for kind in kinds} - ERRORS == {"MicrocredError", "UnknownContext"}


def test_texts_are_found_in_templates(tmp_path: Path) -> None:
    source = tmp_path / "some.html"
    source.write_text(TEMPLATE, encoding="utf-8")

    found = set(messages_of(source))

    assert found == {
        Message("Hello"),
        Message("It's here"),
        Message("May", context="month"),
        Message("%(n)s week", "%(n)s weeks", "run"),
        Message("%(n)s day", "%(n)s days"),
    }


def test_what_is_compiled_is_what_readers_see(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "fi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Water"\nmsgstr "Vesi"\n'
    (folder / "django.po").write_text(text, encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]

    call_command("compile_translations", verbosity=0)

    assert gettext.translation("django", tmp_path, ["fi"]).gettext("Water") == "Vesi"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.parents[1].name)
def test_a_translation_keeps_the_slots_of_its_text(path: Path) -> None:
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file, locale=path.parents[1].name) if entry.id]

    lost = [(entry.id, entry.string) for entry in entries if not _keeps_slots(entry)]

    assert not lost


def _keeps_slots(entry: Entry) -> bool:
    ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
    strings = [entry.string] if isinstance(entry.string, str) else list(entry.string or [])
    wanted = [sorted(SLOT.findall(text)) for text in ids]
    return all(sorted(SLOT.findall(text)) in wanted for text in strings if text)


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: path.parents[1].name)
def test_the_frame_of_every_page_speaks_the_readers_language(path: Path) -> None:
    folder = settings.SOURCE_DIR / "web" / "templates"
    frame = [*folder.glob("home/*.html"), *folder.glob("errors/*.html"), *folder.glob("parts/*.html")]
    wanted = {(message.key, message.context) for source in frame for message in messages_of(source)}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parents[1].name)

    assert [each for each in wanted if not _is_said(catalogue, *each)] == []


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: path.parents[1].name)
def test_everything_the_library_says_is_said_in_the_readers_language(path: Path) -> None:
    library = sorted(Path(microcred.__file__).parent.rglob("*.py"))
    wanted = {(message.key, message.context) for source in library for message in messages_of(source)}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parents[1].name)

    assert [each for each in wanted if not _is_said(catalogue, *each)] == []


def _is_said(catalogue: Catalog, key: str | tuple[str, str], context: str) -> bool:
    entry = catalogue.get(key, context or None)
    return entry is not None and bool(entry.string)
