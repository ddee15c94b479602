"""Look-ups of the audit log, for those entitled."""

from datetime import UTC, date, datetime, time

from django.db.models import OuterRef, QuerySet, Subquery

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, where
from mcx.core.errors import NotAllowed
from mcx.core.models import AuditEntry
from mcx.network.models import Institution
from mcx.network.selectors.rights import held_by


def audit_entries(
    person: Person,
    *,
    on: date,
    action: str = "",
    institution: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """The log that the person may read, newest first: of the whole network or of their institutions.

    :raises NotAllowed: when they may read none
    """
    at = where(held_by(person, on=on), Action.READ_AUDIT)
    if at is not None and not at:
        raise NotAllowed(action=Action.READ_AUDIT)
    entries = AuditEntry.objects.all() if at is None else AuditEntry.objects.filter(institution_id__in=at)
    if institution:
        entries = entries.filter(institution_id__in=Institution.objects.filter(slug=institution).values("pk"))
    entries = entries.filter(action__startswith=action) if action else entries
    entries = entries.filter(at__gte=datetime.combine(since, time.min, UTC)) if since else entries
    entries = entries.filter(at__lte=datetime.combine(until, time.max, UTC)) if until else entries
    names = Institution.objects.filter(pk=OuterRef("institution_id")).values("short_name")[:1]
    return entries.annotate(institution_name=Subquery(names)).order_by("-at", "-pk")
