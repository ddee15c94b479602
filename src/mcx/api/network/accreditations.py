"""API endpoints about quality-assurance decisions: the history of an institution, and each change of it."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from mcx.api.auth import caller
from mcx.api.errors import REFUSALS, Problem
from mcx.api.numbers import Row
from mcx.core import clock
from mcx.network.models import Accreditation
from mcx.network.selectors.accreditations import accreditation_for, decisions_about
from mcx.network.selectors.institutions import public_institution
from mcx.network.services.accreditations import (
    add_accreditation,
    correct_accreditation,
    end_accreditation,
    overrule_accreditation,
)
from microcred.accreditation import Decision, State

router = Router()


class AccreditationOut(Schema):
    """A quality-assurance decision, its dates, and what became of it.

    `ended_from` is the first day on which it was no longer valid. `overruled_by` and `corrected_by` are ids
    of other decisions about the institution. An entry with `corrected_at` was wrong and counts nowhere.
    """

    id: int
    title: dict[str, str]
    kind: str
    agency: str
    agency_id: str
    report_url: str
    decision: str
    conditions: str
    valid_from: date
    valid_until: date | None
    ended_from: date | None
    end_reason: str
    overruled_by: int | None = Field(None, alias="overruled_by_id")
    corrected_at: datetime | None
    corrected_by: int | None = Field(None, alias="corrected_by_id")
    correction_reason: str


class KeptOut(Schema):
    """An entry and its state today; `state` is null if the entry was wrong."""

    state: State | None
    decision: AccreditationOut = Field(alias="row")


class History(Schema):
    """Every decision that was ever recorded about an institution, newest first."""

    items: list[KeptOut]
    count: int


class AccreditationIn(Schema):
    """A quality-assurance decision about the institution.

    `agency_id` is a DEQAR number or a web address; `conditions` belong to the decision `conditions` only.
    """

    title: dict[str, str]
    kind: str = Field("institutional", max_length=24)
    agency: str = Field(min_length=1, max_length=200)
    agency_id: str = Field("", max_length=200)
    report_url: str = Field("", max_length=200)
    decision: Accreditation.Decision = Accreditation.Decision.POSITIVE
    conditions: str = Field("", max_length=2000)
    valid_from: date
    valid_until: date | None = None

    def as_decision(self) -> Decision:
        """The decision as the service takes it."""
        return Decision(**self.dict() | {"decision": self.decision.value})


class AccreditationEnd(Schema):
    """The first day on which the decision is no longer valid, and why."""

    ended_from: date
    reason: str = Field(max_length=1000)


class Overruling(Schema):
    """The id of the decision that overrules it."""

    later: Row


class Correction(Schema):
    """Why the entry is wrong, and the right one; null only marks it as wrong.

    The right entry gets the end of the wrong one, unless `keeps_end` is false.
    """

    reason: str = Field(max_length=1000)
    right: AccreditationIn | None = None
    keeps_end: bool = True


@router.get(
    "/members/{slug:slug}/accreditations",
    response={200: History, 404: Problem},
    auth=None,
    summary="Accreditations of an institution",
)
def history(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Every decision that was ever recorded, with its dates, its end, and corrected entries."""
    found = decisions_about(public_institution(slug), on=clock.today())
    return {"items": found, "count": len(found)}


@router.post(
    "/members/{slug:slug}/accreditations",
    response={201: AccreditationOut, **REFUSALS},
    summary="Record an accreditation",
)
def accredit(request: HttpRequest, slug: str, sent: AccreditationIn) -> Status[Accreditation]:
    """Record a quality-assurance decision about the institution."""
    found = public_institution(slug)
    made = add_accreditation(found, decision=sent.as_decision(), by=caller(request), at=clock.now())
    return Status(201, made)


@router.post(
    "/members/{slug:slug}/accreditations/{int:key}/end",
    response={200: AccreditationOut, **REFUSALS},
    summary="End an accreditation",
)
def end(request: HttpRequest, slug: str, key: int, sent: AccreditationEnd) -> Accreditation:
    """Record from which day a decision is no longer valid; what relied on it before stays valid."""
    row = accreditation_for(public_institution(slug), key)
    return end_accreditation(
        row, ended_from=sent.ended_from, reason=sent.reason, by=caller(request), at=clock.now()
    )


@router.post(
    "/members/{slug:slug}/accreditations/{int:key}/overrule",
    response={200: AccreditationOut, **REFUSALS},
    summary="Record that a later decision overruled an accreditation",
)
def overrule(request: HttpRequest, slug: str, key: int, sent: Overruling) -> Accreditation:
    """Record that a later decision about the institution overruled it, from its own first day."""
    institution = public_institution(slug)
    row = accreditation_for(institution, key)
    later = accreditation_for(institution, sent.later)
    return overrule_accreditation(row, later=later, by=caller(request), at=clock.now())


@router.post(
    "/members/{slug:slug}/accreditations/{int:key}/correct",
    response={200: AccreditationOut, **REFUSALS},
    summary="Correct the entry of an accreditation",
)
def correct(request: HttpRequest, slug: str, key: int, sent: Correction) -> Accreditation:
    """Replace an entry that was wrong, or only mark it as wrong; the wrong entry stays readable."""
    row = accreditation_for(public_institution(slug), key)
    right = sent.right.as_decision() if sent.right else None
    return correct_accreditation(
        row, right=right, reason=sent.reason, keeps_end=sent.keeps_end, by=caller(request), at=clock.now()
    )
