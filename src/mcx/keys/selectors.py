"""Whose key signs and whose seal seals."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import versions
from mcx.core.errors import DomainError, NotFound
from mcx.core.periods import has_ended, is_in_force
from mcx.keys import rules
from mcx.keys.models import Seal, SigningKey
from mcx.keys.rules import EXPIRES_SOON, SealFacts
from mcx.keys.signing import chain_of
from mcx.network.models import Institution, InstitutionIdentifier, InstitutionName
from mcx.network.rules.identifiers import identifier_forms
from mcx.network.selectors.institutions import public_members_on, public_network
from mcx.network.selectors.rights import institutions_where
from microcred import MicrocredError, did, jades, keys
from microcred.elm.countries import COUNTRIES
from microcred.trust import KnownSeal

# Badges, status lists and DIDs are signed with Ed25519; European wallets take P-256 (HAIP 1.0).
SIGNS, SIGNS_FOR_WALLETS = "EdDSA", "ES256"
# The keys that sign: `SigningKey.is_in_use` as a query.
IN_USE = Q(retired_at=None, revoked_at=None)
log = structlog.get_logger("mcx.keys")


class NoSigningKey(DomainError):
    """The institution has no key in use."""

    code = "no-signing-key"
    message = _("{institution} has no signing key in use.")
    fix = _("Its registrar creates one under Credential registry → Keys and seals.")


def did_of(institution: Institution) -> str:
    """The institution's DID in this network.

    :raises NotFound: before the network is founded
    """
    prefix = public_did_prefix()
    if not prefix:
        raise NotFound()
    return prefix + institution.slug


def public_did_prefix() -> str:
    """What the DIDs of this network begin with; empty before it is founded (one query)."""
    ours = public_network()
    return rules.did_web(ours.host, "") if ours else ""


def public_institution_with_did(did_text: str) -> Institution | None:
    """The institution that a DID of this network belongs to."""
    prefix = public_did_prefix()
    if not prefix or not did_text.startswith(prefix):
        return None
    return Institution.objects.filter(slug=did_text.removeprefix(prefix)).first()


def signing_key(institution: Institution) -> SigningKey:
    """The institution's newest key in use; `keys.signing` signs with it.

    :raises NoSigningKey: when there is none
    """
    found = _newest_key(institution, SIGNS)
    if found is None:
        raise NoSigningKey(institution=institution)
    return found


def wallet_key(institution: Institution) -> SigningKey | None:
    """The same of the keys for digital wallets; None where the institution has made none."""
    return _newest_key(institution, SIGNS_FOR_WALLETS)


def _newest_key(institution: Institution, algorithm: str) -> SigningKey | None:
    in_use = [key for key in institution.signing_keys.all() if key.algorithm == algorithm and key.is_in_use]
    return max(in_use, key=lambda key: (key.created_at, key.pk), default=None)


def public_keys_in_use(algorithm: str) -> QuerySet[SigningKey]:
    """The public halves of the keys that sign with this algorithm now."""
    return SigningKey.objects.filter(IN_USE, algorithm=algorithm).defer("wrapped")


def institutions_without_key(person: Person, *, on: date) -> QuerySet[Institution]:
    """The members whose keys the person manages and that could not sign anything now."""
    able = public_keys_in_use(SIGNS).values("institution")
    return managed(person, on=on).exclude(pk__in=able)


def institutions_with_keys(person: Person, *, on: date) -> QuerySet[Institution]:
    """The members whose keys the person manages, each with `signing_keys` and `seals` newest first.

    Five queries.
    """
    keys = SigningKey.objects.order_by("-created_at", "-pk")
    seals = Seal.objects.defer("chain", "wrapped").order_by("-added_at", "-pk")
    both = Prefetch("signing_keys", keys), Prefetch("seals", seals)
    return managed(person, on=on).prefetch_related(*both)


def managed(person: Person, *, on: date) -> QuerySet[Institution]:
    """The members whose keys and seals the person manages."""
    own = institutions_where(person, Action.MANAGE_KEYS, on=on)
    return own.filter(kind=Institution.Kind.UNIVERSITY, pk__in=public_members_on(on).values("pk"))


def institution_to_sign(person: Person, slug: str, *, on: date) -> Institution:
    """One of the members whose keys the person manages.

    :raises NotFound: when it is none of them
    """
    found = managed(person, on=on).filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def key_for(person: Person, key_id: int, *, on: date) -> SigningKey:
    """A key of one of those members.

    :raises NotFound: when it is another's or there is none
    """
    keys = SigningKey.objects.select_related("institution")
    found = keys.filter(pk=key_id, institution__in=managed(person, on=on)).first()
    if found is None:
        raise NotFound()
    return found


def dated_keys(institution: Institution) -> tuple[did.DatedKey, ...]:
    """All keys the institution ever published, with their dates (one query); a damaged one is left out."""
    rows = sorted(institution.signing_keys.all(), key=lambda key: (key.created_at, key.pk))
    return tuple(key for row in rows if (key := _published_or_none(row)))


def _published_or_none(row: SigningKey) -> did.DatedKey | None:
    try:
        return key_as_published(row)
    except MicrocredError as error:
        log.warning("a published key is damaged and left out", method=row.method, reason=str(error))
        return None


def key_as_published(row: SigningKey) -> did.DatedKey:
    """The public half of a key with its dates."""
    public = keys.PublicKey.from_multikey(row.public_multikey)
    return did.DatedKey(row.method, public, row.created_at, row.retired_at, row.revoked_at)


def usable_at(at: datetime) -> Q:
    """The seals that can seal at that instant: those that `rules.seal_state` calls one of `rules.USABLE`."""
    return Q(ended_at=None, added_at__lte=at, valid_from__lte=at, valid_until__gte=at)


def seal_in_use(institution: Institution, *, at: datetime) -> Seal | None:
    """The institution's newest seal that can seal at that instant."""
    rows = Seal.objects.filter(usable_at(at), institution=institution)
    found = rows.order_by("-added_at", "-pk").first()
    if found is not None:
        found.institution = institution
    return found


