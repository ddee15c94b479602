"""The right of appeal (Lisbon Recognition Convention III.5)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.selectors import require_own
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid, NotFound, OwnCase
from mcx.core.text import as_kept
from mcx.network.selectors.charter import public_terms_on
from mcx.network.selectors.rights import require
from mcx.recognition.checks import ects_of, record_of
from mcx.recognition.models import Appeal, Case, Decision
from mcx.recognition.rules.assessment import with_affiliation
from mcx.recognition.rules.decisions import (
    UNSTATED,
    AppealEnds,
    Decided,
    appeal_check,
    appeal_due,
    is_in_time,
    is_whole,
    is_within,
)
from mcx.recognition.rules.terms import AgreementTerms
from mcx.recognition.services.cases import (
    affiliation_now,
    agreed_policy,
    converted_grade,
    hold_room,
    refuse_overrun,
    refuse_unconfirmed,
)
from microcred.report import Report


class AppealTooLate(DomainError):
    """The period has passed."""

    code = "appeal-too-late"
    message = _("The period to appeal ended on {last_day}.")
    fix = _("Ask your student adviser whether new facts allow a new request.")


class AppealOver(DomainError):
    """What an appeal decided is not appealed against again."""

    code = "appeal-over"
    message = _("This appeal has been decided. You cannot appeal again here.")
    fix = _("Ask your student adviser about legal remedies.")


class NotYours(DomainError):
    """Nobody decides on an appeal against themselves."""

    code = "not-yours"
    message = _("You made the decision under appeal, so someone else must decide the appeal.")
    fix = _("Ask another leadership champion at your university to decide it.")


@transaction.atomic
def appeal(decision: Decision, *, grounds: str, by: Person, at: datetime) -> Appeal:
    """Object to a decision on one's own case, within the period; objecting again gives the first appeal.

    :raises NotFound: when it is not one's own case
    :raises AppealOver: after an appeal has been decided
    :raises AppealTooLate: after the last day
    :raises Invalid: without grounds
    """
    require_own(by, Action.ASK_RECOGNITION)
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    if case.learner_id != by.pk:
        raise NotFound()
    known = Appeal.objects.filter(decision=decision).first()
    if known:
        return known
    if case.status == Case.Status.CLOSED:
        raise AppealOver()
    if not is_in_time(at.date(), decision.appeal_until):
        raise AppealTooLate(last_day=decision.appeal_until)
    if not as_kept(grounds):
        raise Invalid(grounds=_("Say what you think is wrong with the decision."))
    made = Appeal.objects.create(
        decision=decision,
        grounds=as_kept(grounds),
        submitted_at=at,
        due_on=appeal_due(at.date(), public_terms_on(at.date())),
    )
    case.status, case.due_on = Case.Status.APPEALED, made.due_on
    case.save(update_fields=["status", "due_on"])
    audit.record("recognition.appealed", made, by=by, at=at, institution_id=case.programme.institution_id)
    return made


@transaction.atomic
def decide_appeal(
    made: Appeal, *, outcome: AppealEnds, reasons: str, ects: Decimal, by: Person, at: datetime
) -> Appeal:
    """Uphold an appeal, which recognises so many ECTS in the decision's place, or dismiss it; with reasons.

    :raises NotAllowed: without the right to decide appeals at the home university
    :raises OwnCase: about oneself
    :raises NotYours: by whoever took the decision
    :raises NotConfirmed: to uphold it for somebody whom the registrar has not confirmed
    :raises Invalid: without reasons, or where it is upheld, without credits that can count
    """
    hold_room(made.decision.case)
    case = Case.objects.select_for_update().get(pk=made.decision.case_id)
    require(by, Action.DECIDE_APPEAL, case.programme.institution, on=at.date())
    if case.learner_id == by.pk:
        raise OwnCase()
    if made.decision.decided_by_id == by.pk:
        raise NotYours()
    made = Appeal.objects.select_related("decision").get(pk=made.pk)
    if made.outcome:
        return made
    _check(outcome, reasons, ects, ects_of(case.item))
    made.outcome, made.reasons, made.decided_by, made.decided_at = outcome, as_kept(reasons), by, at
    made.save()
    if outcome == AppealEnds.UPHELD:
        _replace(made, case, ects, by=by, at=at)
    case.status = Case.Status.CLOSED
    case.save(update_fields=["status"])
    home = case.programme.institution_id
    audit.record("recognition.appeal-decided", made, by=by, at=at, institution_id=home, outcome=outcome)
    return made


def _check(outcome: AppealEnds, reasons: str, ects: Decimal, offered: Decimal) -> None:
    if len(as_kept(reasons)) < 20:
        raise Invalid(
            reasons=_("Write your reasons in full sentences. The learner has a right to know them.")
        )
    if outcome == AppealEnds.UPHELD and not is_within(ects, offered):
        has = _(
            "Enter a number of ECTS credits above 0 and no higher than the credential has, or dismiss "
            "the appeal."
        )
        raise Invalid(ects=has if offered else UNSTATED)


def _replace(made: Appeal, case: Case, ects: Decimal, *, by: Person, at: datetime) -> None:
    """The decision that takes the first one's place: it opens no new period to appeal, and as a refusal had
    no grade yet, that is converted now.
    """
    first, counts_whole = made.decision, is_whole(ects, ects_of(case.item))
    studies = affiliation_now(case, at=at)
    refuse_unconfirmed(case, studies=studies)
    if record := record_of(case.item):
        refuse_overrun(case, record=record, ects=ects, place=_terms_of(first).place, on=at.date())
    kept = with_affiliation(Report.from_json(first.report), studies)
    findings = [one for one in kept if one.code != "recognition.officer"]
    Decision.objects.create(
        case=case,
        outcome=Decided.RECOGNISED if counts_whole else Decided.PARTLY,
        agreement=first.agreement,
        ects=ects,
        reasons=made.reasons,
        report=Report.of([*findings, appeal_check()]).as_stored(),
        decided_by=by,
        decided_at=at,
        appeal_until=first.appeal_until,
        **_grade_of(first, case, at=at),
    )


def _grade_of(first: Decision, case: Case, *, at: datetime) -> dict[str, Any]:
    if first.grade:
        return {"grade": first.grade, "scale": first.scale, "conversion": first.conversion}
    record = record_of(case.item)
    agreed = agreed_policy(first.agreement, at=at)
    return converted_grade(case, record=record, agreed=agreed) if record else {}


def _terms_of(decision: Decision) -> AgreementTerms:
    return AgreementTerms.from_json(decision.agreement.terms) if decision.agreement else AgreementTerms()
