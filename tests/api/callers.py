"""Who calls the API in these tests: a program with a person's own token, or nobody at all."""

import json
from collections.abc import Collection
from typing import Any

from django.test import Client

from mcx.accounts import services
from mcx.accounts.models import Person
from mcx.accounts.rules import Scope
from tests.cast import NOW


class Caller:
    """A program that acts for one person, within every scope or some, or for nobody."""

    def __init__(self, email: str = "", scopes: Collection[Scope] | None = None) -> None:
        self.client, self.headers = Client(raise_request_exception=False), dict[str, str]()
        if email:
            person = Person.objects.get(email=email)
            scopes = set(Scope) - {Scope.ACCOUNT} if scopes is None else scopes
            _token, text = services.create_token(
                person, label="A program", scopes=scopes, days=365, by=person, at=NOW
            )
            self.headers["Authorization"] = f"Bearer {text}"

    def ask(self, method: str, path: str, sent: Any = None, **query: Any) -> Any:
        """The answer of an endpoint to JSON."""
        address = f"/api{path}"
        if method == "get":
            return self.client.get(address, query, headers=self.headers)
        body, kind = {} if sent is None else sent, "application/json"
        return getattr(self.client, method)(address, body, content_type=kind, headers=self.headers)

    def send(self, path: str, form: dict[str, Any]) -> Any:
        """The answer of an endpoint to a form with files."""
        return self.client.post(f"/api{path}", form, headers=self.headers)

    def get(self, path: str, **query: Any) -> Any:
        """What an endpoint tells; it must not refuse."""
        return _told(self.ask("get", path, **query))

    def file(self, path: str) -> bytes:
        """The bytes of a file that an endpoint hands out."""
        return _accepted(self.ask("get", path))

    def post(self, path: str, sent: Any = None) -> Any:
        """What an endpoint answers to something new; it must not refuse."""
        return _told(self.ask("post", path, sent))

    def put(self, path: str, sent: Any = None) -> Any:
        """What an endpoint answers to a replacement; it must not refuse."""
        return _told(self.ask("put", path, sent))


def _accepted(answer: Any) -> bytes:
    assert answer.status_code < 300, answer.content.decode()
    return bytes(answer.content)


def _told(answer: Any) -> Any:
    content = _accepted(answer)
    return json.loads(content) if content else None
