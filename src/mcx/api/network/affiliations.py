"""API endpoints about where people study: their statements, and the answers of registrars."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.pages import Page, Part
from mcx.core import clock
from mcx.network.models import Affiliation, Programme
from mcx.network.rules.affiliations import LONGEST_REASON, AffiliationState
from mcx.network.selectors.affiliations import (
    Stated,
    affiliation_for,
    affiliation_of,
    affiliations_for,
    affiliations_of,
    all_as_stated,
    as_stated,
)
from mcx.network.selectors.institutions import public_institution
from mcx.network.selectors.programmes import public_programme
from mcx.network.selectors.rights import require
from mcx.network.services.affiliations import (
    Claim,
    claim_affiliation,
    confirm_affiliations,
    end_affiliation,
    refuse_affiliations,
    withdraw_claim,
)

router = Router()
MOST_AT_ONCE = 100
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class EvidenceOut(Schema):
    """What supports an affiliation; only strong evidence confirms it, until its last day."""

    source: str
    is_strong: bool
    by: str = Field(alias="by.name")
    at: datetime
    until: date | None


class AffiliationOut(Schema):
    """Where someone says that they study; only `confirmed` gives rights, `reason` says why it is refused."""

    id: int = Field(alias="affiliation.pk")
    institution: str = Field(alias="affiliation.institution.slug")
    programme: str | None
    kind: str = Field(alias="affiliation.kind")
    student_number: str = Field(alias="affiliation.student_number")
    since: date = Field(alias="affiliation.valid_from")
    until: date | None = Field(alias="affiliation.valid_until")
    state: str = Field(json_schema_extra={"enum": [*AffiliationState]})
    reason: str = Field(alias="affiliation.reason")
    evidence: list[EvidenceOut]

    @staticmethod
    def resolve_programme(stated: Stated) -> str | None:
        """The programme's short address."""
        programme: Programme | None = stated.affiliation.programme
        return programme.slug if programme else None

    @staticmethod
    def resolve_evidence(stated: Stated) -> list[Any]:
        """Everything that speaks for it, oldest first."""
        return list(stated.affiliation.evidence.all())


class ClaimOut(AffiliationOut):
    """A statement with the person, for the registrar."""

    person_id: int = Field(alias="affiliation.person_id")
    name: str = Field(alias="affiliation.person.name")
    given_name: str = Field(alias="affiliation.person.given_name")
    family_name: str = Field(alias="affiliation.person.family_name")
    email: str = Field(alias="affiliation.person.email")
    birth_date: date | None = Field(alias="affiliation.person.birth_date")
    student_identifier: str = Field(alias="affiliation.person.student_identifier")


class Affiliations(Part):
    """A person's own affiliations, newest first."""

    items: list[AffiliationOut]


class Claims(Part):
    """What people state about the caller's universities, longest waiting first."""

    items: list[ClaimOut]


class AffiliationIn(Schema):
    """Where the caller studies: the university, a degree programme if any, since when, and their number."""

    institution: str = Field(max_length=40)
    programme: str = Field("", max_length=80)
    since: date
    student_number: str = Field("", max_length=60)


# The states among which registrars look (`selectors.affiliations.STATES`; a test compares them).
Answered = Literal[AffiliationState.WAITING, AffiliationState.CONFIRMED, AffiliationState.REFUSED]


class Narrowed(Page):
    """Which ones: their state, and words in names, email addresses, student numbers or programmes."""

    state: Answered = AffiliationState.WAITING
    search: str = Field("", max_length=100)


class Chosen(Schema):
    """The statements to answer together: all of them or none."""

    chosen: list[Key] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ConfirmationIn(Chosen):
    """A confirmation, and the last day for which the university confirms it."""

    until: date | None = None


class ClaimRefusalIn(Chosen):
    """Why the university does not confirm it; the people affected can read it."""

    reason: str = Field(min_length=1, max_length=LONGEST_REASON)


class EndIn(Schema):
    """The last day of an affiliation."""

    last_day: date


