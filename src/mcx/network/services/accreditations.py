"""Quality-assurance decisions: recorded, ended, overruled, corrected; nothing that was recorded vanishes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.core.text import as_kept, cleaned
from mcx.network.models import Accreditation, Institution
from mcx.network.rules import accreditations
from mcx.network.rules.accreditations import agency_id, faults_of_end, faults_of_reason
from mcx.network.selectors.accreditations import decision_of
from mcx.network.selectors.rights import require
from microcred.accreditation import Decision


class DecisionOver(DomainError):
    """A decision ends once, and an entry is corrected once."""

    code = "decision-over"
    message = _("“{decision}” has already been ended, overruled or corrected.")
    fix = _("Its entry says when and why. If that is wrong, correct the entry that replaced it.")


@transaction.atomic
def add_accreditation(
    institution: Institution, *, decision: Decision, by: Person, at: datetime
) -> Accreditation:
    """Record a quality-assurance decision about the institution; the same one twice stays one.

    :raises Invalid: when days, words or addresses cannot be right
    """
    require(by, Action.MANAGE_INSTITUTION, institution, on=at.date())
    row, is_new = _kept(institution, decision, at)
    if is_new:
        audit.record("network.accreditation-added", row, by=by, at=at, institution_id=institution.pk)
    return row


@transaction.atomic
def end_accreditation(
    row: Accreditation, *, ended_from: date, reason: str, by: Person, at: datetime
) -> Accreditation:
    """End a decision before its last day: from that day on it holds no more, what it carried before stands.

    :raises DecisionOver: when it was ended, overruled or corrected before
    :raises Invalid: for a day outside of its time, or without a reason
    """
    row = _open(row, by=by, at=at)
    _refuse(faults_of_end(decision_of(row), ended_from) | faults_of_reason(reason))
    row.ended_from, row.end_reason = ended_from, as_kept(reason)
    row.save(update_fields=["ended_from", "end_reason"])
    first_day_off = ended_from.isoformat()
    _note("network.accreditation-ended", row, by, at, ended_from=first_day_off, reason=row.end_reason)
    return row


@transaction.atomic
def overrule_accreditation(
    row: Accreditation, *, later: Accreditation, by: Person, at: datetime
) -> Accreditation:
    """Record that a later decision about the same institution took this one's place from its own first day.

    :raises DecisionOver: when it was ended, overruled or corrected before
    :raises Invalid: when the other one is of another institution, wrong, or does not begin in its time
    """
    row, later = _open(row, by=by, at=at), _held(later)
    if later.pk == row.pk or later.institution_id != row.institution_id or later.corrected_at is not None:
        raise Invalid(later=_("Choose another decision about the same institution."))
    if later.overruled_by_id == row.pk:
        raise Invalid(later=_("That decision was overruled by this one. They cannot overrule each other."))
    if faults_of_end(decision_of(row), later.valid_from):
        raise Invalid(later=_("Choose a decision that starts within the period of this one."))
    row.overruled_by = later
    row.save(update_fields=["overruled_by"])
    _note("network.accreditation-overruled", row, by, at, later=str(later))
    return row


@transaction.atomic
def correct_accreditation(
    row: Accreditation,
    *,
    right: Decision | None,
    reason: str,
    keeps_end: bool = True,
    by: Person,
    at: datetime,
) -> Accreditation:
    """Replace an entry that was wrong by the right one, or strike it out where nothing was decided.

    The wrong entry stays, with the day and the reason; no check reads it any more. The right one keeps how
    the old one ended unless that was the mistake. Answers with the wrong entry.

    :raises DecisionOver: when it was corrected before
    :raises Invalid: without a reason, or when the right entry cannot be right either
    """
    require(by, Action.MANAGE_INSTITUTION, row.institution, on=at.date())
    row = _held(row)
    if row.corrected_at is not None:
        raise DecisionOver(decision=row)
    _refuse(faults_of_reason(reason))
    row.corrected_at, row.correction_reason = at, as_kept(reason)
    row.save(update_fields=["corrected_at", "correction_reason"])
    if right is not None:
        row.corrected_by = _right(row, right, keeps_end=keeps_end, at=at)
        row.save(update_fields=["corrected_by"])
    row.overruled.update(overruled_by=row.corrected_by)
    _note(
        "network.accreditation-corrected",
        row,
        by,
        at,
        right=str(row.corrected_by or ""),
        reason=row.correction_reason,
    )
    return row


def _right(row: Accreditation, right: Decision, *, keeps_end: bool, at: datetime) -> Accreditation:
    made, is_new = _kept(row.institution, right, at)
    ended_from = row.overruled_by.valid_from if row.overruled_by else row.ended_from
    if is_new and keeps_end and ended_from is not None:
        if faults_of_end(right, ended_from):
            text = _(
                "The old entry ended outside this period. Check the dates, or say that the end was wrong."
            )
            raise Invalid(keeps_end=text)
        made.ended_from, made.end_reason, made.overruled_by = row.ended_from, row.end_reason, row.overruled_by
        made.save(update_fields=["ended_from", "end_reason", "overruled_by"])
    return made


def _kept(institution: Institution, decision: Decision, at: datetime) -> tuple[Accreditation, bool]:
    """The row of a decision, and whether it is new; an entry that was corrected is never taken for it."""
    _refuse(accreditations.faults(decision, at.date()))
    days: dict[str, Any] = {"valid_from": decision.valid_from, "valid_until": decision.valid_until}
    return Accreditation.objects.get_or_create(
        institution=institution,
        title=cleaned(decision.title),
        kind=decision.kind,
        agency=as_kept(decision.agency),
        agency_id=agency_id(decision.agency_id),
        report_url=decision.report_url,
        decision=decision.decision,
        conditions=as_kept(decision.conditions),
        **days,
        corrected_at=None,
    )


def _open(row: Accreditation, *, by: Person, at: datetime) -> Accreditation:
    """The row, held, if it can still be ended or overruled by this person."""
    require(by, Action.MANAGE_INSTITUTION, row.institution, on=at.date())
    row = _held(row)
    if row.corrected_at is not None or row.ended_from is not None or row.overruled_by_id is not None:
        raise DecisionOver(decision=row)
    return row


def _held(row: Accreditation) -> Accreditation:
    return Accreditation.objects.select_for_update().get(pk=row.pk)


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise Invalid(**{field: _now(text) for field, text in faults.items()})


def _note(action: str, row: Accreditation, by: Person, at: datetime, **details: Any) -> None:
    audit.record(action, row, by=by, at=at, institution_id=row.institution_id, **details)
