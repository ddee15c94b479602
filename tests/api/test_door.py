"""Before an endpoint is reached: who calls, then how often; every refusal is a problem document."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from mcx.api.door import VERIFY
from mcx.core import limits
from mcx.core.models import Counter
from tests import cast
from tests.api.callers import Caller
from tests.api.operations import DOCUMENT, operations

WRITING = [each for each in operations() if each.method != "get" and not each.is_public]
METHODS = {"get", "post", "put", "patch", "delete", "options", "trace"}


def _problem(answer: Any) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    return answer.status_code, answer.json()["title"]


@pytest.fixture
def strict() -> Client:
    """A visitor's browser, whose forms' tokens are asked for as in earnest."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
def test_nobody_in_particular_is_asked_to_sign_in_whatever_they_send(
    strict: Client, settings: Settings
) -> None:
    settings.RATE_LIMITS = 0
    asked = [(each, body) for each in WRITING for body in ("", "{", '{"nonsense": 1}')]

    answers = [
        getattr(strict, each.method)(f"/api{each.address()}", body, content_type="application/json")
        for each, body in asked
    ]

    assert len(asked) > 100
    assert {_problem(answer) for answer in answers} == {(401, "sign-in-needed")}
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {"Bearer"}


@pytest.mark.django_db
def test_a_form_with_a_file_from_nobody_is_not_read(strict: Client) -> None:
    answer = strict.post("/api/wallet/items", {"file": BytesIO(b"x" * 13_000_000)})

    assert _problem(answer) == (401, "sign-in-needed")


@pytest.mark.django_db
def test_a_session_without_its_forms_token_is_refused_as_such(strict: Client) -> None:
    strict.force_login(cast.person())

    answer = strict.post("/api/design/projects", "{", content_type="application/json")

    assert _problem(answer) == (403, "csrf-token-needed")


@pytest.mark.django_db
def test_a_session_with_its_forms_token_is_let_in(strict: Client) -> None:
    strict.force_login(cast.person())
    strict.get("/account/")
    headers = {"X-CSRFToken": strict.cookies["csrftoken"].value}

    answer = strict.post("/api/design/projects", "{", content_type="application/json", headers=headers)

    assert _problem(answer) == (422, "unreadable")


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
def test_a_method_that_an_address_does_not_know_is_answered_with_those_it_knows(settings: Settings) -> None:
    settings.RATE_LIMITS = 0
    known = {path: ", ".join(sorted(map(str.upper, methods))) for path, methods in DOCUMENT["paths"].items()}
    for operation in {each.path: each for each in operations()}.values():
        for method in METHODS - set(DOCUMENT["paths"][operation.path]):
            answer = Client().generic(method.upper(), f"/api{operation.address()}")

            assert _problem(answer) == (405, "wrong-method")
            assert answer.headers["Allow"] == known[operation.path]


HOW: dict[str, dict[str, str]] = {
    "nobody": {},
    "wrong token": {"Authorization": "Bearer wrong"},
    "key": {"Idempotency-Key": "5f0c7a52"},
    "key and wrong token": {"Idempotency-Key": "5f0c7a52", "Authorization": "Bearer wrong"},
}


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("how", HOW)
def test_a_wrong_method_is_one_however_somebody_comes(strict: Client, settings: Settings, how: str) -> None:
    settings.RATE_LIMITS = 0
    for operation in {each.path: each for each in operations()}.values():
        for method in {"post", "put", "delete"} - set(DOCUMENT["paths"][operation.path]):
            answer = strict.generic(method.upper(), f"/api{operation.address()}", headers=HOW[how])

            assert _problem(answer) == (405, "wrong-method"), (how, method, operation.path)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/docs", "/api/openapi.json"])
def test_what_describes_the_api_is_only_read(strict: Client, address: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        for headers in HOW.values():
            answer = strict.generic(method, address, headers=headers)

            assert _problem(answer) == (405, "wrong-method")
            assert answer.headers["Allow"] == "GET, HEAD"


def test_nobody_writes_but_to_have_a_file_verified_or_to_found_a_network() -> None:
    """With an Idempotency-Key of nobody's such a call is refused before its endpoint, any other by it."""
    public = [str(each) for each in operations() if each.method != "get" and each.is_public]

    assert public == [f"post {VERIFY}", "post /api/governance/founding"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/api/", "/api/nothing", "/api/wallet/items/not-a-uuid", "/api/nothing/"]
)
def test_an_address_that_is_not_there(strict: Client, address: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        for headers in HOW.values():
            assert _problem(strict.generic(method, address, headers=headers)) == (404, "not-found")


@pytest.mark.django_db
def test_a_person_calls_so_often_and_no_more_and_nobody_else_waits() -> None:
    cast.network()
    hers, other = Caller(cast.person().email), Caller(cast.person("Leire Zabaleta").email)
    for _each in range(limits.API.most - 1):
        limits.take([(limits.API, f"person:{cast.person().pk}")], at=cast.NOW)

    last, refused = hers.ask("get", "/wallet/items"), hers.ask("get", "/wallet/items")

    assert last.status_code == 200
    assert _problem(refused) == (429, "too-many-requests")
    assert refused.headers["Retry-After"] == "60"
    assert other.ask("get", "/wallet/items").status_code == 200


@pytest.mark.django_db
def test_trying_tokens_comes_to_an_end_and_whoever_has_one_goes_on() -> None:
    caller = Caller(cast.person().email)
    for each in range(limits.API_STRANGERS.most):
        headers = {"Authorization": f"Bearer wrong-{each}"}
        assert Client().get("/api/wallet/items", headers=headers).status_code == 401

    refused = Client().get("/api/wallet/items", headers={"Authorization": "Bearer wrong"})

    assert _problem(refused) == (429, "too-many-requests")
    assert caller.ask("get", "/wallet/items").status_code == 200


@pytest.mark.django_db
def test_reading_in_public_is_not_counted() -> None:
    cast.network()

    assert Client().get("/api/network/members").status_code == 200
    assert Client().get("/api/wallet/items").status_code == 401

    assert not Counter.objects.exists()


def test_every_operation_says_that_one_may_have_to_wait() -> None:
    for operation in operations():
        assert "429" in operation.described["responses"]