def known_seals(rows: Iterable[Seal]) -> tuple[KnownSeal, ...]:
    """Seals as a register lists them, the oldest first; one whose certificate is damaged is left out."""
    in_order = sorted(rows, key=lambda row: (row.added_at, row.pk))
    return tuple(seal for row in in_order if (seal := _known_or_none(row)))


def _known_or_none(row: Seal) -> KnownSeal | None:
    try:
        return KnownSeal(chain_of(row)[0], row.ended_at, row.revoked_at)
    except ValueError as error:
        log.warning("a seal is damaged and left out", fingerprint=row.fingerprint, reason=str(error))
        return None


def with_same_key(row: Seal, rows: Iterable[Seal]) -> list[Seal]:
    """Those of the seals whose certificates name the key that this one's does, itself among them.

    A certificate is renewed over the same key, so that a stolen key can be that of several. One that is
    damaged is only itself.
    """
    key = _key_of(row)
    return [one for one in rows if one.pk == row.pk or (key is not None and _key_of(one) == key)]


def _key_of(row: Seal) -> CertificatePublicKeyTypes | None:
    try:
        return chain_of(row)[0].public_key()
    except ValueError:
        return None


def identifier_of_test_seal(institution: Institution) -> str:
    """The identifier in the institution's test seal, which no state gave."""
    return f"NTR{institution.country}-TEST-{institution.slug}"


def facts_of(institution: Institution, certificate: x509.Certificate, *, on: date) -> SealFacts:
    """What the certificate says, beside what the register knows of the members that day.

    Of the institution's own names those count that it has had since the certificate was made; of others' all.
    These are kept by the version of the register (four queries where nothing has changed).
    """
    holder = jades.holder_of(certificate)
    since = min(certificate.not_valid_before_utc.date(), on)
    own_identifiers = _own_identifiers(institution, on)
    names = versions.kept(versions.REGISTER, _known_names, part="names")
    identifiers = versions.kept(versions.REGISTER, _known_identifiers, part="identifiers")
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
        own=_own_names(institution, since, on),
        others=_of_others(institution, names),
        own_identifiers=own_identifiers,
        other_identifiers=_of_others(institution, identifiers),
    )


def _own_names(institution: Institution, since: date, on: date) -> frozenset[str]:
    """The names of the institution between two days (one query)."""
    rows = institution.names.all()
    dated = [row.name for row in rows if row.valid_from <= on and not has_ended(since, row.valid_until)]
    return frozenset().union(*(name.values() for name in (institution.name, *dated))) - {""}


def _own_identifiers(institution: Institution, on: date) -> frozenset[str]:
    """The identifiers that a state gave the institution, valid that day (one query)."""
    rows = institution.identifiers.all()
    valid = [row for row in rows if is_in_force(on, row.valid_from, row.valid_until)]
    return frozenset().union(*(identifier_forms(one.scheme, one.value, institution.country) for one in valid))


def _of_others(institution: Institution, known: Mapping[int, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(names for key, names in known.items() if key != institution.pk))


def _known_names() -> Mapping[int, frozenset[str]]:
    """Every name that an institution has or ever had, by its key."""
    rows = [*Institution.objects.values_list("pk", "name")]
    rows += InstitutionName.objects.values_list("institution_id", "name")
    found: dict[int, frozenset[str]] = {}
    for key, names in rows:
        found[key] = found.get(key, frozenset()) | set(names.values()) - {""}
    return found


def _known_identifiers() -> Mapping[int, frozenset[str]]:
    """Every identifier that a state ever gave an institution or that stands in its test seal, by its key."""
    institutions = Institution.objects.in_bulk()
    found = {key: _test_forms(each) for key, each in institutions.items()}
    for row in InstitutionIdentifier.objects.all():
        country = institutions[row.institution_id].country
        found[row.institution_id] |= identifier_forms(row.scheme, row.value, country)
    return found


def _test_forms(institution: Institution) -> frozenset[str]:
    return identifier_forms("eidas", identifier_of_test_seal(institution), institution.country)


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
    return managed(person, on=on).filter(pk__in=public_seals_to_renew(at).values("institution"))


def public_seals_to_renew(at: datetime) -> QuerySet[Seal]:
    """The seals that expire soon or expired, of institutions without one that lasts longer."""
    lasting = Seal.objects.filter(usable_at(at), valid_until__gt=at + EXPIRES_SOON)
    rows = Seal.objects.filter(ended_at=None, added_at__lte=at, valid_until__lte=at + EXPIRES_SOON)
    return rows.exclude(institution__in=lasting.values("institution")).defer("wrapped")


def without_seal(institutions: QuerySet[Institution], *, at: datetime) -> QuerySet[Institution]:
    """Those of the institutions that cannot seal at that instant."""
    return institutions.exclude(pk__in=Seal.objects.filter(usable_at(at)).values("institution"))
