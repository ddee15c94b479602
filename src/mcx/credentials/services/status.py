"""Places in status lists, and the bits that revoke."""

import secrets
from datetime import datetime

from mcx.credentials import rules
from mcx.credentials.models import Award, StatusEntry, StatusList
from mcx.credentials.selectors.status import status_list_url
from mcx.network.models import Institution
from microcred.record import Status

REVOCATION = "revocation"


def enter_status_list(award: Award, *, at: datetime) -> tuple[Status, ...]:
    """Give the award its random place in the institution's open revocation list."""
    row = open_list(award.institution, REVOCATION, at=at)
    index = rules.free_index(lambda place: row.entries.filter(index=place).exists(), secrets.randbelow)
    StatusEntry.objects.create(award=award, list=row, index=index)
    return (Status(status_list_url(row), index, row.purpose),)


def open_list(institution: Institution, purpose: str, *, at: datetime) -> StatusList:
    """The institution's list that still takes entries, begun if there is none; one request at a time."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    lists = StatusList.objects.select_related("institution").filter(institution=institution, purpose=purpose)
    newest = lists.order_by("-number").first()
    if newest and not rules.is_full(newest.entries.count()):
        return newest
    return StatusList.objects.create(
        institution=institution,
        purpose=purpose,
        number=newest.number + 1 if newest else 1,
        bits=bytes(rules.LIST_ENTRIES // 8),
        changed_at=at,
    )


def mark(award: Award, purpose: str, *, at: datetime) -> None:
    """Set the award's bit: from now on every verifier sees it (bit 0 is the leftmost, §2.2)."""
    for entry in award.status_entries.filter(list__purpose=purpose):
        row = StatusList.objects.select_for_update().get(pk=entry.list_id)
        bits = bytearray(row.bits)
        bits[entry.index // 8] |= 0x80 >> (entry.index % 8)
        row.bits, row.changed_at = bytes(bits), max(row.changed_at, at)
        row.save(update_fields=["bits", "changed_at"])
