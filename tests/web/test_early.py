"""What programs fetch is answered before sessions and accounts are looked at, with all that protects."""

from collections.abc import Mapping

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.credentials import cast

ADDRESSES = [
    "/healthz",
    "/trust.json",
    "/ns/microcred/v1",
    "/institutions/tuni/did.json",
    "/institutions/tuni/status/revocation/1",
]
EARLY = "mcx.web.middleware.early"
PROTECTING = (
    "Content-Security-Policy",
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
)
SAME = (*PROTECTING, "Content-Type", "Content-Length", "Cache-Control", "Access-Control-Allow-Origin", "ETag")


@pytest.fixture(autouse=True)
def _signing(db: None) -> None:
    cast.key()


def _headers(answer: Mapping[str, str]) -> dict[str, str | None]:
    policy = sorted(answer["Content-Security-Policy"].split("; "))
    return {name: answer.get(name) for name in SAME} | {"Content-Security-Policy": "; ".join(policy)}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_early_answer_is_the_one_that_the_long_way_gives(client: Client, address: str) -> None:
    early = client.get(address)
    with override_settings(MIDDLEWARE=[each for each in settings.MIDDLEWARE if each != EARLY]):
        late = Client().get(address)

    assert early.status_code == late.status_code == 200
    assert early.content == late.content
    assert _headers(early.headers) == _headers(late.headers)
    assert all(early.get(name) for name in PROTECTING)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_is_asked_who_they_are(client: Client, address: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "whatever"

    answer = client.get(address)

    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_host_is_refused_as_everywhere(address: str) -> None:
    with override_settings(ALLOWED_HOSTS=["network.example"]):
        answer = Client(headers={"host": "elsewhere.example"}).get(address)

    assert answer.status_code == 400


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_only_reads_takes_nothing(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_what_is_not_there_is_said_as_everywhere(client: Client) -> None:
    answer = client.get("/institutions/nowhere/did.json", headers={"accept-language": "de"})

    assert answer.status_code == 404
    assert '<html lang="de"' in answer.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_refusal_is_not_said_in_the_language_of_who_asked_before(client: Client, address: str) -> None:
    client.get("/guide/", headers={"accept-language": "fi"})

    with override_settings(ALLOWED_HOSTS=["network.example"]):
        answer = Client(headers={"host": "elsewhere.example"}).get(address)

    assert answer.status_code == 400
    assert '<html lang="en"' in answer.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_method_that_is_not_taken_is_refused_as_everywhere(client: Client, address: str) -> None:
    answer = client.options(address)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert '<html lang="en"' in answer.content.decode()
