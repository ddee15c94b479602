"""A learner asks; an agreement or an officer decides, with reasons."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.selectors import require_own
from mcx.catalogue.rules import code_of
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid, NotFound, OwnCase
from mcx.core.text import as_kept
from mcx.core.writing import number
from mcx.keys.selectors import public_institution_with_did
from mcx.network.models import Affiliation, GradingScale, Institution, Programme
from mcx.network.rules.scales import band_of, grade_in
from mcx.network.selectors.accreditations import accreditation_on
from mcx.network.selectors.affiliations import confirmation_in, running_for
from mcx.network.selectors.charter import public_terms_on
from mcx.network.selectors.rights import require
from mcx.recognition.checks import Preview, consider, distribution, home_programme, identity_percent
from mcx.recognition.models import Agreement, Case, Decision
from mcx.recognition.rules import decisions
from mcx.recognition.rules.assessment import Achievement, affiliation, is_unconfirmed, with_affiliation
from mcx.recognition.rules.decisions import Decided, appeal_until, decision_due, officer_check
from mcx.recognition.rules.grades import Agreed, Conversion, Distribution, convert, policy_for
from mcx.recognition.rules.terms import AgreementTerms, Place, Route
from mcx.wallet.checks import examined
from mcx.wallet.models import Item
from microcred.record import AchievementRecord
from microcred.record_json import from_json
from microcred.report import Check, Conclusion, Outcome, Report


class NotStudying(DomainError):
    """Only one's own programme can recognise."""

    code = "not-studying"
    message = _("You have not said that you study in this programme.")
    fix = _("Say so under “Where I study”. Your university can then confirm it.")


class NothingToRecognise(DomainError):
    """The credential does not say what was learnt."""

    code = "nothing-to-recognise"
    message = _("This credential does not describe what was learned, so it cannot be recognised.")
    fix = _("Add it in a format that describes what was achieved.")


class AlreadyDecided(DomainError):
    """A decision is taken once; an appeal reviews it."""

    code = "already-decided"
    message = _("This case has been decided.")
    fix = _("The decision can now be changed only on appeal.")


class NotConfirmed(DomainError):
    """Electives are used up by those alone of whom the university says that they study there."""

    code = "affiliation-not-confirmed"
    message = _(
        "{university} has not confirmed that {learner} studies in this programme, so no credits can count."
    )
    fix = _("Ask your registrar to answer the learner's statement first.")


@transaction.atomic
def ask(item: Item, *, programme: Programme, statement: str, by: Person, at: datetime) -> Case:
    """Ask that a credential counts in one's home programme; an agreement in force may decide at once.

    Asking again for the same credential and programme gives the first case; if nobody had confirmed then that
    the learner studies there and it still waits, it is looked at again.

    :raises NotFound: when it is not one's own credential
    :raises NotStudying: when it is not one's own programme
    """
    require_own(by, Action.ASK_RECOGNITION)
    if item.owner_id != by.pk:
        raise NotFound()
    _hold_affiliation(by, programme, at=at)
    known = Case.objects.filter(item=item, programme=programme).first()
    if known and not _waits_for_confirmation(known):
        return known
    brought = _content(item, at=at)
    found = consider(by, programme, brought.host, _achievement(item, brought), on=at.date())
    case = known or _open(item, programme, statement, found, by=by, at=at)
    if found.route in {Route.OWN, Route.AUTOMATIC}:
        _decide_by_agreement(case, found, brought.record, at=at)
    return case


def _waits_for_confirmation(case: Case) -> bool:
    return case.status == Case.Status.OPEN and is_unconfirmed(Report.from_json(case.report))


def _open(
    item: Item, programme: Programme, statement: str, found: Preview, *, by: Person, at: datetime
) -> Case:
    case = Case.objects.create(
        learner=by,
        item=item,
        programme=programme,
        report=found.report.as_stored(),
        statement=as_kept(statement),
        submitted_at=at,
        due_on=decision_due(at.date(), public_terms_on(at.date())),
    )
    audit.record("recognition.asked", case, by=by, at=at, institution_id=programme.institution_id)
    return case


