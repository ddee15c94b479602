"""API endpoints about who people are: what they say, and what registrars confirm and correct."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.pages import Page, Part
from mcx.core import clock
from mcx.network.models import Identity
from mcx.network.rules.affiliations import LONGEST_REASON
from mcx.network.selectors.identities import identity_history, people_to_correct, person_to_correct
from mcx.network.selectors.rights import require
from mcx.network.services.identities import Names, correct_identity, state_identity

router = Router()


class IdentityOut(Schema):
    """A name, date of birth and identifier on record, with the university that fixed it, and when.

    Without `confirmed_by` it only appears on a credential, or is no longer confirmed.
    """

    institution: str = Field(alias="institution.slug")
    given_name: str
    family_name: str
    birth_date: date | None
    student_identifier: str
    confirmed_by: str | None
    reason: str
    fixed_at: datetime
    ended_at: datetime | None

    @staticmethod
    def resolve_confirmed_by(row: Identity) -> str | None:
        """The registrar."""
        return row.confirmed_by.name if row.confirmed_by else None


class NamesIn(Schema):
    """Who someone is; a European Student Identifier begins with `urn:schac:personalUniqueCode:int:esi:`."""

    given_name: str = Field("", max_length=120)
    family_name: str = Field("", max_length=120)
    birth_date: date | None = None
    student_identifier: str = Field("", max_length=255)

    def names(self) -> Names:
        """The same as the service takes it."""
        return Names(self.given_name, self.family_name, self.birth_date, self.student_identifier)


class CorrectionIn(NamesIn):
    """A correction, and why; the person can read it."""

    reason: str = Field(min_length=1, max_length=LONGEST_REASON)


class PersonOut(Schema):
    """A person as their account names them."""

    id: int
    email: str
    given_name: str
    family_name: str
    birth_date: date | None
    student_identifier: str


class People(Part):
    """The people whose names and dates of birth the caller can correct, by family name."""

    items: list[PersonOut]


class Searched(Page):
    """Words in names or email addresses."""

    search: str = Field("", max_length=100)


@router.get("/identity", response={200: list[IdentityOut], **REFUSALS}, summary="Who I am")
def own(request: HttpRequest) -> Any:
    """The caller's names and dates of birth that a university has confirmed or signed, newest first."""
    return identity_history(caller(request))


@router.put("/identity", response={200: PersonOut, **REFUSALS}, summary="Say who I am")
def state(request: HttpRequest, sent: NamesIn) -> Any:
    """Set the caller's names, date of birth and identifier; `identity-fixed` (409) once they are fixed."""
    return state_identity(sent.names(), by=caller(request), at=clock.now())


@router.get("/identities", response={200: People, **REFUSALS}, summary="People whose names I can correct")
def identities(request: HttpRequest, asked: Query[Searched]) -> dict[str, Any]:
    """People whom the caller's university confirmed or named in a credential, and people who study there."""
    require(caller(request), Action.CONFIRM_AFFILIATION, None, on=clock.today())
    return asked.of(people_to_correct(caller(request), on=clock.today(), search=asked.search))


@router.get(
    "/identities/{int:key}",
    response={200: list[IdentityOut], **REFUSALS},
    summary="Names and dates of birth so far",
)
def history(request: HttpRequest, key: int) -> Any:
    """The names and dates of birth of one of these people so far, newest first."""
    return identity_history(person_to_correct(caller(request), key, on=clock.today()))


@router.post(
    "/identities/{int:key}/correction",
    response={201: IdentityOut, **REFUSALS},
    summary="Correct name or date of birth",
)
def correct(request: HttpRequest, key: int, sent: CorrectionIn) -> Status[Identity]:
    """Correct and confirm who someone is; earlier names stay on record with their dates."""
    person = person_to_correct(caller(request), key, on=clock.today())
    made = correct_identity(
        person, names=sent.names(), reason=sent.reason, by=caller(request), at=clock.now()
    )
    return Status(201, made)
