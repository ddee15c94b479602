"""Tokens over the API: made in a browser's session that was confirmed lately, listed and ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mcx.accounts.models import ApiToken
from mcx.accounts.rules import GRANTED, Scope
from mcx.accounts.selectors import token_in_use
from tests import cast

pytestmark = pytest.mark.django_db
TOKENS = "/api/accounts/tokens"


def _post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, body, content_type="application/json")


def test_a_token_is_made_listed_without_its_text_and_ended(client: Client) -> None:
    cast.sign_in(client, cast.person())

    made = _post(client, TOKENS, {"label": "Timetable", "scopes": ["learner"], "days": 90})
    listed = client.get(TOKENS)
    ended = _post(client, f"{TOKENS}/{made.json()['token']['id']}/end", {})

    assert (made.status_code, ended.status_code) == (201, 204)
    assert "no-store" in made["Cache-Control"]
    assert [each["scopes"] for each in listed.json()] == [["learner", "read"]]
    assert made.json()["text"] not in listed.content.decode()
    assert token_in_use(made.json()["text"], at=cast.NOW) is None
    row = ApiToken.objects.get()
    assert (row.expires_at, row.revoked_at) == (cast.NOW + timedelta(days=90), cast.NOW)


@pytest.mark.parametrize("scope", GRANTED)
def test_a_program_asks_for_every_scope_that_the_page_offers(client: Client, scope: Scope) -> None:
    cast.sign_in(client, cast.person())

    made = _post(client, TOKENS, {"label": "Timetable", "scopes": [scope]})

    assert made.status_code == 201, made.content
    assert set(made.json()["token"]["scopes"]) == {"read", scope}


@pytest.mark.parametrize(
    "wrong", [{"scopes": ["account"]}, {"scopes": ["x"]}, {"days": 0}, {"days": 366}, {"label": ""}]
)
def test_a_token_that_cannot_be_had_is_not_made(client: Client, wrong: dict[str, Any]) -> None:
    cast.sign_in(client, cast.person())

    answer = _post(client, TOKENS, {"label": "Timetable"} | wrong)

    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_nobody_ends_anothers_token(client: Client) -> None:
    cast.sign_in(client, cast.person())
    made = _post(client, TOKENS, {"label": "Timetable"}).json()["token"]["id"]
    cast.sign_in(client, cast.person("Leire Zabaleta"))

    assert _post(client, f"{TOKENS}/{made}/end", {}).status_code == 404
    assert ApiToken.objects.get().revoked_at is None
