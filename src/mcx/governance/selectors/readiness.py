"""The facts about this deployment that readiness is judged by."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from mcx.accounts.rules import Role
from mcx.catalogue.models import Edition
from mcx.catalogue.selectors.editions import public_open_on
from mcx.core.periods import in_force
from mcx.credentials.models import Award, IssuedCredential
from mcx.governance.rules.readiness import Issuer, Readiness
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
from mcx.learning.models import Enrolment
from mcx.network.models import Appointment, Evidence, Institution, InstitutionIdentifier, Programme
from mcx.network.rules.identifiers import LEGAL_SCHEMES
from mcx.network.selectors.accreditations import without_accreditation
from mcx.network.selectors.charter import public_charter_on
from mcx.network.selectors.institutions import Described, described, public_members_on, public_network
from mcx.network.selectors.scales import without_scale
from mcx.recognition.models import Decision
from mcx.recognition.rules.decisions import Decided
from mcx.recognition.selectors import public_agreements
from mcx.skills.models import Skill

LOCAL = {"localhost", "127.0.0.1", "::1", None}


def public_readiness(*, on: date) -> Readiness:
    """What there is and what is missing today (about thirty queries)."""
    at = datetime.combine(on, time.max, UTC)
    universities = public_members_on(on).filter(kind=Institution.Kind.UNIVERSITY)
    signing = public_keys_in_use(SIGNS).values("institution")
    unaccredited = tuple(one.short_name for one in without_accreditation(universities, on=on))
    address = urlsplit(settings.PUBLIC_URL)
    return Readiness(
        is_founded=public_network() is not None,
        members=universities.count(),
        has_charter=public_charter_on(on) is not None,
        members_without_key=_names(universities.exclude(pk__in=signing)),
        members_with_unusable_key=_unusable(universities, at),
        members_without_accreditation=unaccredited,
        members_without_identifier=_names(universities.exclude(pk__in=_identified(on))),
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
        can_review=_can_review(on),
        is_published=Edition.objects.exists(),
        has_open_run=public_open_on(on).exists(),
        is_admitted=Enrolment.objects.exists(),
        is_issued=Award.objects.filter(status=Award.Status.ISSUED).exists(),
        is_sealed=IssuedCredential.objects.exclude(seal=None).exists(),
        programmes=Programme.objects.count(),
        agreements=public_agreements(on=on).count(),
        has_student=Evidence.objects.filter(is_strong=True).exists(),
        is_recognised=Decision.objects.exclude(outcome=Decided.REFUSED).exists(),
        roles=_roles(on),
    )


def _roles(on: date) -> frozenset[Role]:
    """The roles that somebody holds (one query)."""
    held = Appointment.objects.filter(in_force(on)).order_by().values_list("role", flat=True).distinct()
    return frozenset(map(Role, held))


def _can_review(on: date) -> bool:
    """Whether somewhere a teacher has a colleague who reviews (one query)."""
    here = Appointment.objects.filter(in_force(on))
    reviewers = here.filter(role=Role.QUALITY, institution=OuterRef("institution"))
    other = reviewers.exclude(person=OuterRef("person"))
    return here.filter(Exists(other), role=Role.TEACHER).exists()


def _identified(on: date) -> QuerySet[InstitutionIdentifier, int]:
    """The institutions whose number a state gave them is known."""
    found = InstitutionIdentifier.objects.filter(in_force(on), scheme__in=LEGAL_SCHEMES)
    return found.values_list("institution", flat=True)


def public_issuers(universities: Iterable[Institution], *, on: date) -> list[tuple[Institution, Issuer]]:
    """What the register knows of each of them as an issuer that day (eight queries for all)."""
    at, found = datetime.combine(on, time.max, UTC), described(universities, on=on)
    seals = Seal.objects.filter(usable_at(at), institution__in=[each.institution for each in found])
    tests: dict[int, list[bool]] = {}
    for institution_id, is_test in seals.order_by("pk").values_list("institution_id", "is_test"):
        tests.setdefault(institution_id, []).append(is_test)
    return [(each.institution, _issuer(each, tests.get(each.institution.pk, []))) for each in found]


def _issuer(found: Described, tests: list[bool]) -> Issuer:
    legal = tuple(each.value for each in found.identifiers if each.scheme in LEGAL_SCHEMES)
    return Issuer(legal, bool(tests), bool(tests) and all(tests), found.accredited.check)


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
