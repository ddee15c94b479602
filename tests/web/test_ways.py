"""An address to which things are only sent leads to the page that it belongs to."""

import pytest
from django.test import Client
from django.urls import reverse

from mcx.web.ways import page_of
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/account/tokens", "/account/"),
        ("/account/tokens/7/revoke", "/account/"),
        ("/network/claims/7/end", "/network/claims/7/"),
        ("/wallet/shares/?page=2", "/wallet/shares/?page=2"),
        ("/language", "/"),
        ("/nothing/here", "/"),
    ],
)
def test_the_page_of_an_address_can_be_opened(address: str, page: str) -> None:
    assert page_of(address) == page


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
