"""Look-ups of the network and its institutions, as they are on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core.errors import NotFound
from mcx.core.text import Text
from mcx.network.models import (
    Accreditation,
    GradingScale,
    Institution,
    InstitutionIdentifier,
    InstitutionName,
    Membership,
    Network,
)
from mcx.network.rules import Phase, phase_on
from mcx.network.selectors.rights import institutions_where, valid_on
from microcred import record

SOON = timedelta(days=183)
Recorded = Membership | InstitutionName | InstitutionIdentifier | Accreditation


@dataclass(frozen=True, slots=True)
class Described:
    """An institution with what is true of it on one day."""

    institution: Institution
    name: Text
    identifiers: tuple[InstitutionIdentifier, ...]
    accreditations: tuple[Accreditation, ...]


def network() -> Network | None:
    """The network of this deployment, once it is founded."""
    return Network.objects.first()


def members_on(day: date) -> QuerySet[Institution]:
    """The institutions that are members that day, by short name."""
    memberships = Q(memberships__valid_from__lte=day) & (
        Q(memberships__valid_until=None) | Q(memberships__valid_until__gte=day)
    )
    return Institution.objects.filter(memberships).distinct().order_by("short_name")


def accreditations_ending(person: Person, *, on: date) -> QuerySet[Accreditation]:
    """The decisions that end within half a year at the institutions whose facts the person keeps, and that
    no later decision of their kind replaces, the nearest first (two queries).
    """
    later = Accreditation.objects.filter(
        institution=OuterRef("institution"), kind=OuterRef("kind"), valid_until__gt=on + SOON
    )
    ending = Accreditation.objects.filter(valid_on(on), valid_until__lte=on + SOON).exclude(Exists(later))
    at = institutions_where(person, Action.MANAGE_INSTITUTION, on=on)
    return ending.filter(institution__in=at).order_by("valid_until", "pk")


def voting_members_on(day: date) -> QuerySet[Institution]:
    """The members that agree the Charter: the universities (framework domain 1: partners advise)."""
    return members_on(day).filter(kind=Institution.Kind.UNIVERSITY)


def described(institutions: QuerySet[Institution], *, on: date) -> list[Described]:
    """The institutions with what is true of each that day (four queries, however many there are)."""
    names = InstitutionName.objects.order_by("valid_from").filter(valid_on(on))
    identifiers = InstitutionIdentifier.objects.order_by("scheme").filter(valid_on(on))
    accreditations = Accreditation.objects.order_by("valid_from").filter(valid_on(on))
    rows = institutions.prefetch_related(
        Prefetch("names", names),
        Prefetch("identifiers", identifiers),
        Prefetch("accreditations", accreditations),
    )
    return [_described(row) for row in rows]


def describe(institution: Institution, *, on: date) -> Described:
    """The institution with what is true of it that day (four queries)."""
    [found] = described(Institution.objects.filter(pk=institution.pk), on=on)
    return found


def _described(row: Institution) -> Described:
    names = list(row.names.all())
    name = names[-1].name if names else row.name
    return Described(row, name, tuple(row.identifiers.all()), tuple(row.accreditations.all()))


def institution_for(slug: str) -> Institution:
    """The institution with that short address; everybody may know it.

    :raises NotFound: when there is none
    """
    found = Institution.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(slug=slug)
    return found


def scales() -> QuerySet[GradingScale]:
    """Every scale on which the members grade, by short address (one query)."""
    return GradingScale.objects.select_related("institution").order_by("slug")


@dataclass(frozen=True, slots=True)
class Dated:
    """Something recorded about an institution, and where its days stand."""

    row: Recorded
    phase: Phase


def history_of(institution: Institution, *, on: date) -> dict[str, list[Dated]]:
    """All that was ever recorded about the institution, newest first: `memberships`, `names`,
    `identifiers` and `accreditations` (four queries).
    """
    newest = ("-valid_from", "-pk")
    return {
        "memberships": _dated(institution.memberships.order_by(*newest), on),
        "names": _dated(institution.names.order_by(*newest), on),
        "identifiers": _dated(institution.identifiers.order_by(*newest), on),
        "accreditations": _dated(institution.accreditations.order_by(*newest), on),
    }


def _dated(rows: Iterable[Recorded], on: date) -> list[Dated]:
    return [Dated(row, phase_on(on, row.valid_from, row.valid_until)) for row in rows]


def organisation_of(institution: Institution, *, on: date) -> record.Organisation:
    """What a record says of the institution: its facts as they are that day (four queries)."""
    found = describe(institution, on=on)
    return record.Organisation(
        id=institution.homepage,
        legal_name=found.name,
        country=institution.country,
        homepage=institution.homepage,
        email=institution.email,
        identifiers=tuple(record.Identifier(each.scheme, each.value) for each in found.identifiers),
        accreditations=tuple(_recorded(each) for each in found.accreditations),
    )


def _recorded(row: Accreditation) -> record.Accreditation:
    return record.Accreditation(
        title=row.title,
        kind=row.kind,
        agency=row.agency,
        agency_id=row.agency_id,
        report_url=row.report_url,
        decision=row.decision,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
