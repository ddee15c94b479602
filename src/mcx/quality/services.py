"""The ex ante review: asked for by a teacher, decided by an officer who did not write it (ESG 1.2)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.catalogue import services as catalogue
from mcx.catalogue.models import Edition, MicroCredential
from mcx.catalogue.rules import Proposal, proposal_from_json, proposal_json
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.network.selectors import require
from mcx.quality.models import Review
from microcred.report import Conclusion, Report


class NotReady(DomainError):
    """A proposal whose own report fails is not worth a reviewer's time."""

    code = "not-ready"
    message = _("The report still names something that has to be mended first: {first}")
    fix = _("Open the studio, mend what the report names, and hand it in again.")


class OwnProposal(DomainError):
    """Nobody reviews their own proposal."""

    code = "own-proposal"
    message = _("You handed this proposal in yourself, so somebody else reviews it.")
    fix = _("Ask another quality officer of your university.")


class AlreadyReviewed(DomainError):
    """A review is decided once."""

    code = "already-reviewed"
    message = _("This review has been decided.")
    fix = _("A changed proposal gets a review of its own.")


@transaction.atomic
def request_review(
    micro_credential: MicroCredential, proposal: Proposal, report: Report, *, by: Person, at: datetime
) -> Review:
    """Freeze a proposal and hand it in; while it waits, handing in again gives the review that waits.

    :raises NotReady: when the proposal's own report fails
    """
    institution = micro_credential.institution
    require(by, Action.DESIGN, institution, on=at.date())
    if report.conclusion is Conclusion.FAILED:
        raise NotReady(first=next(check.message for check in report if check.outcome == "failed"))
    waiting = Review.objects.filter(micro_credential=micro_credential, status=Review.Status.WAITING)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                micro_credential=micro_credential,
                proposal=proposal_json(proposal),
                report=report.as_json(),
                requested_by=by,
                requested_at=at,
            )
    except IntegrityError:
        return waiting.get()
    audit.record("quality.review-requested", review, by=by, at=at, institution_id=institution.pk)
    return review


@transaction.atomic
def approve(review: Review, *, by: Person, at: datetime) -> Edition:
    """Approve a proposal and publish it as the next edition, both or neither; again gives the edition.

    :raises OwnProposal: by whoever handed it in
    :raises AlreadyReviewed: when it was returned
    """
    review = _locked(review, by, at)
    if review.status == Review.Status.APPROVED and review.edition:
        return review.edition
    _require_waiting(review)
    edition = catalogue.publish(review.micro_credential, proposal_from_json(review.proposal), by=by, at=at)
    review.edition = edition
    _decide(review, Review.Status.APPROVED, "", by=by, at=at)
    return edition


@transaction.atomic
def send_back(review: Review, reasons: str, *, by: Person, at: datetime) -> Review:
    """Return a proposal with the reasons its teacher needs to mend it.

    :raises Invalid: without reasons
    :raises OwnProposal: by whoever handed it in
    :raises AlreadyReviewed: when it was decided
    """
    review = _locked(review, by, at)
    _require_waiting(review)
    if not reasons.strip():
        raise Invalid(reasons=_("Say what has to change: the teacher works with your words."))
    return _decide(review, Review.Status.RETURNED, reasons.strip(), by=by, at=at)


def _locked(review: Review, by: Person, at: datetime) -> Review:
    related = ("micro_credential__institution", "edition")
    found = Review.objects.select_for_update(of=("self",)).select_related(*related).get(pk=review.pk)
    require(by, Action.REVIEW, found.micro_credential.institution, on=at.date())
    if found.requested_by_id == by.pk:
        raise OwnProposal
    return found


def _require_waiting(review: Review) -> None:
    if review.status != Review.Status.WAITING:
        raise AlreadyReviewed


def _decide(review: Review, status: str, reasons: str, *, by: Person, at: datetime) -> Review:
    review.status, review.reasons, review.reviewer, review.decided_at = status, reasons, by, at
    review.save(update_fields=["status", "reasons", "reviewer", "decided_at", "edition"])
    institution = review.micro_credential.institution
    audit.record(f"quality.{status}", review, by=by, at=at, institution_id=institution.pk)
    return review
