"""What is shown comes in an order that somebody chose, not in the one in which a database finds it.

SQLite returns rows that no statement ordered in the order in which they were written, so that nobody notices;
PostgreSQL does not. Here SQLite is told to return them backwards, and nothing may change.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from mcx.accounts.models import Person
from tests.api.bodies import SKILL
from tests.api.callers import Caller
from tests.api.offices import with_every_office
from tests.api.operations import Operation
from tests.factors import sign_in_with_factor
from tests.walk.growth import OFFICES_AT
from tests.walk.recording import READING
from tests.web.addresses import PAGES, address

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("busy_demonstration"),
    pytest.mark.skipif(
        "postgres" in connection.vendor, reason="only SQLite can be told to return unordered rows backwards"
    ),
]
# What is new in every answer: what a form may be sent with, once.
NEW = re.compile(r'name="(?:csrfmiddlewaretoken|once)" value="[^"]*"')
# No two readings of these are alike: one signs out, the others show a new secret or challenge.
ONCE = {"account_confirm_email", "mfa_activate_totp", "mfa_add_webauthn"}


@contextmanager
def backwards() -> Iterator[None]:
    """Rows that no statement orders come in the other order."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA reverse_unordered_selects = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA reverse_unordered_selects = OFF")


def differs(read: Callable[[], bytes]) -> bool:
    """Whether what is read depends on the order in which the database finds rows."""
    there = NEW.sub("", read().decode("latin-1"))
    with backwards():
        return NEW.sub("", read().decode("latin-1")) != there


def test_the_api_answers_in_a_chosen_order() -> None:
    caller = Caller(with_every_office(*OFFICES_AT))

    def read(operation: Operation) -> Callable[[], bytes]:
        at = operation.address()
        return lambda: caller.ask("get", at, q="data", uri=SKILL).getvalue()

    assert [str(each) for each in READING if differs(read(each))] == []


def test_pages_come_in_a_chosen_order() -> None:
    person = Person.objects.get(email=with_every_office(*OFFICES_AT))

    def read(name: str) -> Callable[[], bytes]:
        client = Client(raise_request_exception=False)
        sign_in_with_factor(client, person)
        at = address(name, PAGES[name])
        return lambda: client.get(at).getvalue()

    assert [name for name in sorted(PAGES) if name not in ONCE and differs(read(name))] == []


def test_rows_that_nobody_ordered_are_noticed() -> None:
    with connection.cursor() as cursor:

        def read() -> bytes:
            cursor.execute("SELECT slug FROM network_institution NOT INDEXED")
            return repr(cursor.fetchall()).encode()

        assert differs(read)