def _hold_affiliation(learner: Person, programme: Programme, *, at: datetime) -> None:
    """Hold the learner's place in the programme, so that its room for credits is given away once."""
    stated = running_for(learner, on=at.date()).select_for_update(of=("self",))
    if stated.filter(programme=programme).first() is None:
        raise NotStudying()


def hold_room(case: Case) -> None:
    """Hold the learner's place in the case's programme whether or not it has ended: before the case itself,
    as whoever asks does, so that two never wait for each other.
    """
    places = Affiliation.objects.filter(person=case.learner_id, programme=case.programme_id)
    list(places.order_by("pk").select_for_update())


class _Brought(NamedTuple):
    """What the credential says, the institution proven to have issued it, and what verifying it gave."""

    record: AchievementRecord
    host: Institution | None
    proof: Conclusion


def _content(item: Item, *, at: datetime) -> _Brought:
    """The credential as it is read and verified now; an issuer that only it names itself is nobody."""
    found = examined(item, at=at)
    if item.award:
        return _Brought(from_json(item.award.record), item.award.institution, found.report.conclusion)
    if found.reading is None or found.reading.record is None:
        raise NothingToRecognise()
    host = public_institution_with_did(found.issuer.id) if found.issuer else None
    return _Brought(found.reading.record, host, found.report.conclusion)


def _achievement(item: Item, brought: _Brought) -> Achievement:
    record, host = brought.record, brought.host
    specification = record.specification
    awarded_on = record.awarded_at.date()
    return Achievement(
        code=_code(item, record),
        ects=record.ects,
        eqf_level=specification.eqf_level,
        isced_f=next(iter(specification.isced_f), ""),
        identity_percent=identity_percent(specification.assessments),
        accreditation=accreditation_on(host, awarded_on) if host else None,
        grade=record.grade.value if record.grade else "",
        grades=record.grade.scale.grades if record.grade else (),
        numbers=record.grade.scale.numbers if record.grade else None,
        proof=brought.proof,
    )


def _code(item: Item, record: AchievementRecord) -> str:
    award = item.award
    return (
        award.edition.micro_credential.code
        if award
        else code_of(record.specification.id, settings.PUBLIC_URL)
    )


def _decide_by_agreement(case: Case, found: Preview, record: AchievementRecord, *, at: datetime) -> Decision:
    outcome = Decided.RECOGNISED if found.ects == record.ects else Decided.PARTLY
    reasons = (  # in English, for the file and the API; the letter says it in its reader's language
        f"Every condition of agreement {found.agreement.code} is met."
        if found.agreement
        else "Your own university awarded it."
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
        **converted_grade(case, record=record, agreed=agreed_policy(found.agreement, at=at)),
    )


def agreed_policy(agreement: Agreement | None, *, at: datetime) -> Agreed:
    """Which of several matching grades is taken where this agreement decides, or none does (one query)."""
    terms = public_terms_on(at.date())
    if agreement is None:
        return policy_for(terms)
    return policy_for(terms, AgreementTerms.from_json(agreement.terms), f"Agreement {agreement.code}")


def converted_grade(case: Case, *, record: AchievementRecord, agreed: Agreed) -> dict[str, Any]:
    """The grade on the home scale with its calculation; none for a pass or where tables are missing."""
    award, home_scale = case.item.award, case.programme.scale
    if record.grade is None or award is None:
        return {}
    if award.institution_id == case.programme.institution_id and award.result.scale_id == home_scale.pk:
        return {"grade": record.grade.value, "scale": home_scale}
    cycle, field = case.programme.cycle, next(iter(record.specification.isced_f), "")
    host = distribution(award.institution, award.result.scale, field, cycle)
    home = distribution(case.programme.institution, home_scale, field, cycle)
    band = band_of(record.grade.value, award.result.scale)
    done = convert(band, host, home, agreed.policy) if band and host and home else None
    if done is None:
        return {}
    told = {"given": record.grade.value, "source": agreed.source}
    calculation = _calculation(done, host, home, award.result.scale) | told
    grade = grade_in(done.converted, home_scale, agreed.policy)
    return {"grade": grade, "scale": home_scale, "conversion": calculation}


