"""What can be done between application and result. Whatever takes a place locks its offering first."""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.selectors import require_own
from mcx.catalogue import services as catalogue
from mcx.catalogue.models import Offering
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid, NotAllowed, OwnCase
from mcx.core.reports import advice, messages
from mcx.core.text import as_kept
from mcx.learning import checks, rules, selectors
from mcx.learning.models import Application, Enrolment, Result
from mcx.network.models import GradingScale, Institution
from mcx.network.selectors.institutions import public_members_on
from mcx.network.selectors.rights import require
from microcred.grading import as_written
from microcred.report import Outcome, Report


class NotEligible(DomainError):
    """The report on an application has a failed check; `report` says which."""

    code = "not-eligible"
    message = _("You cannot apply: {reasons}")
    fix: str | Promise = _("Choose another run, or apply again when the reasons no longer apply.")

    def __init__(self, report: Report) -> None:
        failed = report.only(Outcome.FAILED)
        super().__init__(reasons=messages(failed))
        self.report = report
        self.fix = advice(failed[0]) or self.fix


class OfferingFull(DomainError):
    """The last place has gone, perhaps a moment ago to somebody whom a colleague admitted."""

    code = "offering-full"
    message = _("Every place of {offering} is taken ({places} of {places}).")
    fix = _("Refuse the application, or leave it open in case someone withdraws.")


class OfferingCancelled(DomainError):
    """Nobody gets a place in what does not take place."""

    code = "offering-cancelled"
    message = _("{offering} was cancelled.")
    fix = _("Choose another run in the catalogue.")


class AlreadyDecided(DomainError):
    """The application no longer waits: it was decided, or its learner withdrew it."""

    code = "application-decided"
    message = _("This application is no longer open: {status}.")
    fix = _("Reload the page to see the current state.")


class NoPlace(DomainError):
    """The learner has left the course."""

    code = "no-place"
    message = _("{learner} no longer has a place in this course.")
    fix = _("You cannot grade a learner who has left. They can apply for another run.")


class AlreadyGraded(DomainError):
    """A course that was graded cannot be left."""

    code = "already-graded"
    message = _("You cannot leave this course because your result has been recorded.")
    fix = _("If the result is wrong, write to the university that taught the course.")


def _text(field: str, text: str, *, needed: bool = False) -> str:
    words = as_kept(text)
    if needed and not words:
        raise Invalid(**{field: _("Give a reason. The people affected will read it.")})
    if len(words) > rules.LONGEST_TEXT:
        raise Invalid(**{field: _("Use 4,000 characters or fewer.")})
    return words


def _host(offering: Offering) -> Institution:
    return offering.edition.micro_credential.institution


def _locked(offering_key: int) -> Offering:
    """The offering, held until the end of the transaction, so that one place is given once."""
    found = Offering.objects.select_related("edition__micro_credential__institution", "edition__scale")
    return found.select_for_update(of=("self",)).get(pk=offering_key)


@transaction.atomic
def apply(
    offering: Offering, *, motivation: str, home_institution: Institution | None, by: Person, at: datetime
) -> Application:
    """Ask for a place, as a learner of a member university or, without one, from outside.

    :raises NotEligible: when the eligibility report fails
    :raises Invalid: when the home institution is no member that day or the motivation is too long
    """
    require_own(by, Action.APPLY)
    words = _text("motivation", motivation)
    if home_institution and not public_members_on(at.date()).filter(pk=home_institution.pk).exists():
        raise Invalid(home_institution=_("This institution is not a member of the network."))
    locked = _locked(offering.pk)
    report = checks.check_application(by, locked, home_institution, on=at.date())
    if report.only(Outcome.FAILED):
        raise NotEligible(report)
    application = Application.objects.create(
        learner=by,
        offering=locked,
        home_institution=home_institution,
        motivation=words,
        submitted_at=at,
    )
    audit.record("learning.applied", application, by=by, at=at, institution_id=_host(locked).pk)
    return application


@transaction.atomic
def withdraw_application(application: Application, *, by: Person, at: datetime) -> Application:
    """Take back one's own application while it waits.

    :raises NotAllowed: when it is somebody else's
    :raises AlreadyDecided: when it was decided
    """
    require_own(by, Action.APPLY)
    if application.learner_id != by.pk:
        raise NotAllowed
    return _decide(application, Application.Status.WITHDRAWN, "", by=by, at=at)


def _waiting(application: Application) -> Application:
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.status != Application.Status.SUBMITTED:
        raise AlreadyDecided(status=locked.get_status_display())
    return locked


def _decide(
    application: Application, status: Application.Status, reason: str, *, by: Person, at: datetime
) -> Application:
    host = _host(application.offering)
    locked = _waiting(application)
    locked.status, locked.reason, locked.decided_by, locked.decided_at = status, reason, by, at
    locked.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    audit.record(f"learning.application-{status}", locked, by=by, at=at, institution_id=host.pk)
    return locked


def _require_admitting(application: Application, by: Person, at: datetime) -> None:
    require(by, Action.ADMIT, _host(application.offering), on=at.date())
    if application.learner_id == by.pk:
        raise OwnCase


