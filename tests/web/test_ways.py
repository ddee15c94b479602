"""An address to which things are only sent leads to the page that it belongs to."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from mcx.web.ways import FILES, page_of
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/account/tokens", "/account/"),
        ("/account/tokens/7/revoke", "/account/"),
        ("/network/claims/7/end", "/network/claims/7/"),
        ("/wallet/shares/?page=2", "/wallet/shares/?page=2"),
        ("/recognition/cases/7/elmo", "/recognition/cases/7"),
        ("/recognition/cases/7/decide", "/recognition/cases/7"),
        ("/language", "/"),
        ("/nothing/here", "/"),
    ],
)
def test_the_page_of_an_address_can_be_opened(address: str, page: str) -> None:
    assert page_of(address) == page


def _views(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, Any]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _views(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", inspect.unwrap(one.callback)


def test_every_file_that_a_browser_fetches_is_known_as_one() -> None:
    fetched = {
        name
        for name, view in _views(get_resolver().url_patterns)
        if view.__module__.startswith("mcx.web")
        and "handed_out(" in (source := inspect.getsource(view))
        and "@require_POST" not in source
    }

    assert fetched == FILES


def test_an_address_that_only_takes_forms_says_so_on_a_page() -> None:
    cast.network()

    answer = Client().get(reverse("accounts:create-token"))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This address has no page of its own" in answer.content.decode()
    assert 'href="/account/"' in answer.content.decode()


@pytest.mark.parametrize("switch", ["language", "theme"])
def test_a_switch_never_leads_to_an_address_without_a_page(switch: str) -> None:
    sent = {"next": "/account/tokens", "language": "fi", "theme": "dark"}

    assert Client().post(reverse(switch), sent)["Location"] == "/account/"


def test_whoever_signs_in_reads_in_the_language_of_their_profile() -> None:
    who = cast.person()
    who.language = "fi"
    who.save()

    answer = Client().post(reverse("account_login"), {"login": who.email, "password": cast.PASSWORD})

    assert answer.cookies["django_language"].value == "fi"
