"""The guide inside the product: the pages of `docs/guide`, as people need them while they work.

English stands in the folder itself, each further language in a folder of its name. What is **bold** is a
name on the screen: the text of a button, a field, a menu or a page, written as the code has it. It is shown
as the reader sees it there, so the guide cannot call a button by another name than its page does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mcx.core.environment import ROOT, SETTINGS
from mcx.web import glossary
from mcx.web.unchanged import by_register

app_name = "guide"
FOLDER = ROOT / "docs" / "guide"
OPEN_TABLE = Token("html_block", "", 0, content='<div class="table-scroll" tabindex="0">')
# From the rules that members agree to the credit at home; then what everybody needs. Others come last.
ORDER = (
    *(
        "founding",
        "network",
        "governance",
        "industry",
        "skills",
        "design",
        "quality",
        "catalogue",
        "learning",
    ),
    *("credentials", "keys", "wallet", "recognition", "pathways", "accounts", "operating", "scaling"),
)
CLOSE_TABLE = Token("html_block", "", 0, content="</div>")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the guide: its name in the address, its language, its heading, and what stands below it."""

    slug: str
    language: str
    title: str
    lead: SafeString
    body: SafeString


@cache
def pages(language: str = "en") -> dict[str, Page]:
    """The pages by name, in the order of the work, in English where there is no translation.

    Read once: they change with the software only.
    """
    found = [_page(file, language) for file in FOLDER.glob("*.md")]
    places = {slug: place for place, slug in enumerate(ORDER)}
    in_order = sorted(found, key=lambda page: (places.get(page.slug, len(ORDER)), page.title))
    return {page.slug: page for page in in_order}


def _page(file: Path, language: str) -> Page:
    """The page of a Markdown file that begins with its heading and a paragraph saying what it is for."""
    translated = file.parent / language / file.name
    language, file = (language, translated) if translated.exists() else ("en", file)
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(file.read_text(encoding="utf-8"))
    with translation.override(language):
        _name(tokens)
        _explain_settings(tokens, markdown)
    lead = markdown.renderer.render([tokens[4]], markdown.options, {})
    body = markdown.renderer.render(list(_with_tables(tokens[6:])), markdown.options, {})
    return Page(file.stem, language, tokens[1].content, mark_safe(lead), mark_safe(body))  # noqa: S308


def _name(tokens: list[Token]) -> None:
    """Put what is bold, the names on the screen, into the language that is switched on."""
    for token in tokens:
        inside = token.children or []
        for before, name in pairwise(inside):
            if before.type == "strong_open":
                name.content = gettext(name.content)


def _explain_settings(tokens: list[Token], markdown: MarkdownIt) -> None:
    """Put what the table of settings says of each, which is written from the code, into the same language."""
    helps = {setting.help for setting in SETTINGS}
    for token in tokens:
        if token.content in helps:
            token.children = markdown.parseInline(gettext(token.content))[0].children


def _with_tables(tokens: list[Token]) -> Iterator[Token]:
    """The same text, its tables as our pages show tables and its links to pages as addresses."""
    for token in tokens:
        for link in (child for child in token.children or () if child.type == "link_open"):
            link.attrSet("href", str(link.attrGet("href")).replace(".md", ""))
        if token.type in {"th_open", "td_open"}:
            _align(token)
        if token.type == "table_open":
            token.attrSet("class", "table")
            yield from (OPEN_TABLE, token)
        elif token.type == "table_close":
            yield from (token, CLOSE_TABLE)
        else:
            yield token


def _align(cell: Token) -> None:
    """Numbers stand to the right by the class of our own tables: a style of its own CSP would refuse."""
    style = str(cell.attrs.pop("style", ""))
    if "right" in style:
        cell.attrSet("class", "number")


@require_safe
@by_register
def contents(request: HttpRequest) -> HttpResponse:
    """What the guide holds."""
    shelf = pages(glossary.reader()).values()
    is_whole = all(page.language == glossary.reader() for page in shelf)
    return render(request, "guide/contents.html", {"pages": shelf, "is_whole": is_whole})


@require_safe
@by_register
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the guide."""
    shelf = pages(glossary.reader())
    if slug not in shelf:
        raise Http404
    return render(request, "guide/page.html", {"page": shelf[slug], "pages": shelf.values()})


urlpatterns = [
    path("", contents, name="contents"),
    path("words", by_register(glossary.words), name="words"),
    path("<slug:slug>", page, name="page"),
]
