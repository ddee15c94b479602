"""The guide can be read inside the product, whole and as our pages look."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from mcx.web import guide

pytestmark = pytest.mark.django_db
ENGLISH = (
    "The guide is written in English, and calls pages and buttons by their English names. To compare, switch "
    "the language at the foot of the page.",
    "What follows is written in English.",
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
