"""What is logged names routes; a secret that stands in an address stands in no line."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from pytest_django import DjangoAssertNumQueries

from mcx import urls
from mcx.core.logs import NO_ROUTE, RoutesNotPaths, route_of
from tests.cast import person
from tests.wallet import cast as wallet

SECRET = "k3y-of-somebody"
LOGGERS = (logging.getLogger(), logging.getLogger("django"), logging.getLogger("mcx"))
ADDRESSES = {
    "a share link that is none": f"/wallet/s/{SECRET}/",
    "the key of a reset mail": f"/accounts/password/reset/key/1-{SECRET}/",
    "the key of a confirmation": f"/accounts/confirm-email/{SECRET}/",
    "a link read by a program": f"/api/wallet/shared/{SECRET}",
    "no page of ours": f"/s/{SECRET}",
    "no endpoint of ours": f"/api/{SECRET}",
    "a question": f"/catalogue/?q={SECRET}",
    "a method that is not taken": f"/institutions/{SECRET}/did.json",
    "a fault": f"/fault/{SECRET}",
    "too strange": f"/strange/{SECRET}",
}


def _fault(request: HttpRequest, secret: str) -> HttpResponse:
    raise ZeroDivisionError(request.get_full_path())


def _strange(request: HttpRequest, secret: str) -> HttpResponse:
    raise SuspiciousOperation(f"strange: {request.path}")


urlpatterns = [path("fault/<str:secret>", _fault), path("strange/<str:secret>", _strange), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = (
    urls.bad_request,
    urls.handler403,
    urls.not_found,
    urls.broken,
)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What stands in the log, as it is written in earnest, however little this run was told to write."""
    [handler] = [one for one in logging.getLogger().handlers if RoutesNotPaths in map(type, one.filters)]
    assert isinstance(handler, logging.StreamHandler)
    found = io.StringIO()
    before, levels = handler.setStream(found), {one: one.level for one in (handler, *LOGGERS)}
    for one in levels:
        one.setLevel(logging.DEBUG if one is handler else logging.INFO)
    yield found
    for one, level in levels.items():
        one.setLevel(level)
    handler.setStream(before)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_secret_in_an_address_is_in_no_line(lines: io.StringIO, name: str) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)

    for answer in (
        client.get(ADDRESSES[name]),
        client.post(ADDRESSES[name], HTTP_REFERER=f"https://x/{SECRET}"),
    ):
        assert answer.status_code

    assert lines.getvalue().count('"event": "request"') == 2
    assert SECRET not in lines.getvalue()


@pytest.mark.django_db
def test_a_share_link_that_works_is_in_no_line(lines: io.StringIO, client: Client) -> None:
    item = wallet.item()
    _share, token = wallet.shared(item.owner, item)

    assert client.get(f"/wallet/s/{token}/").status_code == 200

    assert '"route": "/wallet/s/<str:token>/"' in lines.getvalue()
    assert token not in lines.getvalue()


@pytest.mark.django_db
def test_mails_and_passwords_are_in_no_line(lines: io.StringIO, client: Client) -> None:
    who = person()

    client.post("/accounts/password/reset/", {"email": who.email})
    client.post("/accounts/login/", {"login": who.email, "password": SECRET})

    assert "request" in lines.getvalue()
    assert who.email not in lines.getvalue()
    assert SECRET not in lines.getvalue()


def test_an_address_that_is_none_has_no_route(rf: RequestFactory) -> None:
    assert route_of(rf.get(f"/{SECRET}")) == NO_ROUTE


@pytest.mark.django_db
def test_the_line_about_a_public_page_asks_the_database_for_nobody(
    lines: io.StringIO, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(person())

    with django_assert_num_queries(0):
        client.get("/healthz")

    assert '"person": null' in lines.getvalue()