@transaction.atomic
def admit(application: Application, *, by: Person, at: datetime) -> Enrolment:
    """Give the applicant a place while there is one; of two who reach for the last, one gets it.

    :raises OfferingFull: when no place is left
    :raises OfferingCancelled: when the run does not take place
    :raises AlreadyDecided: when the application no longer waits
    """
    _require_admitting(application, by, at)
    offering = _locked(application.offering_id)
    if offering.cancelled_at is not None:
        raise OfferingCancelled(offering=offering)
    if selectors.places_left(offering) == 0:
        raise OfferingFull(places=offering.places, offering=offering)
    decided = _decide(application, Application.Status.ADMITTED, "", by=by, at=at)
    enrolment = Enrolment.objects.create(
        learner=application.learner, offering=offering, application=decided, enrolled_at=at
    )
    _note_places(offering)
    audit.record("learning.enrolled", enrolment, by=by, at=at, institution_id=_host(offering).pk)
    return enrolment


def _note_places(offering: Offering) -> None:
    """Let the catalogue know whether there is a place left in an offering that is held."""
    catalogue.note_places(offering, is_full=selectors.places_left(offering) == 0)


@transaction.atomic
def refuse(application: Application, *, reason: str, by: Person, at: datetime) -> Application:
    """Turn the applicant down, with a reason that they can read.

    :raises Invalid: without a reason
    :raises AlreadyDecided: when the application no longer waits
    """
    _require_admitting(application, by, at)
    words = _text("reason", reason, needed=True)
    return _decide(application, Application.Status.REFUSED, words, by=by, at=at)


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: Person, at: datetime) -> Enrolment:
    """Leave a course before its result is recorded; the place is free again and one may apply anew.

    :raises NotAllowed: when it is somebody else's place
    :raises AlreadyGraded: when there is a result
    """
    require_own(by, Action.APPLY)
    if enrolment.learner_id != by.pk:
        raise NotAllowed
    offering = _locked(enrolment.offering_id)
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if locked.status in {Enrolment.Status.COMPLETED, Enrolment.Status.FAILED}:
        raise AlreadyGraded
    if locked.status == Enrolment.Status.ACTIVE:
        _leave(locked, by=by, at=at)
        _note_places(offering)
    return locked


def _leave(enrolment: Enrolment, *, by: Person, at: datetime) -> None:
    enrolment.status = Enrolment.Status.WITHDRAWN
    enrolment.save(update_fields=["status"])
    Application.objects.filter(pk=enrolment.application_id).update(status=Application.Status.WITHDRAWN)
    host = _host(enrolment.offering)
    audit.record("learning.withdrawn", enrolment, by=by, at=at, institution_id=host.pk)


@transaction.atomic
def cancel(offering: Offering, *, reason: str, by: Person, at: datetime) -> Offering:
    """Call a run off: waiting applications are refused with the reason, and places given up.

    Learners with a result keep it.

    :raises Invalid: without a reason
    """
    words = _text("reason", reason, needed=True)
    cancelled = catalogue.cancel_offering(offering, by=by, at=at)
    for application in Application.objects.filter(offering=offering, status=Application.Status.SUBMITTED):
        _decide(application, Application.Status.REFUSED, words, by=by, at=at)
    for enrolment in Enrolment.objects.filter(offering=offering, status=Enrolment.Status.ACTIVE):
        _leave(enrolment, by=by, at=at)
    _note_places(cancelled)
    return cancelled


@transaction.atomic
def record_result(enrolment: Enrolment, *, grade: str, remark: str, by: Person, at: datetime) -> Result:
    """Record a grade on the edition's scale; the same grade again is the same result, another corrects it.

    :raises Invalid: when the scale has no such grade
    :raises NoPlace: when the learner has left the course
    """
    _require_assessing(enrolment, by, at)
    offering, words = enrolment.offering, _text("remark", remark)
    scale = offering.edition.scale
    grade = _on_scale(grade, scale)
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if locked.status == Enrolment.Status.WITHDRAWN:
        raise NoPlace(learner=enrolment.learner)
    earlier = selectors.result_of(locked)
    if earlier is not None and earlier.grade == grade:
        return earlier
    result = Result(enrolment=locked, grade=grade, scale=scale, remark=words, assessed_by=by, recorded_at=at)
    result.has_passed, result.replaces = rules.has_passed(grade, scale), earlier
    result.save()
    locked.status = Enrolment.Status.COMPLETED if result.has_passed else Enrolment.Status.FAILED
    locked.save(update_fields=["status"])
    audit.record("learning.graded", result, by=by, at=at, institution_id=_host(offering).pk, grade=grade)
    return result


def _on_scale(grade: str, scale: GradingScale) -> str:
    """The grade as its scale writes it."""
    found = as_written(as_kept(grade), scale.grades, scale.numbers)
    if found is not None:
        return found
    if not scale.step:
        raise Invalid(grade=_("Choose a grade from the course's grading scale."))
    text = _now("Enter a number between {best} (best) and {worst}, in steps of {step}.")
    raise Invalid(grade=text.format(best=scale.best, worst=scale.worst, step=scale.step))


def _require_assessing(enrolment: Enrolment, by: Person, at: datetime) -> None:
    require(by, Action.ASSESS, _host(enrolment.offering), on=at.date())
    if enrolment.learner_id == by.pk:
        raise OwnCase


def check_places(*, at: datetime) -> int:
    """Compare which offerings are full with the places that are held, and say otherwise where they differ."""
    wrong = selectors.public_wrongly_full().values_list("pk", flat=True)
    return sum(_recount(key, at=at) for key in list(wrong))


@transaction.atomic
def _recount(key: int, *, at: datetime) -> bool:
    offering = _locked(key)
    was_full = offering.is_full
    _note_places(offering)
    if offering.is_full != was_full:
        audit.record("learning.places-corrected", offering, by=None, at=at, institution_id=_host(offering).pk)
    return offering.is_full != was_full
