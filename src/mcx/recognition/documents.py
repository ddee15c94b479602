"""A decision on recognition as student record systems exchange it: ELMO 2.1.1, `resultOfRecognition`."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mcx.core.errors import DomainError
from mcx.credentials.documents.records import grading_scale, learner, organisation
from mcx.recognition.checks import record_of
from mcx.recognition.models import Case, Decision
from mcx.recognition.rules.decisions import Decided
from mcx.recognition.selectors import standing_decision
from microcred import elmo
from microcred.record import AchievementRecord, Grade

STATUSES = {
    Decided.RECOGNISED: "positive",
    Decided.PARTLY: "partial",
    Decided.REFUSED: "negative",
}
# Reasons are kept in whichever language the officer wrote them.
UNDETERMINED = "und"


class NotFinal(DomainError):
    """A file for the record system says what was decided."""

    code = "not-final"
    message = _("There is no final decision yet to enter in the student record.")
    fix = _("Come back when the case and any appeal have been decided.")


def transcript_of(case: Case, *, at: datetime) -> bytes:
    """The decision that stands, what it rests on and what it gives, as one ELMO file (about eight queries).

    :raises NotFinal: while the case or its appeal waits
    """
    decision = standing_decision(case)
    if decision is None or case.status in {Case.Status.OPEN, Case.Status.APPEALED}:
        raise NotFinal()
    home = organisation(case.programme.institution, on=decision.decided_at.date())
    section = elmo.Section(home, decision.decided_at, recognitions=(_recognition(case, decision),))
    data, _losses = elmo.write(elmo.Transcript(learner(case.learner), at, (section,)))
    return data


def _recognition(case: Case, decision: Decision) -> elmo.Recognition:
    record = record_of(case.item)
    basis, result = (record,) if record else (), _result(case, decision)
    return elmo.Recognition(
        id=f"{settings.PUBLIC_URL}/recognition/cases/{case.pk}",
        title=case.item.title,
        status=STATUSES[Decided(decision.outcome)],
        decided_on=decision.decided_at.date(),
        description={UNDETERMINED: decision.reasons},
        basis=basis,
        result=result,
        mapping=_mapping(basis, result),
    )


def _result(case: Case, decision: Decision) -> tuple[elmo.Component, ...]:
    """What counts in the home programme; nothing where it was refused."""
    if decision.outcome == Decided.REFUSED:
        return ()
    grade = (
        Grade(decision.grade, grading_scale(decision.scale)) if decision.grade and decision.scale else None
    )
    name = f"{case.programme.slug}-{case.pk}"
    return (elmo.Component(name, case.item.title, decision.ects, grade),)


def _mapping(
    basis: tuple[AchievementRecord, ...], result: tuple[elmo.Component, ...]
) -> tuple[elmo.RecognitionMapping, ...]:
    if not basis or not result:
        return ()
    origins = tuple(one.specification.id for one in basis)
    return (elmo.RecognitionMapping(origins, tuple(one.id for one in result)),)
