"""The facts about this deployment that readiness is judged by."""

from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from mcx.accounts.rules import Role
from mcx.core.periods import in_force
from mcx.governance.rules.readiness import Readiness
from mcx.keys.models import Seal, SigningKey
from mcx.keys.selectors import (
    IN_USE,
    SIGNS,
    public_keys_in_use,
    public_seals_to_renew,
    usable_at,
    without_seal,
)
from mcx.keys.signing import can_sign
from mcx.network.models import Appointment, Institution
from mcx.network.selectors.accreditations import without_accreditation
from mcx.network.selectors.charter import public_charter_on
from mcx.network.selectors.institutions import public_members_on, public_network
from mcx.network.selectors.scales import without_scale
from mcx.skills.models import Skill

LOCAL = {"localhost", "127.0.0.1", "::1", None}


def public_readiness(*, on: date) -> Readiness:
    """What there is and what is missing today (about sixteen queries)."""
    at = datetime.combine(on, time.max, UTC)
    universities = public_members_on(on).filter(kind=Institution.Kind.UNIVERSITY)
    signing = public_keys_in_use(SIGNS).values("institution")
    unaccredited = tuple(one.short_name for one in without_accreditation(universities, on=on))
    address = urlsplit(settings.PUBLIC_URL)
    return Readiness(
        is_founded=public_network() is not None,
        members=universities.count(),
        coordinators=Appointment.objects.filter(in_force(on), role=Role.COORDINATOR).count(),
        has_charter=public_charter_on(on) is not None,
        members_without_key=_names(universities.exclude(pk__in=signing)),
        members_with_unusable_key=_unusable(universities, at),
        members_without_accreditation=unaccredited,
        members_without_seal=_names(without_seal(universities, at=at)),
        members_to_renew_seal=_names(
            universities.filter(pk__in=public_seals_to_renew(at).values("institution"))
        ),
        members_without_scale=_names(without_scale(universities)),
        skills=Skill.objects.count(),
        is_public_address=address.scheme == "https" and address.hostname not in LOCAL,
        is_production=not settings.DEMO,
        has_mail="smtp" in settings.EMAIL_BACKEND,
        is_postgres=connection.vendor == "postgresql",
    )


def _names(institutions: QuerySet[Institution]) -> tuple[str, ...]:
    return tuple(institutions.values_list("short_name", flat=True))


def _unusable(institutions: QuerySet[Institution], at: datetime) -> tuple[str, ...]:
    """Whose key or seal in use does not open, each tried (two queries)."""
    kept = SigningKey.objects.filter(IN_USE), Seal.objects.filter(usable_at(at))
    rows = (
        row
        for found in kept
        for row in found.filter(institution__in=institutions).select_related("institution")
    )
    return tuple(sorted({row.institution.short_name for row in rows if not can_sign(row)}))
