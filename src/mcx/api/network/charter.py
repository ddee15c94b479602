"""API endpoints about the Charter: reading it on any day, proposing a version, voting."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.api.auth import caller
from mcx.api.errors import REFUSALS, Problem
from mcx.core import clock
from mcx.governance.selectors.charter import awaited_members, public_charter
from mcx.governance.services import charter as services
from mcx.network.models import Charter
from mcx.network.selectors.charter import public_terms_on
from mcx.network.selectors.institutions import public_institution

router = Router()


class VoteOut(Schema):
    """One member's vote."""

    institution: str = Field(alias="institution.slug")
    in_favour: bool
    at: datetime


class CharterOut(Schema):
    """One version: its terms as every rule reads them, and how the members voted."""

    version: int
    status: str
    summary: str
    proposed_at: datetime
    in_force_from: date | None
    terms: dict[str, Any]
    votes: list[VoteOut]
    awaited: list[str]

    @staticmethod
    def resolve_votes(charter: Charter) -> list[Any]:
        """Every vote given so far."""
        return list(charter.votes.all())

    @staticmethod
    def resolve_awaited(charter: Charter) -> list[str]:
        """The members who have not voted yet, while the vote is open."""
        return [member.slug for member in awaited_members(charter, on=clock.today())]


class TermsOut(Schema):
    """The terms in force on a day; version 0 is the framework's own, before any Charter."""

    version: int
    terms: dict[str, Any]


class Day(Schema):
    """The day to show; today if it is left out."""

    on: date | None = None


class ProposalIn(Schema):
    """A new version; terms that are left out get the framework's values."""

    terms: dict[str, Any]
    summary: str = Field(min_length=1, max_length=4000)
    in_force_from: date


class VoteIn(Schema):
    """A member's vote."""

    institution: str = Field(max_length=40)
    in_favour: bool


@router.get("", response={200: TermsOut, 422: Problem}, auth=None, summary="The terms in force")
def terms(request: HttpRequest, asked: Query[Day]) -> TermsOut:
    """The terms of the Charter in force on that day."""
    found = public_terms_on(asked.on or clock.today())
    return TermsOut(version=found.version, terms=found.as_json())


@router.get(
    "/{int:version}", response={200: CharterOut, 404: Problem}, auth=None, summary="A version and its votes"
)
def version(request: HttpRequest, version: int) -> Charter:
    """One version of the Charter, adopted or not."""
    return public_charter(version)


@router.post("", response={201: CharterOut, **REFUSALS}, summary="Propose a version")
def propose(request: HttpRequest, sent: ProposalIn) -> Status[Charter]:
    """Put a new version to the members' vote (network coordinators)."""
    made = services.propose_charter(
        sent.terms, summary=sent.summary, in_force_from=sent.in_force_from, by=caller(request), at=clock.now()
    )
    return Status(201, public_charter(made.version))


@router.post("/{int:version}/votes", response={201: CharterOut, **REFUSALS}, summary="Vote on a version")
def vote(request: HttpRequest, version: int, sent: VoteIn) -> Status[Charter]:
    """Give a member's vote (leadership champions); the last vote in favour adopts the version."""
    charter = public_charter(version)
    institution = public_institution(sent.institution)
    services.vote(
        charter, institution=institution, in_favour=sent.in_favour, by=caller(request), at=clock.now()
    )
    return Status(201, public_charter(version))


@router.post(
    "/{int:version}/withdraw", response={200: CharterOut, **REFUSALS}, summary="Withdraw a proposed version"
)
def withdraw(request: HttpRequest, version: int) -> Charter:
    """Withdraw a proposed version: its vote ends without a result (network coordinators)."""
    services.withdraw_proposal(public_charter(version), by=caller(request), at=clock.now())
    return public_charter(version)