def _calculation(
    done: Conversion,
    host: Distribution | None,
    home: Distribution | None,
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
    *,
    outcome: Decided,
    ects: Decimal,
    reasons: str,
    differences: Sequence[str],
    by: Person,
    at: datetime,
) -> Decision:
    """The officer's decision: to refuse or to cut it needs a substantial difference that is named.

    :raises NotAllowed: without the right to decide at the home university
    :raises OwnCase: about oneself
    :raises AlreadyDecided: when somebody decided meanwhile
    :raises NotConfirmed: to recognise for somebody whom the registrar has not confirmed
    :raises Invalid: when reasons, credits or the difference are missing, when it counts already, or where the
        programme has no room for so many credits
    """
    require(by, Action.DECIDE_RECOGNITION, case.programme.institution, on=at.date())
    hold_room(case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.learner_id == by.pk:
        raise OwnCase()
    if case.status != Case.Status.OPEN:
        raise AlreadyDecided()
    record = _content(case.item, at=at).record
    _refuse_faults(outcome, ects, record.ects, reasons, differences)
    report = _officers_report(case, outcome, officer_check(outcome, reasons, differences), at=at)
    if outcome != Decided.REFUSED:
        refuse_overrun(case, record=record, ects=ects, on=at.date())
    agreed = agreed_policy(None, at=at)
    grade = converted_grade(case, record=record, agreed=agreed) if outcome != Decided.REFUSED else {}
    return _record_decision(
        case,
        outcome=outcome,
        ects=ects,
        reasons=as_kept(reasons),
        report=report,
        agreement=None,
        by=by,
        at=at,
        **grade,
    )


def _officers_report(case: Case, outcome: Decided, finding: Check, *, at: datetime) -> Report:
    """The report on the request with what is known now, and the officer's own finding."""
    studies = affiliation_now(case, at=at)
    if outcome != Decided.REFUSED:
        refuse_unconfirmed(case, studies=studies)
    return with_affiliation(Report.from_json(case.report), studies) + Report.of([finding])


def affiliation_now(case: Case, *, at: datetime) -> Check:
    """Whose word it is that the learner studies in the programme, now or on the day of the request."""
    days = at.date(), case.submitted_at.date()
    said = confirmation_in(case.learner, case.programme, on=days)
    return affiliation(case.programme.institution.short_name, said)


def refuse_unconfirmed(case: Case, *, studies: Check) -> None:
    """Let nobody use up electives of whom only they themselves say that they study there."""
    if studies.outcome is not Outcome.PASSED:
        raise NotConfirmed(university=case.programme.institution.short_name, learner=case.learner)


def refuse_overrun(
    case: Case, *, record: AchievementRecord, ects: Decimal, place: Place = Place.ELECTIVE, on: date
) -> None:
    """Let nothing count twice in a programme, nor more than it has room for; the room has to be held."""
    code = _code(case.item, record)
    home = home_programme(case.programme, case.learner, code=code, on=on)
    text = decisions.overrun(code, ects, place, home)
    if text:
        left = max(home.elective_ects_left, Decimal(0)).normalize()
        raise Invalid(ects=_now(text).format(left=number(left)))


def _refuse_faults(
    outcome: Decided, ects: Decimal, offered: Decimal, reasons: str, differences: Sequence[str]
) -> None:
    faults = decisions.faults(outcome, ects, offered, as_kept(reasons), differences)
    if faults:
        raise Invalid(**{field: _now(text) for field, text in faults.items()})


def _record_decision(
    case: Case, *, report: Report, by: Person | None, at: datetime, **facts: Any
) -> Decision:
    terms = public_terms_on(at.date())
    decision = Decision.objects.create(
        case=case,
        report=report.as_stored(),
        decided_by=by,
        decided_at=at,
        appeal_until=appeal_until(at.date(), terms),
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
