"""The guide can be read inside the product, whole and as our pages look."""

import pytest
from django.test import Client
from django.urls import reverse

from mcx.web import guide

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("slug", ["nothing", "..%2F..%2FREADME"])
def test_nothing_else_is_shown(client: Client, slug: str) -> None:
    assert client.get(f"/guide/{slug}").status_code == 404
