"""From a passed result to a claimed award."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.selectors import require_own
from mcx.core import audit
from mcx.core.errors import DomainError, NotFound
from mcx.credentials import rules
from mcx.credentials.documents.records import record_of
from mcx.credentials.models import Award
from mcx.credentials.services.issuing import issue_award
from mcx.keys.selectors import signing_key
from mcx.keys.signing import signer
from mcx.learning import services as learning
from mcx.learning.models import Enrolment, Result
from mcx.network.selectors.rights import require
from mcx.network.services.identities import use_identity
from microcred.record_json import to_json


class AlreadyClaimed(DomainError):
    """What was claimed can no longer be withdrawn."""

    code = "already-claimed"
    message = _(
        "The learner has claimed this credential, so you can no longer withdraw it. You can revoke it, with "
        "a reason."
    )
    fix = _("Open the award and choose “Revoke this credential”.")


class NotClaimable(DomainError):
    """The award was withdrawn."""

    code = "not-claimable"
    message = _("The university withdrew this award before it was claimed.")
    fix = _("Ask the university's registrar for the reason.")


@transaction.atomic
def grade(enrolment: Enrolment, *, value: str, remark: str, by: Person, at: datetime) -> Result:
    """Record a grade and, when it passes, offer the learner the credential: both or neither.

    A corrected grade withdraws an award that nobody claimed; a claimed one is left to the registrar.
    """
    result = learning.record_result(enrolment, grade=value, remark=remark, by=by, at=at)
    if result.replaces_id:
        _withdraw_unclaimed(result, by=by, at=at)
    if result.has_passed:
        offer_award(result, by=by, at=at)
    return result


def offer_award(result: Result, *, by: Person, at: datetime) -> Award:
    """The award of a passed result; there is only ever one. It replaces what was claimed before."""
    offering = result.enrolment.offering
    edition = offering.edition
    institution, days = edition.micro_credential.institution, edition.valid_days
    award, is_new = Award.objects.get_or_create(
        result=result,
        defaults={
            "learner": result.enrolment.learner,
            "institution": institution,
            "edition": edition,
            "offered_at": at,
            "valid_until": at + timedelta(days=days) if days else None,
            "replaces": _claimed_before(result),
        },
    )
    if is_new:
        audit.record("credentials.offered", award, by=by, at=at, institution_id=institution.pk)
    return award


def _claimed_before(result: Result) -> Award | None:
    """The award that the learner holds for an earlier grade of the same course."""
    taken = Award.objects.filter(result__enrolment=result.enrolment_id, replaced_by=None)
    held = taken.filter(status__in=[Award.Status.CLAIMED, Award.Status.ISSUED]).exclude(result=result)
    return held.order_by("-offered_at").first()


def _withdraw_unclaimed(result: Result, *, by: Person, at: datetime) -> None:
    offered = Award.objects.select_for_update().filter(result=result.replaces_id)
    for award in offered.filter(status=Award.Status.OFFERED):
        _withdraw(award, by=by, at=at)


@transaction.atomic
def withdraw_award(award: Award, *, by: Person, at: datetime) -> None:
    """Take back an award that its learner has not claimed yet.

    :raises AlreadyClaimed: after the learner claimed it
    """
    require(by, Action.REVOKE, award.institution, on=at.date())
    award = Award.objects.select_for_update().get(pk=award.pk)
    if award.status in {Award.Status.CLAIMED, Award.Status.ISSUED}:
        raise AlreadyClaimed()
    if award.status == Award.Status.OFFERED:
        _withdraw(award, by=by, at=at)


def _withdraw(award: Award, *, by: Person, at: datetime) -> None:
    award.status, award.replaces = Award.Status.WITHDRAWN, None
    award.save(update_fields=["status", "replaces"])
    audit.record("credentials.withdrawn", award, by=by, at=at, institution_id=award.institution_id)


@transaction.atomic
def claim(award: Award, *, by: Person, at: datetime) -> Award:
    """Accept an award: its record is frozen now and signed by the next free worker, exactly once.

    Claiming again changes nothing.

    :raises NotFound: when it is not the learner's own
    :raises NotClaimable: when it was withdrawn
    :raises NoSigningKey: when the university has no key
    :raises KeyUnusable: when its key does not open
    """
    require_own(by, Action.HOLD)
    award = Award.objects.select_for_update(of=("self",)).select_related("institution").get(pk=award.pk)
    if award.learner_id != by.pk:
        raise NotFound()
    if award.status == Award.Status.WITHDRAWN:
        raise NotClaimable()
    if award.status == Award.Status.OFFERED:
        _freeze(award, by=by, at=at)
        issue_award.enqueue(str(award.pk))
    return award


def _freeze(award: Award, *, by: Person, at: datetime) -> None:
    signer(signing_key(award.institution))
    award.record = to_json(record_of(award, at=at))
    award.check_code = rules.check_code(secrets.choice)
    award.status, award.claimed_at = Award.Status.CLAIMED, at
    award.save(update_fields=["record", "check_code", "status", "claimed_at"])
    use_identity(award.learner, institution=award.institution, at=at)
    audit.record("credentials.claimed", award, by=by, at=at, institution_id=award.institution_id)
