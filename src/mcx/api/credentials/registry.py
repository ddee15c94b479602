"""The registrar's endpoints: awards in every state, withdrawing and revoking."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.pages import Page, Part
from mcx.core import clock
from mcx.core.downloads import handed_out
from mcx.credentials import selectors
from mcx.credentials.documents.europass import europass_upload
from mcx.credentials.documents.formats import SIGNED
from mcx.credentials.models import Award, IssuedCredential, Revocation
from mcx.credentials.rules import LONGEST_TEXT, Lost, Standing
from mcx.credentials.services import revocation as credentials_revocation
from mcx.credentials.services.awards import withdraw_award
from mcx.network.selectors.rights import require

router = Router()


class RevocationOut(Schema):
    """When and why a credential was revoked, for its learner and the university's registrars."""

    reason: Revocation.Reason
    explanation: str
    revoked_at: datetime


class AwardOut(Schema):
    """What a learner is awarded, and its state."""

    id: UUID
    learner: str = Field(alias="learner.name")
    institution: str = Field(alias="institution.slug")
    micro_credential: str = Field(alias="edition.micro_credential.code")
    edition: int = Field(alias="edition.number")
    title: dict[str, str] = Field(alias="edition.title")
    grade: str = Field(alias="result.grade")
    scale: str = Field(alias="result.scale.slug")
    status: str
    offered_at: datetime
    claimed_at: datetime | None
    issued_at: datetime | None
    valid_until: datetime | None
    replaces: UUID | None = Field(alias="replaces_id")
    revocation: RevocationOut | None = None

    @staticmethod
    def resolve_revocation(award: Award) -> RevocationOut | None:
        """The end of the credential, if it has one."""
        found: Revocation | None = getattr(award, "revocation", None)
        return RevocationOut.from_orm(found) if found else None


class Awards(Part):
    """A part of the awards, newest first."""

    items: list[AwardOut]


class FormatOut(Schema):
    """One copy of an award; for a sealed copy, `seal` is the fingerprint of the seal's certificate.

    `number` counts the copies of one format. If someone else may have the key or seal of a copy, a copy that
    is signed again replaces it. The earlier copy then says when and why; what it confirms stays valid.
    """

    format: str = Field(json_schema_extra={"enum": [one.name for one in SIGNED]})
    number: int
    media_type: str
    sha256: str
    seal: str | None
    issued_at: datetime
    replaced_at: datetime | None = None
    replaced_because: Lost | None = None

    @staticmethod
    def resolve_replaced_at(row: IssuedCredential) -> datetime | None:
        """When the copy that replaces it was made."""
        new: IssuedCredential | None = getattr(row, "replaced_by", None)
        return new.issued_at if new else None

    @staticmethod
    def resolve_replaced_because(row: IssuedCredential) -> Lost | None:
        """Of what someone else may have the key."""
        return row.lost if getattr(row, "replaced_by", None) else None

    @staticmethod
    def resolve_seal(row: IssuedCredential) -> str | None:
        """The SHA-256 fingerprint, as `GET /credentials/seals` shows it."""
        return row.seal.fingerprint if row.seal else None


class Asked(Page):
    """Which awards: their state, words that the name or course must contain, and the part of the list."""

    standing: Standing | None = None
    words: str = Field("", max_length=100)


class RevocationIn(Schema):
    """Why a credential is revoked; verifiers see `reason`, only learner and registrars `explanation`."""

    reason: Revocation.Reason
    explanation: str = Field(min_length=1, max_length=LONGEST_TEXT)


@router.get("", response={200: Awards, **REFUSALS}, summary="Awards of an institution")
def awards(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """The awards of the institutions that the caller works for."""
    require(caller(request), Action.SEE_AWARDS, None, on=clock.today())
    found = selectors.awards_for_staff(
        caller(request), at=clock.now(), standing=asked.standing, words=asked.words
    )
    return asked.of(found)


@router.get("/{uuid:award_id}", response={200: AwardOut, **REFUSALS}, summary="One award")
def award(request: HttpRequest, award_id: UUID) -> Award:
    """An award of an institution that the caller works for."""
    return selectors.award_for_staff(caller(request), award_id, on=clock.today())


@router.get(
    "/{uuid:award_id}/formats", response={200: list[FormatOut], **REFUSALS}, summary="Copies of an award"
)
def formats(request: HttpRequest, award_id: UUID) -> list[IssuedCredential]:
    """The copies of an award, with the hash of each; empty before it is issued.

    There is one of each format in use, and those that it replaced.
    """
    found = selectors.award_for_staff(caller(request), award_id, on=clock.today())
    return list(selectors.copies_of(found))


@router.get(
    "/{uuid:award_id}/europass", response={200: dict[str, Any], **REFUSALS}, summary="Download for Europass"
)
def europass(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The unsealed European credential, `{"credential", "deliveryDetails"}`, for the Europass issuer.

    Europass adds issuer and dates from the seal's certificate, seals it, and sends it to the learner. It
    contains the learner's email address and date of birth. Therefore a token needs the scope `keys` even to
    read it.
    """
    found = selectors.award_to_seal(caller(request), award_id, on=clock.today())
    name = f"{found.edition.micro_credential.code}-for-europass.json"
    return handed_out(europass_upload(found), "application/json", name)


@router.post("/{uuid:award_id}/withdraw", response={204: None, **REFUSALS}, summary="Withdraw an award")
def withdraw(request: HttpRequest, award_id: UUID) -> Status[None]:
    """Withdraw an award before its learner claims it; afterwards it can only be revoked."""
    found = _to_end(request, award_id)
    withdraw_award(found, by=caller(request), at=clock.now())
    return Status(204, None)


@router.post(
    "/{uuid:award_id}/revoke", response={200: RevocationOut, **REFUSALS}, summary="Revoke a credential"
)
def revoke(request: HttpRequest, award_id: UUID, sent: RevocationIn) -> Revocation:
    """Revoke an issued credential for good; doing it again changes nothing and answers the first reason."""
    found = _to_end(request, award_id)
    return credentials_revocation.revoke(
        found, reason=sent.reason, explanation=sent.explanation, by=caller(request), at=clock.now()
    )


def _to_end(request: HttpRequest, award_id: UUID) -> Award:
    return selectors.award_for_staff(caller(request), award_id, on=clock.today(), action=Action.REVOKE)
