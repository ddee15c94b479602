"""What somebody got at an address, and what it took to answer."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin

from django.db import connection
from django.db.backends.utils import CursorWrapper

# What every request may leave behind, also one that is refused: counters, forms taken, the session.
PASSING = {"core_counter", "core_submission", "django_session"}
WRITES = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|REPLACE INTO|UPDATE|DELETE FROM) "?(\w+)')
LINK = re.compile(r'<a\b[^>]*\shref="([^"#]+)')
FORM = re.compile(r"<form\b[^>]*>")
ACTION = re.compile(r'\saction="([^"]*)"')
LANGUAGE = re.compile(r'<html lang="([^"]*)"')
ELSEWHERE = ("http:", "https:", "mailto:", "/static/")


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody got at an address: what it says, what it offers, and what it cost."""

    address: str
    status: int
    headers: dict[str, str]
    content: str
    """The beginning of what is no page, such as a refusal of the API; of a page nothing."""
    size: int
    language: str
    links: tuple[str, ...]
    writes: tuple[str, ...]
    """Where the forms of the page are sent."""
    queries: int
    rows: int
    written: frozenset[str]
    """The tables in which something was written, also what is undone later."""


@dataclass(slots=True)
class Cost:
    """Queries asked, rows fetched and tables written while something was done."""

    queries: int = 0
    rows: int = 0
    written: set[str] = field(default_factory=set)

    @property
    def lasting(self) -> frozenset[str]:
        """The tables in which something was written, also what is undone later."""
        return frozenset(self.written - PASSING)

    def note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Count a statement and see where it writes."""
        self.queries += 1
        if found := WRITES.match(sql):
            self.written.add(found[1])
        return execute(sql, params, many, context)


class Counted(CursorWrapper):
    """A cursor that counts the rows which are fetched from it."""

    def __init__(self, cursor: Any, db: Any, cost: Cost) -> None:
        super().__init__(cursor, db)
        self.cost = cost

    def fetchone(self) -> Any:
        """The next row."""
        row = super().__getattr__("fetchone")()
        self.cost.rows += row is not None
        return row

    def fetchmany(self, *size: int) -> Any:
        """The next rows."""
        return self._counted(super().__getattr__("fetchmany")(*size))

    def fetchall(self) -> Any:
        """All other rows."""
        return self._counted(super().__getattr__("fetchall")())

    def __iter__(self) -> Iterator[Any]:
        for row in super().__iter__():
            self.cost.rows += 1
            yield row

    def _counted(self, rows: Any) -> Any:
        self.cost.rows += len(rows)
        return rows


@contextmanager
def counted() -> Iterator[Cost]:
    """What the database did meanwhile; cheaper than keeping every statement with its values."""
    cost = Cost()
    connection.make_cursor = lambda cursor: Counted(cursor, connection, cost)  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(cost.note):
            yield cost
    finally:
        del connection.make_cursor


def answer_to(address: str, send: Callable[[str], Any]) -> Answer:
    """What is answered at an address."""
    with counted() as cost:
        told = send(address)
        data = b"" if told.streaming else told.content
    is_page = told.headers.get("Content-Type", "").startswith("text/html")
    page = data.decode() if is_page else ""
    shown = LANGUAGE.search(page)
    return Answer(
        address=address,
        status=told.status_code,
        headers=dict(told.headers),
        content="" if is_page else data[:2_000].decode(errors="replace"),
        size=len(data),
        language=shown[1] if shown else "",
        links=tuple(links(address, page)),
        writes=tuple(sorted(_writes(address, page))),
        queries=cost.queries,
        rows=cost.rows,
        written=cost.lasting,
    )


def links(address: str, page: str) -> Iterator[str]:
    """Where the links of a page lead in this network, in the order in which they stand there."""
    found = dict.fromkeys(urljoin(address, unescape(link)) for link in LINK.findall(page))
    return (each for each in found if not each.startswith(ELSEWHERE))


def _writes(address: str, page: str) -> Iterator[str]:
    """Where the forms of a page are sent that ask for a change."""
    for form in FORM.findall(page):
        if 'method="post"' in form.lower():
            action = ACTION.search(form)
            yield urljoin(address, unescape(action[1])) if action and action[1] else address
