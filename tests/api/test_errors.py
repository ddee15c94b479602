"""Whatever goes wrong, a program gets a problem document (RFC 9457), never a page."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from mcx import urls
from tests import cast

pytestmark = pytest.mark.django_db
DRAFTS = "/api/design/projects"


def _problem(answer: Any) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["title"]


def test_an_unknown_address(client: Client) -> None:
    assert _problem(client.get("/api/nothing")) == (404, "not-found")


@pytest.mark.parametrize("body", ["{", "", "[]", "\x00", "nonsense"])
def test_what_is_no_json(client: Client, body: str) -> None:
    client.force_login(cast.person())

    answer = client.post(DRAFTS, body, content_type="application/json")

    assert _problem(answer)[0] == 422


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800"])
@pytest.mark.parametrize("body", ['{"institution": "%s"}', '{"title": {"%s": ""}}', '{"more": [["%s"]]}'])
def test_a_text_that_no_database_stores(client: Client, body: str, sign: str) -> None:
    client.force_login(cast.person())

    answer = client.post(DRAFTS, body % sign, content_type="application/json")

    assert _problem(answer) == (422, "unreadable")
    assert _problem(client.get("/api/skills/", {"q": "\x00"})) == (422, "unreadable")


def test_more_than_is_ever_sent(client: Client) -> None:
    client.force_login(cast.person())

    answer = client.post(DRAFTS, "x" * 13_000_000, content_type="application/json")

    assert _problem(answer) == (413, "too-large")
    assert "12 MB" in answer.json()["detail"]


def test_a_fault_of_ours_asks_no_database(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = urls.broken(rf.get("/api/network/members"))

    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert b"fault" in answer.content
