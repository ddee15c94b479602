"""Places in status lists: drawn before a copy is signed, kept with it, set when it ends."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from mcx.credentials import models, rules
from mcx.credentials.documents.status_lists import status_list_url
from mcx.credentials.models import IssuedCredential, StatusEntry
from mcx.network.models import Institution
from microcred.record import Status
from microcred.status_list import ENTRIES, StatusList

REVOCATION = "revocation"
_dice = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list that is free as yet."""

    list: models.StatusList
    index: int

    @property
    def status(self) -> Status:
        """The place as a credential names it."""
        return Status(status_list_url(self.list), self.index, self.list.purpose)


def draw_places(institution: Institution, *, forms: Collection[str], at: datetime) -> dict[str, Place]:
    """A random place in the institution's open revocation list for a copy of each of these formats.

    Two queries. Nothing is kept of it until the signed copy is: should somebody keep another copy at the same
    place first, the database refuses this one, and its places are drawn anew.
    """
    if not forms:
        return {}
    drawn = _dice.sample(range(ENTRIES), rules.DRAWN)
    row = _lists(institution, REVOCATION).defer("bits").first()
    taken = _taken(row, drawn)
    if row is None or rules.may_be_full(len(taken), len(drawn)):
        row = open_list(institution, purpose=REVOCATION, at=at)
        taken = _taken(row, drawn)
    row.institution = institution
    free = (index for index in drawn if index not in taken)
    return {form: Place(row, index) for form, index in zip(forms, free, strict=False)}


def _taken(row: models.StatusList | None, drawn: Collection[int]) -> set[int]:
    return set(row.entries.filter(index__in=drawn).values_list("index", flat=True)) if row else set()


def _lists(institution: Institution, purpose: str) -> QuerySet[models.StatusList]:
    """Its lists of a purpose, the newest first."""
    return models.StatusList.objects.filter(institution=institution, purpose=purpose).order_by("-number")


@transaction.atomic
def open_list(institution: Institution, *, purpose: str, at: datetime) -> models.StatusList:
    """The institution's list that still takes entries, begun if there is none; one request at a time."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    newest = _lists(institution, purpose).select_related("institution").first()
    if newest and not rules.is_full(newest.entries.count()):
        return newest
    return models.StatusList.objects.create(
        institution=institution,
        purpose=purpose,
        number=newest.number + 1 if newest else 1,
        bits=bytes(StatusList()),
        changed_at=at,
    )


def mark(copies: Iterable[IssuedCredential], *, purpose: str, at: datetime) -> None:
    """Set the bits of these copies: from now on every verifier sees it.

    Lists are locked one after the other in their order, and so that entries can be added meanwhile: two who
    end copies at once never wait for each other in a circle.
    """
    found = StatusEntry.objects.filter(credential__in=copies, list__purpose=purpose).order_by("list")
    for key, entries in groupby(found, lambda entry: entry.list_id):
        row = models.StatusList.objects.select_for_update(no_key=True).get(pk=key)
        statuses = StatusList(bytes(row.bits))
        for entry in entries:
            statuses[entry.index] = True
        row.bits, row.changed_at = bytes(statuses), max(row.changed_at, at)
        row.save(update_fields=["bits", "changed_at"])
