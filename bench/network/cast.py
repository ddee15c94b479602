"""Who is in the network that grows, and how rows are cast after others."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import models
from django.db.models.base import ModelState

from bench.network.sizes import Size
from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core.models import AuditEntry
from mcx.network.models import Appointment, Institution, Programme

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")
AT_ONCE = 1_000  # rows to a statement; SQLite takes 250,000 values


@dataclass
class Grown:
    """Everything that what follows refers to; `at` is the present of the network, `draw` its one die."""

    size: Size
    at: datetime
    draw: random.Random = field(default_factory=lambda: random.Random(7))
    universities: list[Institution] = field(default_factory=list)
    employers: list[Institution] = field(default_factory=list)
    officers: dict[tuple[int, str], int] = field(default_factory=dict)
    """The person who holds an office at an institution, by its key and the role."""
    offices: dict[int, tuple[int, str]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    """What the log calls a person."""
    programmes: dict[tuple[int, int], Programme] = field(default_factory=dict)
    """The programme of a university that is cast after one of the demonstration, by both keys."""
    courses: dict[int, list[Any]] = field(default_factory=dict)
    """The courses cast after each edition of the demonstration."""

    @property
    def today(self) -> date:
        """The day on which the network is as it is."""
        return self.at.date()

    def days(self, number: int) -> datetime:
        """The instant so many days from now."""
        return self.at + timedelta(days=number)

    def university(self) -> Institution:
        """One of them: every fifth time the first, where the demonstration's offices are looked at."""
        if self.draw.random() < 0.2:
            return self.universities[0]
        return self.draw.choice(self.universities)

    def two_universities(self) -> tuple[Institution, Institution]:
        """One of them, and another one."""
        one = self.university()
        return one, self.draw.choice([each for each in self.universities if each.pk != one.pk])

    def officer(self, institution: Institution, role: Role) -> Person:
        """Who holds an office there."""
        return Person.objects.get(pk=self.officers[institution.pk, role])

    def words_between(self, old: Institution, new: Institution) -> tuple[tuple[str, str], ...]:
        """The names by which documents call the one, and what they call the other."""
        if old.pk == new.pk:
            return ()
        names = {(name, new.name.get(language, new.name["en"])) for language, name in old.name.items()}
        return ((f":institutions:{old.slug}", f":institutions:{new.slug}"), *sorted(names))

    def note(self) -> None:
        """Learn who holds which office by now."""
        for each in Appointment.objects.select_related("person").order_by("-pk"):
            self.officers[each.institution_id, each.role] = each.person_id
            self.offices[each.person_id] = (each.institution_id, each.role)
            self.names[each.person_id] = each.person.name

    def counterpart(
        self, person_id: int | None, places: dict[int, int], persons: dict[int, int]
    ) -> int | None:
        """Who stands where a person of the model story stood: `persons` by name, officers at their new place."""
        if person_id is None or person_id in persons:
            return persons[person_id] if person_id else None
        place, role = self.offices[person_id]
        return self.officers.get((places.get(place, place), role), person_id)


def like(row: M, **changes: Any) -> M:
    """A new row that is as this one but for these values."""
    new = row.__class__.__new__(row.__class__)  # copying as pickle does takes four times as long
    new.__dict__ |= row.__dict__ | {"_state": ModelState()}
    if not isinstance(row._meta.pk, models.UUIDField):
        new.pk = None
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def put(rows: Iterable[M]) -> list[M]:
    """Write rows of one table in bulk and hand them back with their keys."""
    made: list[M] = []
    for some in in_turns(rows, AT_ONCE):
        made += type(some[0])._default_manager.bulk_create(some)
    return made


def in_turns(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """So many at a time, until there are none."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some


def entries_of(rows: Iterable[models.Model]) -> dict[tuple[str, str], list[AuditEntry]]:
    """What the log says about these rows, by table and key; also where it is long already."""
    wanted = {(row._meta.label_lower, str(row.pk)) for row in rows}
    tables, keys = ({each[part] for each in wanted} for part in (0, 1))
    found: dict[tuple[str, str], list[AuditEntry]] = {}
    for entry in AuditEntry.objects.filter(subject_type__in=tables, subject_id__in=keys).order_by("pk"):
        if (at := (entry.subject_type, entry.subject_id)) in wanted:
            found.setdefault(at, []).append(entry)
    return found
