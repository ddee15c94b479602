"""The right of appeal (Lisbon Recognition Convention III.5)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid, NotFound
from mcx.network.selectors import require, terms_on
from mcx.recognition import rules
from mcx.recognition.models import Appeal, Case, Decision


class AppealTooLate(DomainError):
    """The period has passed."""

    code = "appeal-too-late"
    message = _("The period to appeal ended on {last_day}.")
    fix = _("Ask your student adviser whether new facts allow a new request.")


class NotYours(DomainError):
    """Nobody decides on an appeal against themselves."""

    code = "not-yours"
    message = _("You took the decision that is appealed, so somebody else decides on the appeal.")


@transaction.atomic
def appeal(decision: Decision, grounds: str, *, by: Person, at: datetime) -> Appeal:
    """Object to a decision on one's own case, within the period; objecting again gives the first appeal.

    :raises NotFound: when it is not one's own case
    :raises AppealTooLate: after the last day
    :raises Invalid: without grounds
    """
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    if case.learner_id != by.pk:
        raise NotFound()
    known = Appeal.objects.filter(decision=decision).first()
    if known:
        return known
    if not rules.is_in_time(at.date(), decision.appeal_until):
        raise AppealTooLate(last_day=decision.appeal_until)
    if not grounds.strip():
        raise Invalid(grounds=_("Say what you think is wrong about the decision."))
    made = Appeal.objects.create(
        decision=decision,
        grounds=grounds.strip(),
        submitted_at=at,
        due_on=rules.deadline(at.date(), terms_on(at.date()).appeal_days),
    )
    case.status, case.due_on = Case.Status.APPEALED, made.due_on
    case.save(update_fields=["status", "due_on"])
    audit.record("recognition.appealed", made, by=by, at=at, institution_id=case.programme.institution_id)
    return made


@transaction.atomic
def decide_appeal(
    made: Appeal, outcome: str, reasons: str, ects: Decimal, *, by: Person, at: datetime
) -> Appeal:
    """Uphold an appeal, which recognises so many ECTS in the decision's place, or dismiss it; with reasons.

    :raises NotAllowed: without the right to decide appeals at the home university
    :raises NotYours: by whoever took the decision
    :raises Invalid: without reasons, or credits where it is upheld
    """
    case = Case.objects.select_for_update().get(pk=made.decision.case_id)
    require(by, Action.DECIDE_APPEAL, case.programme.institution, on=at.date())
    if made.decision.decided_by_id == by.pk:
        raise NotYours()
    if made.outcome:
        return made
    _check(outcome, reasons, ects)
    made.outcome, made.reasons, made.decided_by, made.decided_at = outcome, reasons.strip(), by, at
    made.save()
    if outcome == Appeal.Outcome.UPHELD:
        _replace(made.decision, reasons.strip(), ects, by=by, at=at)
    case.status = Case.Status.CLOSED
    case.save(update_fields=["status"])
    audit.record(
        "recognition.appeal-decided", made, by=by, at=at, institution_id=case.programme.institution_id
    )
    return made


def _check(outcome: str, reasons: str, ects: Decimal) -> None:
    if outcome not in Appeal.Outcome.values:
        raise Invalid(outcome=_("Choose one of the outcomes."))
    if len(reasons.strip()) < 20:
        raise Invalid(reasons=_("Give the reasons in full sentences: the learner has a right to them."))
    if outcome == Appeal.Outcome.UPHELD and ects <= 0:
        raise Invalid(ects=_("Count more than 0 ECTS, or dismiss the appeal."))


def _replace(decision: Decision, reasons: str, ects: Decimal, *, by: Person, at: datetime) -> None:
    Decision.objects.create(
        case=decision.case,
        outcome=Decision.Outcome.RECOGNISED,
        agreement=decision.agreement,
        ects=ects,
        grade=decision.grade,
        scale=decision.scale,
        conversion=decision.conversion,
        reasons=reasons,
        report=decision.report,
        decided_by=by,
        decided_at=at,
        appeal_until=rules.deadline(at.date(), terms_on(at.date()).appeal_days),
    )
