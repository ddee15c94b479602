"""Stating where one studies, and what the university's registrar answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.selectors import require_own
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid, NotAllowed, OwnCase
from mcx.core.periods import in_force
from mcx.core.text import as_kept
from mcx.network.models import Affiliation, Evidence, Institution, Programme
from mcx.network.rules.affiliations import LONGEST_REASON, MOST_WAITING, AffiliationState
from mcx.network.selectors.affiliations import as_stated, confirmed_on
from mcx.network.selectors.institutions import public_voting_members_on
from mcx.network.selectors.rights import require
from mcx.network.services.identities import (
    Names,
    confirm_identity,
    held,
    state_identity,
    unconfirm_identity,
)

LONGEST_NUMBER = 60
ANSWERABLE = {AffiliationState.WAITING, AffiliationState.LAPSED}


class AlreadyStated(DomainError):
    """One statement about one programme is enough."""

    code = "already-stated"
    message = _("You have already said that you study there.")
    fix = _("You can see its state under “Where I study”.")


class TooManyClaims(DomainError):
    """Whoever says to study everywhere is asked to wait for the first answers."""

    code = "too-many-claims"
    message = _("You already have {most} statements waiting for a university to confirm them.")
    fix = _("Wait for an answer, or withdraw a statement that is not right.")


class AlreadyAnswered(DomainError):
    """The claim no longer waits: a colleague answered it, or its learner withdrew it."""

    code = "already-answered"
    message = _("These are no longer waiting for an answer: {people}.")
    fix = _("Reload the page to see the current state, then answer the others.")


class NoName(DomainError):
    """Nobody can be confirmed without a name."""

    code = "no-name"
    message = _("{person} has not entered a name, so there is nobody to confirm.")
    fix = _("Refuse with that reason, or enter the name under “Names and dates of birth”.")


class NumberTaken(DomainError):
    """A student number belongs to one person."""

    code = "student-number-taken"
    message = _("Another account at your university is confirmed with the student number {number}.")
    fix = _("Find out whose it is. Then refuse this one, or end the other one first.")


class NotEndable(DomainError):
    """Only what is confirmed can come to an end."""

    code = "not-endable"
    message = _("Only a confirmed affiliation can be ended.")
    fix = _("Withdraw a statement that nobody has confirmed.")


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody states: where they study, in which programme or none, since when, under which number."""

    institution: Institution
    programme: Programme | None
    since: date
    student_number: str = ""


@transaction.atomic
def claim_affiliation(claim: Claim, *, names: Names | None = None, by: Person, at: datetime) -> Affiliation:
    """State that one studies somewhere; it opens nothing until the university has confirmed it.

    `names` says in the same deed who one is, where that was not said before.

    :raises IdentityFixed, IdentityWaits: when the names would change what stays
    :raises AlreadyStated: when one has said so already
    :raises TooManyClaims: when too many of one's statements wait
    :raises Invalid: when university, programme, day or number cannot be
    """
    require_own(by, Action.STATE_ONESELF)
    if names is not None:
        state_identity(names, by=by, at=at)
    person = held(by)
    _refuse_faults(claim, at.date())
    running = Affiliation.objects.filter(in_force(at.date()), person=person, status=Affiliation.Status.OPEN)
    if running.filter(institution=claim.institution, programme=claim.programme).exists():
        raise AlreadyStated()
    if running.filter(~confirmed_on(at.date())).count() >= MOST_WAITING:
        raise TooManyClaims(most=MOST_WAITING)
    affiliation = Affiliation.objects.create(
        person=person,
        institution=claim.institution,
        programme=claim.programme,
        student_number=as_kept(claim.student_number),
        claimed_at=at,
        valid_from=claim.since,
    )
    Evidence.objects.create(
        affiliation=affiliation, source=Evidence.Source.CLAIM, is_strong=False, by=by, at=at
    )
    _record("network.affiliation-claimed", affiliation, by=by, at=at)
    return affiliation


