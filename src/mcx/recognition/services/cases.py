"""A learner asks; an agreement or an officer decides, with reasons."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.selectors import require_access
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid, NotFound, OwnCase
from mcx.credentials import selectors as credentials
from mcx.network.models import GradingScale, Institution
from mcx.network.selectors import require, terms_on
from mcx.recognition import rules, selectors
from mcx.recognition.models import Case, Decision, Programme, Study
from mcx.wallet.models import Item
from mcx.wallet.selectors import examined
from microcred.record import AchievementRecord
from microcred.record_json import from_json
from microcred.report import Report


class NotStudying(DomainError):
    """Only one's own programme can recognise."""

    code = "not-studying"
    message = _("You are not enrolled in this programme.")
    fix = _("Choose the programme you study at your home university.")


class NothingToRecognise(DomainError):
    """The credential does not say what was learnt."""

    code = "nothing-to-recognise"
    message = _("This credential does not say what was learnt, so it cannot be compared.")
    fix = _("Import it in a format that describes the achievement.")


class AlreadyDecided(DomainError):
    """A decision is taken once; an appeal reviews it."""

    code = "already-decided"
    message = _("This case has been decided.")
    fix = _("An appeal can review the decision.")


@transaction.atomic
def study(programme: Programme, *, by: Person, at: datetime) -> Study:
    """Note that the learner studies in a programme from now on; saying it again changes nothing."""
    require_access(by, Action.ASK_RECOGNITION)
    row, is_new = Study.objects.get_or_create(learner=by, programme=programme, defaults={"since": at.date()})
    if is_new:
        audit.record("recognition.studies", row, by=by, at=at, institution_id=programme.institution_id)
    return row


@transaction.atomic
def ask(item: Item, programme: Programme, statement: str, *, by: Person, at: datetime) -> Case:
    """Ask that a credential counts in one's home programme; an agreement in force may decide at once.

    Asking again for the same credential and programme gives the first case.

    :raises NotFound: when it is not one's own credential
    :raises NotStudying: when it is not one's own programme
    """
    require_access(by, Action.ASK_RECOGNITION)
    if item.owner_id != by.pk:
        raise NotFound()
    _hold_study(by, programme, at=at)
    known = Case.objects.filter(item=item, programme=programme).first()
    if known:
        return known
    record, host = _content(item)
    found = selectors.consider(by, programme, host, _achievement(item, record, host, at=at), on=at.date())
    terms = terms_on(at.date())
    case = Case.objects.create(
        learner=by,
        item=item,
        programme=programme,
        report=found.report.as_stored(),
        statement=rules.as_kept(statement),
        submitted_at=at,
        due_on=rules.deadline(at.date(), terms.recognition_days),
    )
    audit.record("recognition.asked", case, by=by, at=at, institution_id=programme.institution_id)
    if found.route in {"own", "automatic"}:
        _decide_by_agreement(case, found, record, at=at)
    return case


def _hold_study(learner: Person, programme: Programme, *, at: datetime) -> None:
    """Hold the learner's place in the programme, so that its room for credits is given away once."""
    studies = selectors.studies_of(learner, on=at.date()).select_for_update(of=("self",))
    if studies.filter(programme=programme).first() is None:
        raise NotStudying()


def _content(item: Item) -> tuple[AchievementRecord, Institution | None]:
    stored = item.award.record if item.award else item.record
    if not stored:
        raise NothingToRecognise()
    record = from_json(stored)
    host = item.award.institution if item.award else credentials.institution_with_did(record.issuer.id)
    return record, host


def _achievement(
    item: Item, record: AchievementRecord, host: Institution | None, *, at: datetime
) -> rules.Achievement:
    specification = record.specification
    awarded_on = record.awarded_at.date()
    return rules.Achievement(
        code=item.award.edition.micro_credential.code if item.award else selectors.code_of(specification.id),
        ects=record.ects_awarded or specification.ects,
        eqf_level=specification.eqf_level,
        isced_f=next(iter(specification.isced_f), ""),
        identity_percent=selectors.identity_percent(specification.assessments),
        is_accredited=selectors.is_accredited(host, on=awarded_on) if host else None,
        grade=record.grade.value if record.grade else "",
        grades=record.grade.scale.grades if record.grade else (),
        proof=examined(item, at=at).report.conclusion,
    )