@router.get("/affiliations", response={200: Affiliations, **REFUSALS}, summary="Where I study")
def affiliations(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """What the caller stated, and what became of it."""
    return _page(asked.of(affiliations_of(caller(request))))


def _page(part: dict[str, Any]) -> dict[str, Any]:
    return part | {"items": all_as_stated(part["items"], on=clock.today())}


@router.post("/affiliations", response={201: AffiliationOut, **REFUSALS}, summary="Say where I study")
def claim(request: HttpRequest, sent: AffiliationIn) -> Status[Stated]:
    """State where the caller studies; it gives no rights until the university has confirmed it."""
    institution = public_institution(sent.institution)
    programme = public_programme(sent.programme) if sent.programme else None
    stated = Claim(institution, programme, sent.since, sent.student_number)
    made = claim_affiliation(stated, by=caller(request), at=clock.now())
    return Status(201, as_stated(made, on=clock.today()))


@router.post(
    "/affiliations/{int:key}/withdraw",
    response={200: AffiliationOut, **REFUSALS},
    summary="Withdraw a statement",
)
def withdraw(request: HttpRequest, key: int) -> Stated:
    """Withdraw the caller's own statement, as long as nobody has confirmed it."""
    found = affiliation_of(caller(request), key)
    withdraw_claim(found, by=caller(request), at=clock.now())
    return as_stated(affiliation_of(caller(request), key), on=clock.today())


@router.post(
    "/affiliations/{int:key}/end", response={200: AffiliationOut, **REFUSALS}, summary="Record my last day"
)
def end(request: HttpRequest, key: int, sent: EndIn) -> Stated:
    """Record the last day of the caller's own confirmed affiliation; that day is still included."""
    found = affiliation_of(caller(request), key)
    made = end_affiliation(found, last_day=sent.last_day, by=caller(request), at=clock.now())
    return as_stated(made, on=clock.today())


@router.get("/claims", response={200: Claims, **REFUSALS}, summary="People who say that they study here")
def claims(request: HttpRequest, asked: Query[Narrowed]) -> dict[str, Any]:
    """What people state about the universities for which the caller confirms statements."""
    require(caller(request), Action.CONFIRM_AFFILIATION, None, on=clock.today())
    found = affiliations_for(caller(request), on=clock.today(), state=asked.state, search=asked.search)
    return _page(asked.of(found))


@router.post("/claims/confirm", response={200: list[ClaimOut], **REFUSALS}, summary="Confirm statements")
def confirm(request: HttpRequest, sent: ConfirmationIn) -> list[Stated]:
    """Confirm that these people study at the caller's university and are who they say; all or none."""
    found = _chosen(request, sent)
    confirm_affiliations(found, until=sent.until, by=caller(request), at=clock.now())
    return all_as_stated(_chosen(request, sent), on=clock.today())


@router.post(
    "/claims/refuse", response={200: list[ClaimOut], **REFUSALS}, summary="Do not confirm statements"
)
def refuse(request: HttpRequest, sent: ClaimRefusalIn) -> list[Stated]:
    """Record that these people do not study there, and why; this also corrects a mistaken confirmation."""
    found = _chosen(request, sent)
    refuse_affiliations(found, reason=sent.reason, by=caller(request), at=clock.now())
    return all_as_stated(_chosen(request, sent), on=clock.today())


def _chosen(request: HttpRequest, sent: Chosen) -> list[Affiliation]:
    """The chosen ones; each must concern a university for which the caller confirms."""
    return [affiliation_for(caller(request), key, on=clock.today()) for key in sent.chosen]


@router.post("/claims/{int:key}/end", response={200: ClaimOut, **REFUSALS}, summary="Record the last day")
def leave(request: HttpRequest, key: int, sent: EndIn) -> Stated:
    """Record the last day of a confirmed affiliation with the caller's university."""
    found = affiliation_for(caller(request), key, on=clock.today())
    end_affiliation(found, last_day=sent.last_day, by=caller(request), at=clock.now())
    return as_stated(affiliation_for(caller(request), key, on=clock.today()), on=clock.today())
