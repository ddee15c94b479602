"""Look-ups of the network and its institutions, as they are on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.core.errors import DomainError, Invalid, NotFound
from mcx.core.periods import Phase, in_force, not_ended, phase_on
from mcx.core.text import Text
from mcx.network.models import (
    Accreditation,
    Institution,
    InstitutionIdentifier,
    InstitutionName,
    Membership,
    Network,
)
from mcx.network.rules.memberships import faults_of_last_day
from mcx.network.selectors.accreditations import Register, kept, public_register
from microcred import record
from microcred.accreditation import Answer, State, as_recorded


class AlreadyFounded(DomainError):
    """One deployment serves one network."""

    code = "already-founded"
    message = _("This network has already been set up: {name}.")
    fix = _("Set up a second deployment for a second network.")


class NotAMember(DomainError):
    """A membership that is over does not end again."""

    code = "not-a-member"
    message = _("{institution} is not a member of the network.")
    fix = _("Its page shows the dates of its membership.")


Recorded = Membership | InstitutionName | InstitutionIdentifier


@dataclass(frozen=True, slots=True)
class Described:
    """An institution with what is true of it on one day.

    `accreditations` are the decisions that stand, negative ones too; `accredited` is what they amount to.
    """

    institution: Institution
    name: Text
    identifiers: tuple[InstitutionIdentifier, ...]
    accreditations: tuple[Accreditation, ...]
    accredited: Answer


def public_network() -> Network | None:
    """The network of this deployment, once it is founded."""
    return Network.objects.first()


def public_demonstration() -> Network | None:
    """The same where it is a demonstration."""
    return Network.objects.filter(is_demonstration=True).first()


def public_members_on(day: date) -> QuerySet[Institution]:
    """The institutions that are members that day, by short name."""
    running = in_force(day, first="memberships__valid_from", last="memberships__valid_until")
    return Institution.objects.filter(running).distinct().order_by("short_name")


def public_voting_members_on(day: date) -> QuerySet[Institution]:
    """The members that agree the Charter: the universities (framework domain 1: partners advise)."""
    return public_members_on(day).filter(kind=Institution.Kind.UNIVERSITY)


def named(word: str, at: str = "") -> Q:
    """The rows in whose institution's short name or name the word occurs; `at` leads to the institution."""
    fields = ("short_name", *(f"name__{code}" for code, _language in settings.LANGUAGES))
    return reduce(or_, (Q(**{f"{at}{field}__icontains": word}) for field in fields))


def membership_of(institution: Institution, *, on: date) -> Membership | None:
    """The membership of the institution that day, or the one to come (one query)."""
    return institution.memberships.filter(not_ended(on)).order_by("valid_from", "pk").last()


def membership_to_end(institution: Institution, *, last_day: date, on: date) -> Membership:
    """The same where it can have that last day, as of the day `on`.

    :raises NotAMember: when it is over, or there never was one
    :raises Invalid: for a day that is over, before the membership begins, or far ahead
    """
    found = membership_of(institution, on=on)
    if found is None:
        raise NotAMember(institution=institution)
    if faults := faults_of_last_day(last_day, found.valid_from, on):
        raise Invalid(**{field: gettext(text) for field, text in faults.items()})
    return found


def is_last_university(institution: Institution, *, after: date) -> bool:
    """Whether no other university would be a member on the day after that one."""
    others = public_voting_members_on(after + timedelta(days=1)).exclude(pk=institution.pk)
    return institution.kind == Institution.Kind.UNIVERSITY and not others.exists()


def public_partners_on(day: date) -> QuerySet[Institution]:
    """The members that advise and assure quality."""
    return public_members_on(day).exclude(kind=Institution.Kind.UNIVERSITY)


def described(institutions: Iterable[Institution], *, on: date) -> list[Described]:
    """The institutions with what is true of each that day (seven queries, however many there are)."""
    rows = list(institutions)
    names = InstitutionName.objects.order_by("valid_from").filter(in_force(on))
    identifiers = InstitutionIdentifier.objects.order_by("scheme").filter(in_force(on))
    prefetch_related_objects(
        rows, Prefetch("names", names), Prefetch("identifiers", identifiers), "accreditations__overruled_by"
    )
    asked = public_register()
    return [_described(row, asked, on) for row in rows]


def describe(institution: Institution, *, on: date) -> Described:
    """The institution with what is true of it that day (seven queries)."""
    [found] = described(Institution.objects.filter(pk=institution.pk), on=on)
    return found


def _described(row: Institution, asked: Register, on: date) -> Described:
    names, decisions = list(row.names.all()), row.accreditations.all()
    standing = [each.row for each in kept(decisions, on=on) if each.state is State.STANDING]
    return Described(
        row,
        names[-1].name if names else row.name,
        tuple(row.identifiers.all()),
        tuple(reversed(standing)),
        asked.answer(row, decisions, on),
    )


def public_institution(slug: str) -> Institution:
    """The institution with that short address; everybody may know it.

    :raises NotFound: when there is none
    """
    found = Institution.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(slug=slug)
    return found


def public_short_names(slugs: Iterable[str]) -> dict[str, str]:
    """The short names of these institutions by their short addresses, past members too (one query)."""
    return dict(Institution.objects.filter(slug__in=set(slugs)).values_list("slug", "short_name"))


@dataclass(frozen=True, slots=True)
class Dated:
    """Something recorded about an institution, and where its days stand."""

    row: Recorded
    phase: Phase


def history_of(institution: Institution, *, on: date) -> dict[str, list[Dated]]:
    """What the institution was called, identified by and part of, newest first: `memberships`, `names` and
    `identifiers` (three queries).
    """
    newest = ("-valid_from", "-pk")
    return {
        "memberships": _dated(institution.memberships.order_by(*newest), on),
        "names": _dated(institution.names.order_by(*newest), on),
        "identifiers": _dated(institution.identifiers.order_by(*newest), on),
    }


def _dated(rows: Iterable[Recorded], on: date) -> list[Dated]:
    return [Dated(row, phase_on(on, row.valid_from, row.valid_until)) for row in rows]


def organisation_of(institution: Institution, *, on: date) -> record.Organisation:
    """What a record says of the institution: its facts as they are that day (seven queries)."""
    found = describe(institution, on=on)
    return record.Organisation(
        id=institution.homepage,
        legal_name=found.name,
        country=institution.country,
        homepage=institution.homepage,
        email=institution.email,
        identifiers=tuple(record.Identifier(each.scheme, each.value) for each in found.identifiers),
        accreditations=tuple(as_recorded(each) for each in found.accredited.rests_on),
    )
