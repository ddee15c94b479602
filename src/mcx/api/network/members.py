"""API endpoints about the members: who is a member on a day, and what is recorded about each."""

from datetime import date

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS, Problem
from mcx.api.network.accreditations import AccreditationOut
from mcx.api.pages import Page, Part
from mcx.api.reports import CheckOut, ReportOut
from mcx.core import clock
from mcx.governance.checks import leaving
from mcx.network.models import Institution, InstitutionIdentifier, Membership
from mcx.network.rules.profiles import Profile
from mcx.network.selectors.institutions import (
    Described,
    describe,
    described,
    public_institution,
    public_members_on,
)
from mcx.network.selectors.rights import require
from mcx.network.services import members as network_members
from mcx.network.services.members import add_identifier, admit_member

router = Router()


class IdentifierOut(Schema):
    """An identifier in a scheme, and its dates."""

    scheme: str
    value: str
    valid_from: date
    valid_until: date | None


class MemberOut(Schema):
    """An institution with what is true of it on the day asked for.

    `accreditations` are the decisions valid that day, including negative ones. `accredited` says what follows
    from them.
    """

    slug: str
    kind: str
    short_name: str
    name: dict[str, str]
    country: str
    city: str
    homepage: str
    identifiers: list[IdentifierOut]
    accreditations: list[AccreditationOut]
    accredited: CheckOut


class Members(Part):
    """A part of the members on a day."""

    on: date
    items: list[MemberOut]


class Day(Schema):
    """The day to show; today if it is left out."""

    on: date | None = None


class MembersAsked(Day, Page):
    """The day to show, and which part of the list."""


class MemberIn(Schema):
    """What is recorded about an institution when it joins."""

    slug: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    short_name: str = Field(min_length=1, max_length=40)
    name: dict[str, str]
    kind: Institution.Kind = Institution.Kind.UNIVERSITY
    country: str = Field(pattern=r"^[A-Z]{2}$")
    city: str = Field("", max_length=120)
    homepage: str = Field("", max_length=200, pattern=r"^(https?://\S+)?$")
    email: str = Field("", max_length=254)
    language_cluster: str = Field("", max_length=8)
    valid_from: date


class MembershipOut(Schema):
    """A membership and its dates; both are included."""

    institution: str = Field(alias="institution.slug")
    valid_from: date
    valid_until: date | None


class Leaving(Schema):
    """The last day to look at; today if it is left out."""

    last_day: date | None = None


class LastDay(Schema):
    """The last day of a membership."""

    last_day: date


class NameIn(Schema):
    """A new name, and the day since when it is valid."""

    name: dict[str, str]
    valid_from: date


class IdentifierIn(Schema):
    """The institution's identifier in a scheme."""

    scheme: str = Field(min_length=1, max_length=20)
    value: str = Field(min_length=1, max_length=200)
    valid_from: date


def _member(found: Described) -> MemberOut:
    institution = found.institution
    return MemberOut(
        slug=institution.slug,
        kind=institution.kind,
        short_name=institution.short_name,
        name=dict(found.name),
        country=institution.country,
        city=institution.city,
        homepage=institution.homepage,
        identifiers=[IdentifierOut.from_orm(each) for each in found.identifiers],
        accreditations=[AccreditationOut.from_orm(each) for each in found.accreditations],
        accredited=CheckOut.of(found.accredited.check),
    )


@router.get("/members", response={200: Members, 422: Problem}, auth=None, summary="Members on a day")
def members(request: HttpRequest, asked: Query[MembersAsked]) -> Members:
    """The institutions that are members on that day, with their accreditations valid then."""
    day = asked.on or clock.today()
    found = asked.of(public_members_on(day))
    items = [_member(each) for each in described(found["items"], on=day)]
    return Members(on=day, **found | {"items": items})


@router.get(
    "/members/{slug:slug}",
    response={200: MemberOut, 404: Problem, 422: Problem},
    auth=None,
    summary="A member",
)
def member(request: HttpRequest, slug: str, asked: Query[Day]) -> MemberOut:
    """One institution, as recorded for that day."""
    return _member(describe(public_institution(slug), on=asked.on or clock.today()))


@router.post("/members", response={201: MemberOut, **REFUSALS}, summary="Admit an institution")
def admit(request: HttpRequest, sent: MemberIn) -> Status[MemberOut]:
    """Admit an institution to the network from a given day (network coordinators)."""
    facts = sent.dict(exclude={"valid_from"})
    made = admit_member(Profile(**facts), valid_from=sent.valid_from, by=caller(request), at=clock.now())
    return Status(201, _member(describe(made, on=clock.today())))


@router.get(
    "/members/{slug:slug}/leaving",
    response={200: ReportOut, **REFUSALS},
    summary="Preview of the end",
)
def preview_end(request: HttpRequest, slug: str, asked: Query[Leaving]) -> ReportOut:
    """What stays and what to settle first if a membership ends on that day (network coordinators)."""
    found, today = public_institution(slug), clock.today()
    require(caller(request), Action.END_MEMBERSHIP, None, on=today)
    return ReportOut.of(leaving(found, last_day=asked.last_day or today, on=today))


@router.post(
    "/members/{slug:slug}/end", response={200: MembershipOut, **REFUSALS}, summary="End a membership"
)
def end(request: HttpRequest, slug: str, sent: LastDay) -> Membership:
    """Record the last day of a membership: today or later (network coordinators).

    The day itself is still included. Until it is over, another day can be recorded.
    """
    found = public_institution(slug)
    return network_members.end_membership(found, last_day=sent.last_day, by=caller(request), at=clock.now())


@router.post("/members/{slug:slug}/names", response={201: MemberOut, **REFUSALS}, summary="Record a new name")
def rename(request: HttpRequest, slug: str, sent: NameIn) -> Status[MemberOut]:
    """Record a new name of the institution and its start date; the old name keeps its dates."""
    found = public_institution(slug)
    network_members.rename(
        found, name=sent.name, valid_from=sent.valid_from, by=caller(request), at=clock.now()
    )
    return Status(201, _member(describe(found, on=clock.today())))


@router.post(
    "/members/{slug:slug}/identifiers",
    response={201: IdentifierOut, **REFUSALS},
    summary="Record an identifier",
)
def identify(request: HttpRequest, slug: str, sent: IdentifierIn) -> Status[InstitutionIdentifier]:
    """Record the institution's identifier in a scheme; the same one again changes nothing."""
    made = add_identifier(
        public_institution(slug),
        scheme=sent.scheme,
        value=sent.value,
        valid_from=sent.valid_from,
        by=caller(request),
        at=clock.now(),
    )
    return Status(201, made)
