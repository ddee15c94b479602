"""Places in status lists, and the bits that revoke."""

import secrets
from datetime import datetime

from mcx.credentials import models, rules
from mcx.credentials.documents.status_lists import status_list_url
from mcx.credentials.models import Award, StatusEntry
from mcx.network.models import Institution
from microcred.record import Status
from microcred.status_list import StatusList

REVOCATION = "revocation"


def enter_status_list(award: Award, *, at: datetime) -> tuple[Status, ...]:
    """Give the award its random place in the institution's open revocation list."""
    row = open_list(award.institution, purpose=REVOCATION, at=at)
    index = rules.free_index(lambda place: row.entries.filter(index=place).exists(), secrets.randbelow)
    StatusEntry.objects.create(award=award, list=row, index=index)
    return (Status(status_list_url(row), index, row.purpose),)


def open_list(institution: Institution, *, purpose: str, at: datetime) -> models.StatusList:
    """The institution's list that still takes entries, begun if there is none; one request at a time."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    lists = models.StatusList.objects.select_related("institution").filter(
        institution=institution, purpose=purpose
    )
    newest = lists.order_by("-number").first()
    if newest and not rules.is_full(newest.entries.count()):
        return newest
    return models.StatusList.objects.create(
        institution=institution,
        purpose=purpose,
        number=newest.number + 1 if newest else 1,
        bits=bytes(StatusList()),
        changed_at=at,
    )


def mark(award: Award, *, purpose: str, at: datetime) -> None:
    """Set the award's bit: from now on every verifier sees it."""
    for entry in award.status_entries.filter(list__purpose=purpose):
        row = models.StatusList.objects.select_for_update().get(pk=entry.list_id)
        statuses = StatusList(bytes(row.bits))
        statuses[entry.index] = True
        row.bits, row.changed_at = bytes(statuses), max(row.changed_at, at)
        row.save(update_fields=["bits", "changed_at"])
