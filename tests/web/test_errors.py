"""Whatever goes wrong, the page says what it means and what can be done."""

from collections.abc import Iterable, Iterator
from html import unescape

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from mcx.core.errors import DomainError, Invalid, NotAllowed, NotFound
from mcx.web import errors
from tests import cast


class PlaceTaken(DomainError):
    """A refusal of the tests."""

    message = gettext_lazy("{name} took the last place.")
    fix = gettext_lazy("Choose another run.")


def _page(answer: Iterable[bytes]) -> str:
    return unescape(b"".join(answer).decode())


@pytest.fixture
def request_of_a_visitor(rf: RequestFactory) -> Iterator[HttpRequest]:
    """Read in English, whatever the language of the last page that was fetched."""
    with translation.override("en"):
        yield rf.get("/")


def test_a_fault_of_ours_is_told_without_the_database(
    request_of_a_visitor: HttpRequest, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        answer = errors.broken(request_of_a_visitor)

    assert answer.status_code == 500
    assert "Sorry, there is a problem with the service" in _page(answer)
    assert 'href="/"' in _page(answer)


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_fault_too_says_that_it_is_a_demonstration(
    request_of_a_visitor: HttpRequest, settings: Settings, is_demonstration: bool
) -> None:
    settings.DEMO = is_demonstration

    page = _page(errors.broken(request_of_a_visitor))

    assert ("Fictional demonstration." in page) is is_demonstration


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status"),
    [(NotAllowed(), 403), (NotFound(), 404), (PlaceTaken(name="<b>"), 409), (Invalid(), 422)],
)
def test_a_refusal_says_why_and_what_next(
    request_of_a_visitor: HttpRequest, error: DomainError, status: int
) -> None:
    answer = errors.refused(request_of_a_visitor, error)

    assert answer.status_code == status
    assert b"<b>" not in answer.content
    assert str(error.fix) in _page(answer)


@pytest.mark.django_db
def test_an_unknown_address_shows_the_way_back(client: Client) -> None:
    answer = client.get("/nothing-here")

    assert answer.status_code == 404
    assert "Page not found" in _page(answer)


@pytest.mark.django_db
def test_a_form_without_its_key_is_explained() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.person())

    answer = client.post(reverse("accounts:profile"), {})

    assert answer.status_code == 403
    assert "This form has expired" in _page(answer)


@pytest.mark.django_db
def test_a_request_that_is_too_large_is_explained(client: Client) -> None:
    client.force_login(cast.person())

    answer = client.post(reverse("accounts:profile"), {"given_name": "x" * 13_000_000})

    assert answer.status_code == 413
    assert "files of 8 MB or less" in _page(answer)


@pytest.mark.django_db
def test_a_form_sent_to_an_endpoint_that_takes_json_is_told_so(client: Client) -> None:
    client.force_login(cast.person())

    refused = client.post("/api/wallet/shares", {"audience": "An employer"})

    assert (refused.status_code, refused.json()["title"]) == (422, "unreadable")
