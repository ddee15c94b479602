"""The main list of each page with a long list is read from an index, in its order: no database sorts for it.

So a page costs the same however long the list is. On SQLite and on PostgreSQL the database is asked how it
would answer. PostgreSQL, which reads a small table whole, is told to do so, and to sort, only where nothing
else is left.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core.keyset import Rows
from mcx.credentials import selectors as credentials
from mcx.design import selectors as design
from mcx.industry import selectors as industry
from mcx.learning import selectors as learning
from mcx.network.rules.affiliations import AffiliationState
from mcx.network.selectors import affiliations, identities, institutions, log
from mcx.quality import selectors as quality
from mcx.recognition import selectors as recognition
from mcx.wallet import selectors as wallet
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.usefixtures("demonstration")
PAGE = 26


def _learner() -> Person:
    return Person.objects.get(email="ane.etxeberria@learner.example")


def _officer(role: Role) -> Person:
    found = Person.objects.filter(appointments__role=role).order_by("pk").first()
    assert found
    return found


def _claims(state: AffiliationState) -> QuerySet[Any]:
    return affiliations.affiliations_for(_officer(Role.REGISTRAR), on=TODAY, state=state)


LISTS: dict[str, Callable[[], QuerySet[Any]]] = {
    "credential registry": lambda: credentials.awards_for_staff(_officer(Role.REGISTRAR), at=NOW),
    "own awards": lambda: credentials.awards_of(_learner()),
    "own applications": lambda: learning.applications_of(_learner()),
    "own places": lambda: learning.enrolments_of(_learner()),
    "own credentials": lambda: wallet.items_of(_learner()),
    "own links": lambda: wallet.shares_of(_learner()),
    "own cases": lambda: recognition.cases_of(_learner()),
    "own reviews": lambda: quality.asked_by(_officer(Role.TEACHER)),
    "who waits to be confirmed": lambda: _claims(AffiliationState.WAITING),
    "who is confirmed": lambda: _claims(AffiliationState.CONFIRMED),
    "names and days of birth": lambda: identities.people_to_correct(_officer(Role.REGISTRAR), on=TODAY),
    "drafts": lambda: design.projects_of(_officer(Role.TEACHER), on=TODAY),
    "jobs": lambda: industry.postings(_officer(Role.TEACHER), on=TODAY),
    "log of the network": lambda: log.audit_entries(_officer(Role.COORDINATOR), on=TODAY),
    "log of a university": lambda: log.audit_entries(_officer(Role.CHAMPION), on=TODAY),
    "log since a day": lambda: log.audit_entries(_officer(Role.COORDINATOR), on=TODAY, since=TODAY),
    "cases": lambda: recognition.cases_for_staff(_officer(Role.RECOGNITION), on=TODAY).filter(status="open"),
    "admissions": lambda: learning.applications_waiting_for(_officer(Role.REGISTRAR), TODAY),
    "classes": lambda: learning.classes_of(_officer(Role.REGISTRAR), TODAY),
    "reviews decided": lambda: quality.decided_at(_officer(Role.QUALITY), on=TODAY),
    "editions": lambda: design.editions_to_renew(_officer(Role.TEACHER), on=TODAY),
    "members": lambda: institutions.public_voting_members_on(TODAY),
    "agreements": recognition.public_agreements,
}
# What is sorted for each page all the same, and how much that is.
SORTED = {
    "admissions": "who waits at one university, in an order that follows from who confirms them that day",
    "classes": "the runs of one university, whose key stands three tables away",
    "reviews decided": "the reviews of one university, whose key stands in another table",
    "editions": "the editions of one university, whose key stands in another table",
    "members": "the members, by a name that each has for some time only",
    "agreements": "the agreements, by the names of both universities",
}


def _queries(found: QuerySet[Any]) -> list[tuple[str, Any]]:
    """What is asked for the first page of the list, and for the one behind its first row."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    rows, of_list = Rows(found), f'FROM "{found.model._meta.db_table}"'
    with connection.execute_wrapper(note):
        first = rows.after(None, PAGE)
        assert first, "the list is empty"
        rows.after(rows.place_of(first[0]), PAGE)
    return [each for each in asked if of_list in each[0] and "LIMIT" in each[0]]


def _dear(found: QuerySet[Any]) -> list[str]:
    """The steps in which the database sorts the list, or reads its table whole."""
    table, is_sqlite = found.model._meta.db_table, connection.vendor == "sqlite"
    steps: list[str] = []
    queries = _queries(found)
    assert len(queries) == 2
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        for sql, params in queries:
            cursor.execute(("EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN ") + sql, params)
            steps += [str(row[-1]).strip() for row in cursor.fetchall()]
    sorts = ("USE TEMP B-TREE FOR ORDER BY",) if is_sqlite else ("Sort ", "->  Sort", "->  Incremental Sort")
    whole = f"SCAN {table}" if is_sqlite else f"Seq Scan on {table}"
    return [one for one in steps if one.startswith(sorts) or (whole in one and "USING" not in one)]


@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_is_read_from_an_index_in_its_order(name: str) -> None:
    dear = _dear(LISTS[name]())

    assert bool(dear) == (name in SORTED), dear