def _refuse_faults(claim: Claim, today: date) -> None:
    if not public_voting_members_on(today).filter(pk=claim.institution.pk).exists():
        raise Invalid(institution=_("This institution is not a member of the network."))
    if claim.programme and claim.programme.institution_id != claim.institution.pk:
        raise Invalid(programme=_("Another university teaches this programme."))
    if claim.since > today:
        raise Invalid(since=_("Choose a date that is not in the future."))
    if len(as_kept(claim.student_number)) > LONGEST_NUMBER:
        raise Invalid(student_number=_("Use 60 characters or fewer."))


def _record(action: str, affiliation: Affiliation, *, by: Person, at: datetime) -> None:
    audit.record(action, affiliation, by=by, at=at, institution_id=affiliation.institution_id)


@transaction.atomic
def withdraw_claim(affiliation: Affiliation, *, by: Person, at: datetime) -> Affiliation:
    """Take back one's own statement while nobody has confirmed it; doing so again changes nothing.

    :raises NotAllowed: when it is somebody else's
    :raises AlreadyAnswered: after the university has answered
    """
    require_own(by, Action.STATE_ONESELF)
    affiliation = _locked(affiliation)
    if affiliation.person_id != by.pk:
        raise NotAllowed()
    state = as_stated(affiliation, on=at.date()).state
    if state in ANSWERABLE:
        affiliation.status = Affiliation.Status.WITHDRAWN
        affiliation.save(update_fields=["status"])
        _record("network.affiliation-withdrawn", affiliation, by=by, at=at)
    elif state is not AffiliationState.WITHDRAWN:
        raise AlreadyAnswered(people=affiliation)
    return affiliation


def _locked(affiliation: Affiliation) -> Affiliation:
    rows = Affiliation.objects.select_for_update(of=("self",)).select_related("person", "institution")
    return rows.get(pk=affiliation.pk)


@transaction.atomic
def confirm_affiliations(
    affiliations: Sequence[Affiliation], *, until: date | None, by: Person, at: datetime
) -> list[Affiliation]:
    """Confirm, for the university, that these people study there and are who they say; all or none.

    `until` is the last day for which the registrar vouches; without it the confirmation holds until somebody
    ends it.

    :raises AlreadyAnswered: when one of them no longer waits
    :raises OwnCase: when one is about the registrar
    :raises NoName, NumberTaken, IdentifierTaken: when it cannot be about this person
    :raises Invalid: when nothing is chosen or the last day has passed
    """
    locked = _to_answer(affiliations, by=by, at=at)
    if until is not None and until < at.date():
        raise Invalid(until=_("Choose today or a later date."))
    _refuse_answered(locked, ANSWERABLE, at.date())
    for affiliation in locked:
        _refuse_number(affiliation, at.date())
        if not (affiliation.person.given_name or affiliation.person.family_name):
            raise NoName(person=affiliation.person)
        confirm_identity(affiliation.person, institution=affiliation.institution, by=by, at=at)
        Evidence.objects.create(
            affiliation=affiliation,
            source=Evidence.Source.REGISTRAR,
            is_strong=True,
            by=by,
            at=at,
            until=until,
        )
        _record("network.affiliation-confirmed", affiliation, by=by, at=at)
    return locked


def _to_answer(affiliations: Sequence[Affiliation], *, by: Person, at: datetime) -> list[Affiliation]:
    """The affiliations, held, with the right to answer each of them."""
    if not affiliations:
        raise Invalid(chosen=_("Choose at least one."))
    keys = sorted({each.pk for each in affiliations})
    rows = Affiliation.objects.select_for_update(of=("self",)).select_related("institution")
    locked = list(rows.filter(pk__in=keys).order_by("pk"))
    for affiliation in locked:
        require(by, Action.CONFIRM_AFFILIATION, affiliation.institution, on=at.date())
        affiliation.person = held(affiliation.person)
        if affiliation.person_id == by.pk:
            raise OwnCase()
    return locked


