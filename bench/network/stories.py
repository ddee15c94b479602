"""Stories of the demonstration, and casting others after them.

A story is everything that belongs to one course, or to one learner, or to one place in a course: its rows in the
order in which they refer to each other, and what the log says of each. Cast anew, its days are moved together, so
that whatever came first still does; each reference leads to what stands for the old one in the new story; and
names that occur in texts and documents are replaced.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from bench.network.cast import Grown, entries_of, like, put
from mcx.accounts.models import Person
from mcx.core.models import AuditEntry
from mcx.network.models import Institution

Row = models.Model
Change = Callable[[Any, "Part"], dict[str, Any]]
"""What is otherwise in a row of one table, given the row and what it is cast for."""


@dataclass(frozen=True, slots=True)
class Story:
    """One that happened: its rows, table by table, and its entries in the log."""

    rows: tuple[Row, ...]
    log: dict[tuple[str, str], list[AuditEntry]]

    def has(self, table: type[Row]) -> bool:
        """Whether a row of this table belongs to it."""
        return any(isinstance(row, table) for row in self.rows)


@dataclass(slots=True, eq=False)
class Part:
    """What one cast of a story is about.

    `stands` says what stands for a row of the model story, by table and key; `words` what stands for a name in
    texts; `days` how far all of it is moved.
    """

    story: Story
    days: int = 0
    stands: dict[tuple[str, Any], Row] = field(default_factory=dict)
    words: tuple[tuple[str, str], ...] = ()
    places: dict[int, int] = field(default_factory=dict)
    persons: dict[int, int] = field(default_factory=dict)
    told: dict[int, str] = field(default_factory=dict)

    def put_in(self, old: Row, new: Row) -> None:
        """From now on the new row stands for the old one."""
        self.stands[old._meta.label, old.pk] = new
        if isinstance(old, Institution):
            self.places[old.pk] = new.pk
        if isinstance(old, Person):
            assert isinstance(new, Person)
            self.persons[old.pk], self.told[new.pk] = new.pk, new.name


def gather(rows: Iterable[Row | None]) -> Story:
    """A story of these rows."""
    there = tuple(row for row in rows if row is not None)
    return Story(there, entries_of(there))


def cast(
    parts: Sequence[Part], order: Sequence[type[Row]], changes: Mapping[Any, Change], grown: Grown
) -> None:
    """Write the stories of all these parts, one table after the other."""
    for table in order:
        pairs = [(part, row) for part in parts for row in part.story.rows if type(row) is table]
        change = changes.get(table)
        new = put(_cast(row, part, change, grown) for part, row in pairs)
        for (part, row), made in zip(pairs, new, strict=True):
            part.put_in(row, made)
    put(_entry(entry, part, grown) for part in parts for row in part.story.rows for entry in _said(part, row))


def _said(part: Part, row: Row) -> list[AuditEntry]:
    return part.story.log.get((row._meta.label_lower, str(row.pk)), [])


def _cast(row: Row, part: Part, change: Change | None, grown: Grown) -> Row:
    changed = change(row, part) if change else {}
    moved = {name: value for each in row._meta.fields for name, value in _value(each, row, part, grown)}
    return like(row, **moved | changed)


def _value(each: Any, row: Row, part: Part, grown: Grown) -> Iterable[tuple[str, Any]]:
    """The value of a field that is another in the new story; none where it stays."""
    value = getattr(row, each.attname)
    if value is None or each.primary_key:
        return
    if each.is_relation:
        yield each.attname, _counterpart(each.related_model, value, part, grown)
    elif isinstance(value, (dt.datetime, dt.date)) and part.days:
        yield each.attname, value + dt.timedelta(days=part.days)
    elif isinstance(each, (models.JSONField, models.TextField)):
        yield each.attname, _reworded(value, part)


def _counterpart(table: type[Row], key: Any, part: Part, grown: Grown) -> Any:
    if found := part.stands.get((table._meta.label, key)):
        return found.pk
    if table is Institution:
        return part.places.get(key, key)
    if table is Person:
        return grown.counterpart(key, part.places, part.persons)
    return key


def _reworded(value: Any, part: Part) -> Any:
    """A text or document in which the names of the model story are those of the new one."""
    if not value or not part.words:
        return value
    text = value if isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    for old, new in part.words:
        text = text.replace(old, new)
    return text if isinstance(value, str) else json.loads(text)


def renamed(*fields: str) -> Change:
    """That these fields, which are no long texts, have the names of the new story, too."""
    return lambda row, part: {each: _reworded(getattr(row, each), part) for each in fields}


def reworded_bytes(content: bytes, part: Part) -> dict[str, Any]:
    """The bytes of a file with the names of the new story, and their digest."""
    for old, new in part.words:
        content = content.replace(old.encode(), new.encode())
    return {"content": content, "sha256": hashlib.sha256(content).hexdigest()}


def _entry(entry: AuditEntry, part: Part, grown: Grown) -> AuditEntry:
    """What the log says of the new row."""
    subject = next(
        new
        for (_table, key), new in part.stands.items()
        if str(key) == entry.subject_id and new._meta.label_lower == entry.subject_type
    )
    person = grown.counterpart(entry.person_id, part.places, part.persons)
    return like(
        entry,
        at=entry.at + dt.timedelta(days=part.days),
        subject_id=str(subject.pk),
        subject_label=_reworded(entry.subject_label, part)[:300],
        person_id=person,
        person_name=""
        if person is None
        else part.told.get(person) or grown.names.get(person, entry.person_name),
        institution_id=part.places.get(entry.institution_id or 0, entry.institution_id),
        details=_reworded(entry.details, part),
    )
