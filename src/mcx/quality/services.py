"""Asking for an ex ante review, approving what was proposed, or sending it back with reasons."""

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
from mcx.core.reports import messages
from mcx.core.text import as_kept
from mcx.network.selectors.rights import require
from mcx.quality.models import Review
from microcred.report import Conclusion, Outcome, Report

LONGEST_REASONS = 8000


class OwnProposal(DomainError):
    """Nobody reviews what they proposed themselves."""

    code = "own-proposal"
    message = _("You submitted this yourself, so someone else must review it.")
    fix = _("Ask a colleague who is a quality assurance officer.")


class AlreadyReviewed(DomainError):
    """A review is decided once."""

    code = "already-reviewed"
    message = _("This review was decided on {decided_on}.")
    fix = _("When the draft is changed and submitted again, it gets a new review.")


class NotReady(DomainError):
    """A proposal that fails its own checks is not worth a reviewer's time; `report` says what fails."""

    code = "not-ready"
    message = _("You cannot submit this yet: {problems}")
    fix = _("Fix the points in the report and submit again.")

    def __init__(self, report: Report) -> None:
        super().__init__(problems=messages(report.only(Outcome.FAILED)))
        self.report = report


@transaction.atomic
def request_review(
    micro_credential: MicroCredential, *, proposal: Proposal, report: Report, by: Person, at: datetime
) -> Review:
    """Hand a proposal in, frozen as it is with what the checks said; while one waits, it is that one.

    :raises NotReady: when a check fails; nothing is handed in
    """
    require(by, Action.DESIGN, micro_credential.institution, on=at.date())
    if report.conclusion is Conclusion.FAILED:
        raise NotReady(report)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                micro_credential=micro_credential,
                proposal=proposal_json(proposal),
                report=report.as_stored(),
                requested_by=by,
                requested_at=at,
            )
    except IntegrityError:
        return micro_credential.reviews.get(status=Review.Status.WAITING)
    _record("quality.review-requested", review, by=by, at=at)
    return review


@transaction.atomic
def approve(review: Review, *, by: Person, at: datetime) -> Edition:
    """Approve the proposal and publish it as the next edition, both or neither; again gives that edition.

    :raises OwnProposal: when `by` proposed it
    :raises AlreadyReviewed: when it was returned
    """
    review = _locked(review, by, at)
    if review.edition:
        return review.edition
    _require_waiting(review)
    edition = catalogue.publish(
        review.micro_credential, proposal=proposal_from_json(review.proposal), by=by, at=at
    )
    review.edition = edition
    _decide(review, Review.Status.APPROVED, "", by=by, at=at)
    return edition


@transaction.atomic
def send_back(review: Review, *, reasons: str, by: Person, at: datetime) -> Review:
    """Return the proposal with reasons, so that its teacher can mend it and ask again.

    :raises Invalid: without reasons
    :raises OwnProposal: when `by` proposed it
    :raises AlreadyReviewed: when the review has ended
    """
    review = _locked(review, by, at)
    _require_waiting(review)
    words = as_kept(reasons)
    if not words or len(words) > LONGEST_REASONS:
        raise Invalid(reasons=_("Give your reasons, so that the teacher knows what to change."))
    _decide(review, Review.Status.RETURNED, words, by=by, at=at)
    return review


def _locked(review: Review, by: Person, at: datetime) -> Review:
    found = Review.objects.select_for_update(of=("self",)).select_related("micro_credential__institution")
    locked = found.get(pk=review.pk)
    require(by, Action.REVIEW, locked.micro_credential.institution, on=at.date())
    if locked.requested_by_id == by.pk:
        raise OwnProposal
    return locked


def _require_waiting(review: Review) -> None:
    if review.status != Review.Status.WAITING:
        raise AlreadyReviewed(decided_on=review.decided_at)


def _decide(review: Review, status: Review.Status, reasons: str, *, by: Person, at: datetime) -> None:
    review.status, review.reasons, review.reviewer, review.decided_at = status, reasons, by, at
    review.save(update_fields=["status", "reasons", "reviewer", "decided_at", "edition"])
    _record(f"quality.{status}", review, by=by, at=at)


def _record(action: str, review: Review, *, by: Person, at: datetime) -> None:
    institution = review.micro_credential.institution_id
    audit.record(action, review, by=by, at=at, institution_id=institution)
