"""Whose seal seals European credentials, and the seals that an institution ever had."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

import structlog
from cryptography import x509
from django.db.models import Q, QuerySet

from mcx.accounts.models import Person
from mcx.core.errors import NotFound
from mcx.credentials import rules
from mcx.credentials.models import Seal
from mcx.credentials.rules import EXPIRES_SOON, SealFacts
from mcx.credentials.selectors.keys import managed
from mcx.credentials.signing import chain_of
from mcx.network.models import Institution, InstitutionIdentifier, InstitutionName
from microcred import jades
from microcred.elm.countries import COUNTRIES
from microcred.trust import KnownSeal

log = structlog.get_logger("mcx.credentials")


def usable_at(at: datetime) -> Q:
    """The seals that can seal at that instant."""
    return Q(ended_at=None, added_at__lte=at, valid_from__lte=at, valid_until__gte=at)


def seal_in_use(institution: Institution, *, at: datetime) -> Seal | None:
    """The institution's newest seal that can seal at that instant."""
    rows = Seal.objects.select_related("institution").filter(usable_at(at), institution=institution)
    return rows.order_by("-added_at", "-pk").first()


def known_seals(rows: Iterable[Seal]) -> tuple[KnownSeal, ...]:
    """Seals as a register lists them, the oldest first; one whose certificate is damaged is left out."""
    in_order = sorted(rows, key=lambda row: (row.added_at, row.pk))
    return tuple(seal for row in in_order if (seal := _known_or_none(row)))


def _known_or_none(row: Seal) -> KnownSeal | None:
    try:
        return KnownSeal(chain_of(row)[0], row.ended_at)
    except ValueError as error:
        log.warning("a seal is damaged and left out", fingerprint=row.fingerprint, reason=str(error))
        return None


def identifier_of_test_seal(institution: Institution) -> str:
    """The identifier in the institution's test seal, which no state gave."""
    return f"NTR{institution.country}-TEST-{institution.slug}"


def facts_of(institution: Institution, certificate: x509.Certificate, *, on: date) -> SealFacts:
    """What the certificate says, beside what the register knows of the members that day (four queries).

    Of the institution's own names those count that it has had since the certificate was made; of others' all.
    """
    holder = jades.holder_of(certificate)
    since = min(certificate.not_valid_before_utc.date(), on)
    own, others = _names(institution, since, on)
    own_identifiers, other_identifiers = _identifiers(institution, on)
    if jades.is_test(certificate):
        own_identifiers |= _test_forms(institution)
    return SealFacts(
        holder=holder.legal_name.get("en", ""),
        identifier=holder.identifiers[0].value if holder.identifiers else "",
        country=holder.country if holder.country in COUNTRIES else "",
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        may_seal=jades.may_seal(certificate),
        is_test=jades.is_test(certificate),
        is_qualified=jades.says_it_is_qualified(certificate),
        own=own,
        others=others,
        own_identifiers=own_identifiers,
        other_identifiers=other_identifiers,
    )


def _names(institution: Institution, since: date, on: date) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the institution between two days, and every name that another one ever had."""
    own, others = set(institution.name.values()), set[str]()
    for name in Institution.objects.exclude(pk=institution.pk).values_list("name", flat=True):
        others.update(name.values())
    for row in InstitutionName.objects.all():
        if row.institution_id != institution.pk:
            others.update(row.name.values())
        elif row.valid_from <= on and (row.valid_until is None or since <= row.valid_until):
            own.update(row.name.values())
    return frozenset(own - {""}), frozenset(others - {""})


def _test_forms(institution: Institution) -> frozenset[str]:
    return rules.identifier_forms("eidas", identifier_of_test_seal(institution), institution.country)


def _identifiers(institution: Institution, on: date) -> tuple[frozenset[str], frozenset[str]]:
    """The identifiers that a state gave the institution, valid that day, and all of other ones."""
    own = set[str]()
    others = set[str]().union(*map(_test_forms, Institution.objects.exclude(pk=institution.pk)))
    for row in InstitutionIdentifier.objects.select_related("institution"):
        forms = rules.identifier_forms(row.scheme, row.value, row.institution.country)
        if row.institution_id != institution.pk:
            others |= forms
        elif row.valid_from <= on and (row.valid_until is None or on <= row.valid_until):
            own |= forms
    return frozenset(own), frozenset(others)


def seal_for(person: Person, seal_id: int, *, on: date) -> Seal:
    """A seal of one of those members.

    :raises NotFound: when it is another's or there is none
    """
    rows = Seal.objects.select_related("institution")
    found = rows.filter(pk=seal_id, institution__in=managed(person, on=on)).first()
    if found is None:
        raise NotFound()
    return found


def institutions_whose_seal_ends(person: Person, *, on: date) -> QuerySet[Institution]:
    """The members whose seals the person manages and that soon have none, or have none any more."""
    at = datetime.combine(on, time.max, UTC)
    return managed(person, on=on).filter(pk__in=seals_to_renew(at).values("institution"))


def seals_to_renew(at: datetime) -> QuerySet[Seal]:
    """The seals that expire soon or expired, of institutions without one that lasts longer."""
    lasting = Seal.objects.filter(usable_at(at), valid_until__gt=at + EXPIRES_SOON)
    rows = Seal.objects.filter(ended_at=None, added_at__lte=at, valid_until__lte=at + EXPIRES_SOON)
    return rows.exclude(institution__in=lasting.values("institution"))


def without_seal(institutions: QuerySet[Institution], *, at: datetime) -> QuerySet[Institution]:
    """Those of the institutions that cannot seal at that instant."""
    return institutions.exclude(pk__in=Seal.objects.filter(usable_at(at)).values("institution"))