def _decide_by_agreement(
    case: Case, found: selectors.Preview, record: AchievementRecord, *, at: datetime
) -> Decision:
    terms = (
        rules.AgreementTerms.from_json(found.agreement.terms) if found.agreement else rules.AgreementTerms()
    )
    offered = record.ects_awarded or record.specification.ects
    outcome = Decision.Outcome.RECOGNISED if found.ects == offered else Decision.Outcome.PARTLY
    reasons = (  # in English, for the file and the API; the letter says it in its reader's language
        f"Every condition of agreement {found.agreement.code} is met."
        if found.agreement
        else "The university that awarded it is your own."
    )
    return _record_decision(
        case,
        outcome=outcome,
        ects=found.ects,
        reasons=reasons,
        report=found.report,
        agreement=found.agreement,
        by=None,
        at=at,
        **converted_grade(case, record, terms.conversion),
    )


def converted_grade(case: Case, record: AchievementRecord, policy: str) -> dict[str, Any]:
    """The grade on the home scale with its calculation; none for a pass or where tables are missing."""
    award, home_scale = case.item.award, case.programme.scale
    if record.grade is None or award is None:
        return {}
    if award.institution_id == case.programme.institution_id and award.result.scale_id == home_scale.pk:
        return {"grade": record.grade.value, "scale": home_scale}
    cycle, field = case.programme.cycle, next(iter(record.specification.isced_f), "")
    host = selectors.distribution(award.institution, award.result.scale, field, cycle)
    home = selectors.distribution(case.programme.institution, home_scale, field, cycle)
    done = rules.convert(record.grade.value, host, home, policy) if host and home else None
    if done is None:
        return {}
    calculation = _calculation(done, host, home, award.result.scale)
    return {"grade": done.converted, "scale": home_scale, "conversion": calculation}


def _calculation(
    done: rules.Conversion,
    host: rules.Distribution | None,
    home: rules.Distribution | None,
    scale: GradingScale,
) -> dict[str, Any]:
    """What a decision keeps of a conversion: the tables as they were, and every step."""
    tables = {"host": host, "home": home}
    return {
        "from": done.grade,
        "from_scale": dict(scale.title),
        "to": done.converted,
        "policy": done.policy,
        "band": [float(round(edge * 100, 1)) for edge in done.band],
        "candidates": [[name, float(round(share * 100, 1))] for name, share in done.candidates],
        "tables": {side: {"years": t.years, "counts": dict(t.counts)} for side, t in tables.items() if t},
    }


@transaction.atomic
def decide(
    case: Case,
    outcome: str,
    ects: Decimal,
    reasons: str,
    differences: Sequence[str],
    *,
    by: Person,
    at: datetime,
) -> Decision:
    """The officer's decision: to refuse or to cut it needs a substantial difference that is named.

    :raises NotAllowed: without the right to decide at the home university
    :raises OwnCase: about oneself
    :raises AlreadyDecided: when somebody decided meanwhile
    :raises Invalid: when reasons, credits or the difference are missing
    """
    require(by, Action.DECIDE_RECOGNITION, case.programme.institution, on=at.date())
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.learner_id == by.pk:
        raise OwnCase()
    if case.status != Case.Status.OPEN:
        raise AlreadyDecided()
    record, _host = _content(case.item)
    _refuse_faults(outcome, ects, record.ects_awarded or record.specification.ects, reasons, differences)
    report = Report.from_json(case.report) + Report.of([rules.officer_check(outcome, reasons, differences)])
    grade = converted_grade(case, record, "average") if outcome != Decision.Outcome.REFUSED else {}
    return _record_decision(
        case,
        outcome=outcome,
        ects=ects,
        reasons=rules.as_kept(reasons),
        report=report,
        agreement=None,
        by=by,
        at=at,
        **grade,
    )


def _refuse_faults(
    outcome: str, ects: Decimal, offered: Decimal, reasons: str, differences: Sequence[str]
) -> None:
    if outcome not in Decision.Outcome.values:
        raise Invalid(outcome=_("Choose one of the outcomes."))
    faults = rules.faults(outcome, ects, offered, rules.as_kept(reasons), differences)
    if faults:
        raise Invalid(**{field: _now(text) for field, text in faults.items()})


def _record_decision(
    case: Case, *, report: Report, by: Person | None, at: datetime, **facts: Any
) -> Decision:
    terms = terms_on(at.date())
    decision = Decision.objects.create(
        case=case,
        report=report.as_stored(),
        decided_by=by,
        decided_at=at,
        appeal_until=rules.deadline(at.date(), terms.appeal_days),
        **facts,
    )
    case.status = Case.Status.DECIDED
    case.save(update_fields=["status"])
    audit.record(
        "recognition.decided",
        decision,
        by=by,
        at=at,
        institution_id=case.programme.institution_id,
        outcome=decision.outcome,
    )
    return decision
