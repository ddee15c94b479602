"""Founding the network, who belongs to it, and what is true of its institutions when."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Role
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.core.periods import not_ended
from mcx.core.text import Text, as_kept, cleaned
from mcx.network.models import (
    Appointment,
    Institution,
    InstitutionIdentifier,
    InstitutionName,
    Membership,
    Network,
)
from mcx.network.rules.identifiers import identifier_forms
from mcx.network.rules.profiles import About, Profile, faults_of_profile
from mcx.network.selectors.institutions import AlreadyFounded, is_last_university, membership_to_end
from mcx.network.selectors.rights import require
from microcred.names import skeleton


class AddressTaken(DomainError):
    """Another institution has this short address."""

    code = "address-taken"
    message = _("Another institution already uses “{slug}” in its web addresses.")
    fix = _("Choose another name for web addresses.")


class LastMember(DomainError):
    """A network without a university has nobody to vote on its Charter."""

    code = "last-member"
    message = _("{institution} is the last university in the network.")
    fix = _("Admit another university first.")


@transaction.atomic
def found_network(
    about: About,
    *,
    host: str,
    first: Profile,
    coordinator: Person,
    is_demonstration: bool = False,
    at: datetime,
) -> Network:
    """Begin a network with its first member and its first coordinator; all else follows from them.

    :raises AlreadyFounded: when this deployment serves a network already, also one founded at this moment
    """
    if found := Network.objects.first():
        raise AlreadyFounded(name=found)
    try:
        with transaction.atomic():
            network = Network.objects.create(
                pk=Network.ONLY,
                name=cleaned(about.name),
                languages=list(about.languages),
                contact=as_kept(about.contact),
                host=host,
                is_demonstration=is_demonstration,
            )
    except IntegrityError as error:
        raise AlreadyFounded(name=Network.objects.first()) from error
    audit.record("network.founded", network, by=coordinator, at=at)
    institution = _enter(first, at.date(), by=coordinator, at=at)
    Appointment.objects.create(
        person=coordinator, institution=institution, role=Role.COORDINATOR, valid_from=at.date()
    )
    return network


@transaction.atomic
def admit_member(profile: Profile, *, valid_from: date, by: Person, at: datetime) -> Institution:
    """Take an institution into the network from a day on.

    :raises AddressTaken: when another institution has its short address
    :raises Invalid: for facts that cannot be, or a name that is or looks like another institution's
    """
    require(by, Action.MANAGE_NETWORK, None, on=at.date())
    if faults := faults_of_profile(profile):
        raise Invalid(**{field: gettext(text) for field, text in faults.items()})
    return _enter(profile, valid_from, by=by, at=at)


def _enter(profile: Profile, valid_from: date, *, by: Person, at: datetime) -> Institution:
    name = cleaned(profile.name)
    _hold_names()
    _refuse_name_of_another(name, Institution.objects.exclude(slug=profile.slug))
    try:
        with transaction.atomic():
            institution = Institution.objects.create(
                slug=profile.slug,
                kind=profile.kind,
                short_name=profile.short_name,
                name=name,
                country=profile.country,
                city=profile.city,
                homepage=profile.homepage,
                email=profile.email,
                language_cluster=profile.language_cluster,
            )
    except IntegrityError as error:
        raise AddressTaken(slug=profile.slug) from error
    InstitutionName.objects.create(institution=institution, name=name, valid_from=valid_from)
    membership = Membership.objects.create(institution=institution, valid_from=valid_from)
    audit.record("network.member-admitted", membership, by=by, at=at, institution_id=institution.pk)
    return institution


@transaction.atomic
def end_membership(institution: Institution, *, last_day: date, by: Person, at: datetime) -> Membership:
    """Let an institution leave; the last day still counts, and what it issued by then stays issued.

    Until that day is over another one can be set; the same again changes nothing. No day that is over: what
    was issued since relies on the membership.

    :raises NotAllowed: for anybody but those who manage the network
    :raises OutOfScope, ProofNeeded, SecondFactorNeeded: see `accounts.require_access`
    :raises NotAMember: when its membership is over, or there never was one
    :raises LastMember: when no university would be left
    :raises Invalid: for a day that is over, before the membership begins, or far ahead
    """
    require(by, Action.END_MEMBERSHIP, None, on=at.date())
    _hold_names()
    membership = membership_to_end(institution, last_day=last_day, on=at.date())
    if membership.valid_until == last_day:
        return membership
    if is_last_university(institution, after=last_day):
        raise LastMember(institution=institution)
    membership.valid_until = last_day
    membership.save(update_fields=["valid_until"])
    told: dict[str, Any] = {"by": by, "at": at, "institution_id": institution.pk}
    audit.record("network.membership-ended", membership, **told, last_day=last_day.isoformat())
    return membership


@transaction.atomic
def rename(institution: Institution, *, name: Text, valid_from: date, by: Person, at: datetime) -> None:
    """Record what the institution is called since a day; credentials issued before keep the old name.

    :raises Invalid: when the day cannot be, or the name is empty or is or looks like another institution's
    """
    require(by, Action.MANAGE_INSTITUTION, institution, on=at.date())
    words = cleaned(name)
    if not words or valid_from > at.date():
        raise Invalid(name=_("Enter the new name and a date that is not in the future."))
    _hold_names()
    if institution.names.filter(valid_from__gte=valid_from).exists():
        raise Invalid(valid_from=_("A name with a later date is already recorded. Choose a date after it."))
    _refuse_name_of_another(words, Institution.objects.exclude(pk=institution.pk))
    names = institution.names.filter(not_ended(valid_from))
    names.update(valid_until=valid_from - timedelta(days=1))
    row = InstitutionName.objects.create(institution=institution, name=words, valid_from=valid_from)
    institution.name = words
    institution.save(update_fields=["name"])
    audit.record("network.renamed", row, by=by, at=at, institution_id=institution.pk)


def _hold_names() -> None:
    """Let one at a time take a name or identifier, until its transaction ends: two may want the same.

    Lookalikes and other spellings are no matter for a constraint; so the network's own row is held by whoever
    compares names.
    """
    Network.objects.select_for_update().first()


def _refuse_name_of_another(name: Text, others: QuerySet[Institution]) -> None:
    """Let no name be taken that is, was or looks like that of one of the others (two queries)."""
    ever = [*others.values_list("name", flat=True)]
    ever += InstitutionName.objects.filter(institution__in=others).values_list("name", flat=True)
    taken = {skeleton(words) for names in ever for words in names.values()} - {""}
    if any(skeleton(words) in taken for words in name.values()):
        raise Invalid(
            name=_(
                "Another institution has or had this name, or a very similar one. Enter a name that tells "
                "them apart."
            )
        )


@transaction.atomic
def add_identifier(
    institution: Institution, *, scheme: str, value: str, valid_from: date, by: Person, at: datetime
) -> InstitutionIdentifier:
    """Record the institution's name in somebody's scheme; the same one twice stays one.

    :raises Invalid: when a state gave it to another institution
    """
    require(by, Action.MANAGE_INSTITUTION, institution, on=at.date())
    _hold_names()
    _refuse_identifier_of_another(institution, scheme, value)
    identifier, is_new = InstitutionIdentifier.objects.get_or_create(
        institution=institution, scheme=scheme, value=as_kept(value), defaults={"valid_from": valid_from}
    )
    if is_new:
        audit.record("network.identifier-added", identifier, by=by, at=at, institution_id=institution.pk)
    return identifier


def _refuse_identifier_of_another(institution: Institution, scheme: str, value: str) -> None:
    forms = identifier_forms(scheme, value, institution.country)
    others = InstitutionIdentifier.objects.exclude(institution=institution).select_related("institution")
    if any(forms & identifier_forms(one.scheme, one.value, one.institution.country) for one in others):
        raise Invalid(
            value=_("This belongs to another institution. Check it, and enter your institution's own.")
        )