def _refuse_answered(
    affiliations: Sequence[Affiliation], answerable: set[AffiliationState], on: date
) -> None:
    late = [each.person.name for each in affiliations if as_stated(each, on=on).state not in answerable]
    if late:
        raise AlreadyAnswered(people=", ".join(late))


def _refuse_number(affiliation: Affiliation, on: date) -> None:
    same = Affiliation.objects.filter(
        in_force(on),
        confirmed_on(on),
        institution=affiliation.institution,
        student_number=affiliation.student_number,
        status=Affiliation.Status.OPEN,
    )
    if affiliation.student_number and same.exclude(person=affiliation.person).exists():
        raise NumberTaken(number=affiliation.student_number)


_WHY_ONE = _("Give a reason of 4,000 characters or fewer. The person affected will read it.")
_WHY_SEVERAL = _("Give a reason of 4,000 characters or fewer. The people affected will read it.")


@transaction.atomic
def refuse_affiliations(
    affiliations: Sequence[Affiliation], *, reason: str, by: Person, at: datetime
) -> list[Affiliation]:
    """Say, for the university, that these people do not study there, with a reason they read; all or none.

    A confirmation given by mistake is taken back in the same way, and with it who the person was confirmed
    to be.

    :raises AlreadyAnswered: when one of them neither waits nor is confirmed
    :raises OwnCase: when one is about the registrar
    :raises Invalid: without a reason, or when nothing is chosen
    """
    locked, words = _to_answer(affiliations, by=by, at=at), as_kept(reason)
    if not words or len(words) > LONGEST_REASON:
        raise Invalid(reason=_WHY_ONE if len(locked) == 1 else _WHY_SEVERAL)
    _refuse_answered(locked, ANSWERABLE | {AffiliationState.CONFIRMED}, at.date())
    for affiliation in locked:
        affiliation.status, affiliation.reason = Affiliation.Status.REFUSED, words
        affiliation.save(update_fields=["status", "reason"])
        _record("network.affiliation-refused", affiliation, by=by, at=at)
        if not _still_confirmed(affiliation, at.date()):
            unconfirm_identity(affiliation.person, institution=affiliation.institution, reason=words, at=at)
    return locked


def _still_confirmed(affiliation: Affiliation, on: date) -> bool:
    others = Affiliation.objects.filter(
        in_force(on),
        confirmed_on(on),
        person=affiliation.person,
        institution=affiliation.institution,
        status=Affiliation.Status.OPEN,
    )
    return others.exists()


@transaction.atomic
def end_affiliation(affiliation: Affiliation, *, last_day: date, by: Person, at: datetime) -> Affiliation:
    """Let a confirmed affiliation end; the last day still counts, and what was decided stays decided.

    A last day that is recorded already its learner can only bring forward.

    :raises NotAllowed: for anybody but its learner and the university's registrar
    :raises NotEndable: when it is not confirmed
    :raises Invalid: when it would end before it began, or its learner would move the recorded last day back
    """
    affiliation = _locked(affiliation)
    is_own, recorded = affiliation.person_id == by.pk, affiliation.valid_until
    if is_own:
        require_own(by, Action.STATE_ONESELF)
    else:
        require(by, Action.CONFIRM_AFFILIATION, affiliation.institution, on=at.date())
    if as_stated(affiliation, on=at.date()).state is not AffiliationState.CONFIRMED:
        raise NotEndable()
    if last_day < affiliation.valid_from:
        raise Invalid(last_day=_("The end date must not be before the start date."))
    if is_own and recorded and last_day > recorded:
        raise Invalid(last_day=_("A last day is already recorded. Only the registrar can set a later one."))
    affiliation.valid_until = last_day
    affiliation.save(update_fields=["valid_until"])
    _record("network.affiliation-ended", affiliation, by=by, at=at)
    return affiliation
