"""A long list is read page by page to its very end: every row once, whatever is added meanwhile."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcx.core.keyset import COUNTED, Made, Ordered, PageUnknown, Place, Rows, part_of
from mcx.core.models import AuditEntry, Version
from tests import cast
from tests.cast import NOW
from tests.network.cast import coordinator

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[Any]]
# Both ways, mixed, with ties, with nothing in the column, by what is asked besides, and none at all.
ORDERS = [
    ("-at", "-pk"),
    ("at", "pk"),
    ("-at", "pk"),
    ("action", "-at"),
    ("person_id", "at"),
    ("-person_id", "action"),
    ("-is_versioned", "at", "pk"),
    (),
]
MINUTES, NAMES, KEYS = st.integers(0, 3), st.sampled_from("aäbz"), st.sampled_from([None, 1, 2])
ENTRY = st.tuples(MINUTES, NAMES, KEYS)


@dataclass(frozen=True)
class Here:
    """Something that was made, and its place."""

    place: Place


def entries(*order: str) -> QuerySet[AuditEntry]:
    versioned = Exists(Version.objects.filter(name=OuterRef("action")))
    return AuditEntry.objects.annotate(is_versioned=versioned).order_by(*order)


def add(*rows: tuple[int, str, int | None]) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(at=NOW + timedelta(minutes=minute), action=name, person_id=key)
        for minute, name, key in rows
    )


def walked(
    found: Callable[[], Ordered[Any]], size: int, between: Callable[[], None] = lambda: None
) -> list[Any]:
    """All rows, page after page."""
    seen, cursor = list[Any](), ""
    while cursor or not seen:
        part = part_of(found(), size, cursor)
        seen, cursor = seen + part.rows, part.next
        between()
        if not part.rows:
            break
    return seen


@pytest.mark.parametrize("order", ORDERS, ids=str)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(there=st.lists(ENTRY, max_size=12), new=st.lists(ENTRY, max_size=6), size=st.integers(1, 5))
def test_each_row_is_seen_once_while_others_are_added(
    order: tuple[str, ...], there: list[Any], new: list[Any], size: int
) -> None:
    AuditEntry.objects.all().delete()
    Version.objects.update_or_create(name="a", defaults={"version": "1"})
    add(*there)
    before, coming = set(AuditEntry.objects.all()), iter(new)

    seen = walked(
        lambda: Rows(entries(*order)), size, lambda: add(*[each for each in [next(coming, None)] if each])
    )

    assert len(seen) == len(set(seen))
    assert before <= set(seen)


@pytest.mark.parametrize("order", ORDERS, ids=str)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(there=st.lists(ENTRY, min_size=1, max_size=12), size=st.integers(1, 4))
def test_whoever_turns_back_sees_the_same_pages_and_a_whole_first_one(
    order: tuple[str, ...], there: list[Any], size: int
) -> None:
    AuditEntry.objects.all().delete()
    add(*there)
    forth, back, cursor = list[Any](), list[Any](), ""
    while cursor or not forth:
        part = part_of(Rows(entries(*order)), size, cursor)
        forth.append(part.rows)
        cursor = part.next
    cursor = part.previous
    while cursor:
        part = part_of(Rows(entries(*order)), size, cursor)
        back.insert(0, part.rows)
        cursor = part.previous

    assert back == forth[:-1]
    assert [len(each) for each in forth[:-1]] == [size] * len(back)


def test_what_is_added_before_the_beginning_makes_the_first_page_whole_again() -> None:
    add((1, "a", None), (2, "b", None), (3, "c", None))
    second = part_of(Rows(entries("at")), 2, part_of(Rows(entries("at")), 2).next)
    add((0, "d", None))

    first = part_of(Rows(entries("at")), 2, second.previous)
    AuditEntry.objects.filter(action__in="da").delete()
    again = part_of(Rows(entries("at")), 2, second.previous)

    assert [each.action for each in first.rows] == ["a", "b"]
    assert [each.action for each in again.rows] == ["b", "c"]
    assert (bool(first.previous), again.previous) == (True, "")


def test_behind_the_end_is_the_last_page() -> None:
    add((1, "a", None), (2, "b", None), (3, "c", None))
    cursor = part_of(Rows(entries("at")), 2).next
    AuditEntry.objects.filter(action="c").delete()

    part = part_of(Rows(entries("at")), 2, cursor)

    assert [each.action for each in part.rows] == ["a", "b"]
    assert (part.previous, part.next, part.count) == ("", "", 2)


@pytest.mark.parametrize("cursor", ["x", "é", "=", "1", "A" * 5000, "\x00", "-1", "%00", "W10"])
def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    with pytest.raises(PageUnknown):
        part_of(Rows(entries("at")), 2, cursor)


def test_a_cursor_names_a_page_of_one_order_and_cannot_be_changed() -> None:
    add((1, "a", None), (2, "b", None), (3, "c", None))
    cursor = part_of(Rows(entries("at")), 2).next
    changed = [cursor[:n] + ("A" if cursor[n] != "A" else "B") + cursor[n + 1 :] for n in (0, 10, 20)]

    for wrong, order in [(cursor, "-at"), *((each, "at") for each in changed)]:
        with pytest.raises(PageUnknown):
            part_of(Rows(entries(order)), 2, wrong)


def test_a_cursor_tells_nobody_a_name_and_is_always_alike() -> None:
    add((1, "agirre", None), (2, "zabala", None))

    cursors = {part_of(Rows(entries("action")), 1).next for _time in range(2)}

    assert len(cursors) == 1
    assert "agirre" not in cursors.pop()


def test_a_page_takes_two_queries_wherever_it_is(django_assert_num_queries: Queries) -> None:
    add(*[(number, "a", None) for number in range(9)])
    first = part_of(Rows(entries("-at")), 3)

    with django_assert_num_queries(2):
        part_of(Rows(entries("-at")), 3)
    with django_assert_num_queries(2):
        part_of(Rows(entries("-at")), 3, first.next)
    with django_assert_num_queries(1):  # what fits on one page is counted by reading it
        assert part_of(Rows(entries("-at")), 9).count == 9


def test_the_database_begins_at_the_place_by_an_index() -> None:
    if connection.vendor == "postgresql":  # which reads a table of two rows whole, unless it is kept from it
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    add((1, "a", None), (2, "b", None))
    place = Rows(entries("-at", "-pk")).place_of(AuditEntry.objects.latest("at"))

    with CaptureQueriesContext(connection) as asked:
        Rows(AuditEntry.objects.order_by("-at", "-pk")).after(place, 50)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' * (connection.vendor == 'sqlite')}{asked[0]['sql']}")
        plan = str(cursor.fetchall())

    assert "audit_entries_of_all" in plan
    assert {"sqlite": "at<", "postgresql": "Index Cond: (at <="}[connection.vendor] in plan
    assert "TEMP B-TREE" not in plan


def test_what_was_made_and_not_looked_up_is_read_in_the_same_way() -> None:
    rows = [Here([-3.5, 1]), Here([-3.5, 2]), Here([0.0, 1]), Here([1.0, 9])]
    made = Made(rows, "made")

    second = part_of(made, 2, part_of(made, 2).next)

    assert walked(lambda: made, 1) == rows
    assert second.rows == rows[2:]
    assert part_of(made, 2, second.previous).rows == rows[:2]
    assert second.count == 4


def test_programs_read_more_than_ten_thousand_entries_to_the_very_end(client: Client) -> None:
    cast.university("mu")
    add(*[(number % 7, f"note.{number}", None) for number in range(COUNTED + 1)])
    cast.sign_in(client, coordinator())
    asked: dict[str, Any] = {"action": "note.", "limit": 100}

    seen, counts = list[str](), set[Any]()
    while asked.get("cursor", "") is not None:
        part = client.get("/api/network/audit", asked).json()
        seen += [each["action"] for each in part["items"]]
        asked["cursor"] = part["next"]
        counts.add(part["count"])

    assert len(seen) == len(set(seen)) == COUNTED + 1
    assert counts == {None}


def test_a_list_that_is_too_long_to_be_counted_says_so(client: Client) -> None:
    cast.university("mu")
    add(*[(0, "note.taken", None)] * (COUNTED + 1))
    cast.sign_in(client, coordinator())

    html = client.get("/network/audit/?action=note.").content.decode()

    assert "50 of more than 10,000" in html
    assert 'rel="next"' in html
    assert 'rel="prev"' not in html


def test_what_is_ordered_by_a_rule_of_the_database_is_refused() -> None:
    with pytest.raises(Exception, match="OrderBy"):
        Rows(AuditEntry.objects.order_by(F("at").desc()))
