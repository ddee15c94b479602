"""Endpoints about agreements: which there are, drafting, signing, withdrawing and ending one."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.api.auth import caller
from mcx.api.errors import REFUSALS, Problem
from mcx.api.pages import Page, Part
from mcx.api.recognition.cases import LONGEST
from mcx.core import clock
from mcx.network.selectors.institutions import public_institution
from mcx.recognition import selectors
from mcx.recognition.models import Agreement
from mcx.recognition.services.agreements import (
    draft_agreement,
    give_notice,
    sign_agreement,
    withdraw_agreement,
)

router = Router()


class AgreementOut(Schema):
    """What a home university recognises from a host university.

    `valid_until` is its last day: that which both signed (`signed_until`), or an earlier one after notice.
    """

    code: str
    title: dict[str, str]
    home: str = Field(alias="home.slug")
    host: str = Field(alias="host.slug")
    status: str
    terms: dict[str, Any]
    valid_from: date
    valid_until: date
    signed_until: date
    notice_from: str | None
    notice_at: datetime | None
    notice_reasons: str

    @staticmethod
    def resolve_notice_from(agreement: Agreement) -> str | None:
        """The university that gave notice, if one did."""
        return agreement.notice_from.slug if agreement.notice_from else None


class Agreements(Part):
    """A part of the agreements."""

    items: list[AgreementOut]


class AgreementIn(Schema):
    """A new agreement between two members; `terms` as `GET /agreements` shows them."""

    home: str
    host: str
    code: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    title: dict[str, str]
    terms: dict[str, Any]
    valid_from: date
    valid_until: date


class NoticeIn(Schema):
    """The last day that an agreement is to have, and why."""

    last_day: date
    reasons: str = Field(max_length=LONGEST)


@router.get("/agreements", auth=None, response={200: Agreements, 422: Problem}, summary="Agreements")
def agreements(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The agreements of members to recognise micro-credentials from each other."""
    return asked.of(selectors.public_agreements())


@router.post("/agreements", response={201: AgreementOut, **REFUSALS}, summary="Draft an agreement")
def draft(request: HttpRequest, sent: AgreementIn) -> Status[Agreement]:
    """Propose what the caller's university will recognise from another member university."""
    made = draft_agreement(
        public_institution(sent.home),
        host=public_institution(sent.host),
        code=sent.code,
        title=sent.title,
        terms=sent.terms,
        valid_from=sent.valid_from,
        valid_until=sent.valid_until,
        by=caller(request),
        at=clock.now(),
    )
    return Status(201, made)


@router.post(
    "/agreements/{slug:code}/signature", response={201: AgreementOut, **REFUSALS}, summary="Sign an agreement"
)
def sign(request: HttpRequest, code: str) -> Status[Agreement]:
    """Sign for the caller's university; the agreement is in force once both universities have signed."""
    found = selectors.public_agreement(code)
    return Status(201, sign_agreement(found, by=caller(request), at=clock.now()))


@router.post(
    "/agreements/{slug:code}/withdrawal", response={201: AgreementOut, **REFUSALS}, summary="Withdraw a draft"
)
def withdraw(request: HttpRequest, code: str) -> Status[Agreement]:
    """Withdraw a draft agreement, so that nobody signs it; it stays visible as withdrawn."""
    found = selectors.public_agreement(code)
    return Status(201, withdraw_agreement(found, by=caller(request), at=clock.now()))


@router.post(
    "/agreements/{slug:code}/notice", response={201: AgreementOut, **REFUSALS}, summary="End by notice"
)
def notice(request: HttpRequest, code: str, sent: NoticeIn) -> Status[Agreement]:
    """Give notice for the caller's university; until its last day the agreement goes on to decide.

    What was recognised under it stays recognised.
    """
    found = selectors.public_agreement(code)
    ended = give_notice(
        found, last_day=sent.last_day, reasons=sent.reasons, by=caller(request), at=clock.now()
    )
    return Status(201, ended)
