"""API endpoints of the quality domain: drafts waiting for review, a whole review, and the decision."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.pages import Page, Part
from mcx.api.reports import ReportOut
from mcx.catalogue.rules import proposal_from_json
from mcx.core import clock
from mcx.network.selectors.rights import require
from mcx.quality import selectors, services
from mcx.quality.models import Review
from mcx.quality.rules import differences
from microcred.report import Report

router = Router(tags=["quality"])


class ReviewOut(Schema):
    """A review of a draft: what is reviewed, who submitted it, and its state."""

    id: int
    micro_credential: str = Field(alias="micro_credential.code")
    institution: str = Field(alias="micro_credential.institution.slug")
    status: str
    requested_by: str = Field(alias="requested_by.name")
    requested_at: datetime
    reviewer: str | None = Field(None, alias="reviewer.name")
    decided_at: datetime | None
    reasons: str
    edition: int | None = Field(None, alias="edition.number")


class DifferenceOut(Schema):
    """A part that differs from the edition before: its name, row and language, and its earlier text."""

    name: str
    row: str
    language: str
    before: list[str]
    after: list[str]


class WholeReview(ReviewOut):
    """A review with the draft as submitted, the report on it, and its changes to the edition before."""

    proposal: dict[str, Any]
    report: ReportOut
    differences: list[DifferenceOut]

    @staticmethod
    def resolve_report(review: Review) -> ReportOut:
        """The report at the time of submission."""
        return ReportOut.of(Report.from_json(review.report))

    @staticmethod
    def resolve_differences(review: Review) -> list[Any]:
        """The changes to the edition before; nothing for a first edition."""
        earlier = selectors.edition_before(review)
        if earlier is None:
            return []
        return list(differences(selectors.proposal_in(earlier), proposal_from_json(review.proposal)))


class Reviews(Part):
    """A part of the reviews."""

    items: list[ReviewOut]


class Which(StrEnum):
    """Reviews that wait for the caller's decision, that they submitted, or that are decided."""

    WAITING = "waiting"
    MINE = "mine"
    DECIDED = "decided"


class Asked(Page):
    """Which reviews: `waiting` for the caller's decision, `mine` submitted by them, or `decided`."""

    which: Which = Which.WAITING


class Reasons(Schema):
    """Why a draft is returned."""

    reasons: str = Field(min_length=1, max_length=services.LONGEST_REASONS)


@router.get("/reviews", response={200: Reviews, **REFUSALS}, summary="Reviews")
def reviews(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Reviews waiting for the caller, submitted by them, or decided at their institutions."""
    person = caller(request)
    if asked.which is Which.MINE:
        found = selectors.asked_by(person)
    else:
        require(person, Action.REVIEW, None, on=clock.today())
        select = selectors.waiting_for if asked.which is Which.WAITING else selectors.decided_at
        found = select(person, on=clock.today())
    return asked.of(found)


@router.get("/reviews/{int:review_id}", response={200: WholeReview, **REFUSALS}, summary="A review")
def review(request: HttpRequest, review_id: int) -> Review:
    """A whole review, for the quality assurance officers and teachers of its institution."""
    return selectors.review_for(caller(request), review_id, on=clock.today())


@router.post(
    "/reviews/{int:review_id}/approve", response={200: ReviewOut, **REFUSALS}, summary="Approve and publish"
)
def approve(request: HttpRequest, review_id: int) -> Review:
    """Approve the draft, which publishes it; approving it again changes nothing."""
    found = selectors.review_for(caller(request), review_id, on=clock.today())
    services.approve(found, by=caller(request), at=clock.now())
    return selectors.review_for(caller(request), review_id, on=clock.today())


@router.post(
    "/reviews/{int:review_id}/return", response={200: ReviewOut, **REFUSALS}, summary="Return with reasons"
)
def send_back(request: HttpRequest, review_id: int, sent: Reasons) -> Review:
    """Return the draft with the reasons that its teacher needs to fix it."""
    found = selectors.review_for(caller(request), review_id, on=clock.today())
    services.send_back(found, reasons=sent.reasons, by=caller(request), at=clock.now())
    return selectors.review_for(caller(request), review_id, on=clock.today())
