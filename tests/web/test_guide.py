"""The guide can be read inside the product, whole and as our pages look."""

import re
import shutil
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from markdown_it import MarkdownIt

from mcx.core.environment import SETTINGS
from mcx.web import guide

pytestmark = pytest.mark.django_db
ENGLISH = (
    "The guide is written in English and uses the English names of pages and buttons. To compare, switch "
    "the language at the foot of the page.",
    "The rest of this page is in English.",
)


def test_the_contents_lead_to_every_page(client: Client) -> None:
    html = client.get(reverse("guide:contents")).content.decode()

    assert len(guide.pages()) == len(list(guide.FOLDER.glob("*.md")))
    assert all(reverse("guide:page", args=[slug]) in html for slug in guide.pages())


@pytest.mark.parametrize("slug", sorted(path.stem for path in guide.FOLDER.glob("*.md")))
def test_a_page_has_one_heading_a_beginning_and_a_body(client: Client, slug: str) -> None:
    html = client.get(reverse("guide:page", args=[slug])).content.decode()

    page = guide.pages()[slug]
    assert html.count("<h1") == 1
    assert page.title in html
    assert page.lead
    assert page.body
    assert "<table>" not in html
    assert "style=" not in html


def test_numbers_in_tables_stand_to_the_right_by_a_class(client: Client) -> None:
    written = (guide.FOLDER / "operating.md").read_text(encoding="utf-8")

    html = client.get(reverse("guide:page", args=["operating"])).content.decode()

    assert "---:" in written
    assert '<th class="number">' in html
    assert '<td class="number">' in html


@pytest.mark.parametrize("slug", ["nothing", "..%2F..%2FREADME"])
def test_nothing_else_is_shown(client: Client, slug: str) -> None:
    assert client.get(f"/guide/{slug}").status_code == 404


@pytest.fixture
def only_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A guide of one page that nobody has translated."""
    shutil.copy(guide.FOLDER / "network.md", tmp_path)
    monkeypatch.setattr(guide, "FOLDER", tmp_path)
    guide.pages.cache_clear()
    yield
    guide.pages.cache_clear()


@pytest.mark.usefixtures("only_english")
@pytest.mark.parametrize("address", ["/guide/", "/guide/network", "/api/docs"])
def test_a_reader_of_another_language_is_told_that_the_text_is_english(client: Client, address: str) -> None:
    pages = {
        language: client.get(address, headers={"accept-language": language}).content.decode()
        for language in ("en", "fi")
    }

    assert "written in English" not in pages["en"]
    with translation.override("fi"):
        told = [gettext(text) for text in ENGLISH]
    assert any(text in unescape(pages["fi"]) for text in told)
    assert '<html lang="fi"' in pages["fi"]
    assert 'lang="en"' in pages["fi"]


def test_a_translated_page_is_read_in_the_language_of_its_reader(client: Client) -> None:
    html = client.get("/guide/network", headers={"accept-language": "fi"}).content.decode()

    with translation.override("fi"):
        told = [gettext(text) for text in ENGLISH]
    assert guide.pages("fi")["network"].title == "Verkosto"
    assert ">Verkosto</h1>" in html
    assert not any(text in unescape(html) for text in told)


FILES = sorted(guide.FOLDER.rglob("*.md"))
TRANSLATED = [file for file in FILES if file.parent != guide.FOLDER]


def names_in(file: Path) -> list[str]:
    """What a page of the guide says in bold: the names of buttons, fields, menus and pages.

    As they stand in the file: a name that is broken over two lines would be shown untranslated.
    """
    return re.findall(r"\*\*([^*]+)\*\*", file.read_text("utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(guide.FOLDER).as_posix())
def test_what_is_bold_is_a_name_on_the_screen(file: Path) -> None:
    with (Path(settings.LOCALE_PATHS[0]) / "de" / "LC_MESSAGES" / "django.po").open("rb") as opened:
        texts = {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(opened)}

    assert [name for name in names_in(file) if name not in texts] == []


REFUSAL = re.compile(r"^\| (?P<said>.+?) \| `(?P<code>[a-z-]+)` \|", re.MULTILINE)
LEAST_SAID = 10  # signs beside the values: what has fewer would be found in anything
PLACE = re.compile(r"\\?\{.*?\\?\}|%\\?\(\w+\\?\)[sd]|%d")


@pytest.mark.parametrize(
    "file",
    [file for file in FILES if REFUSAL.search(file.read_text("utf-8"))],
    ids=lambda file: file.relative_to(guide.FOLDER).as_posix(),
)
def test_what_a_table_says_that_a_page_says_the_product_says(file: Path) -> None:
    """In tables of refusals: the whole message or its first sentences, “…” where a name or number stands."""
    language = "en" if file.parent == guide.FOLDER else file.parent.name
    exact, open_ones = beginnings(language)

    def is_said(quoted: str) -> bool:
        text = quoted.rstrip(".")
        return text in exact or any(one.fullmatch(text) for one in open_ones)

    quoted = [
        each
        for said, _code in REFUSAL.findall(file.read_text("utf-8"))
        for each in said.replace("**", "").split(" / ")
        if not said.startswith("`")
    ]

    assert [each for each in quoted if not is_said(each) and not is_said(each.removesuffix(" …"))] == []


@cache
def beginnings(language: str) -> tuple[set[str], list[re.Pattern[str]]]:
    """All that the product says in a language, up to the end of each sentence; with values: patterns."""
    place = Path(settings.LOCALE_PATHS[0]) / ("de" if language == "en" else language)
    with (place / "LC_MESSAGES" / "django.po").open("rb") as opened:
        messages = [message for message in read_po(opened) if message.id]
    texts = set()
    for message in messages:
        said = (message.id if language == "en" else message.string) or ""
        for text in [said] if isinstance(said, str) else said:
            clean = text.replace("\u00a0", " ")
            texts |= {clean[: end.start()] for end in re.finditer(r"[.:;](?=\s)|\.?$", clean)}
    exact = {text for text in texts if not PLACE.search(text)}
    patterns = [
        re.compile(PLACE.sub(".+?", re.escape(text)))
        for text in texts - exact
        if len(PLACE.sub("", text)) >= LEAST_SAID
    ]
    return exact, patterns


@pytest.mark.parametrize("file", TRANSLATED, ids=lambda file: file.relative_to(guide.FOLDER).as_posix())
def test_a_translation_has_the_structure_of_the_original(file: Path) -> None:
    """Headings, lists, tables, links, code and names in the same order; only the words differ."""
    assert skeleton(file) == skeleton(guide.FOLDER / file.name)


@pytest.mark.parametrize(
    "file", sorted(guide.FOLDER.glob("*/operating.md")), ids=lambda file: file.parent.name
)
def test_a_translation_has_the_table_of_settings_as_it_is_generated(file: Path) -> None:
    """It is written from the code in English, and a translation copies it."""
    assert settings_in(file) == settings_in(guide.FOLDER / "operating.md")
    assert len(settings_in(file)) > 10


@pytest.mark.parametrize("language", ["en", "de", "es", "fi"])
def test_what_a_setting_does_is_said_in_the_language_of_the_page(language: str) -> None:
    body = guide.pages(language)["operating"].body

    with translation.override(language):
        said = [gettext(setting.help).replace("`", "") for setting in SETTINGS]
    shown = re.sub(r"</?code>", "", unescape(body))
    assert [text for text in said if text not in shown] == []


def settings_in(file: Path) -> list[str]:
    return re.findall(r"^\| `(?:MCX|DATABASE)_.*$", file.read_text("utf-8"), re.MULTILINE)


def skeleton(file: Path) -> list[str]:
    """What kind of block follows which, with its links, its code and the names it says."""
    parts = []
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(file.read_text("utf-8")):
        inside = token.children or []
        links = [str(child.attrGet("href")) for child in inside if child.type == "link_open"]
        code = [child.content for child in inside if child.type == "code_inline"]
        names = [name.content for before, name in pairwise(inside) if before.type == "strong_open"]
        block = token.content if token.type in {"fence", "code_block"} else ""
        parts.append(f"{token.type} {block} {sorted(links)} {sorted(code)} {sorted(names)}")
    return parts


def test_a_name_on_the_screen_is_said_as_the_reader_sees_it(tmp_path: Path) -> None:
    folder = tmp_path / "de"
    folder.mkdir()
    (tmp_path / "x.md").write_text("# Title\n\nLead.\n\nPress **Verify**.\n", encoding="utf-8")
    (folder / "x.md").write_text("# Titel\n\nVorspann.\n\nDrücken Sie **Verify**.\n", encoding="utf-8")

    german, spanish = guide._page(tmp_path / "x.md", "de"), guide._page(tmp_path / "x.md", "es")

    with translation.override("de"):
        assert f"<strong>{gettext('Verify')}</strong>" in german.body
    assert (german.language, german.title) == ("de", "Titel")
    assert (spanish.language, "<strong>Verify</strong>" in spanish.body) == ("en", True)
