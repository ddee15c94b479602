"""The caller's own credentials: those to claim, those in the wallet, adding one, every file and report."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Query, Router, Schema, Status, UploadedFile

from mcx.api.auth import caller
from mcx.api.credentials.registry import AwardOut, RevocationOut
from mcx.api.credentials.verify import VerificationOut, content_of, verification
from mcx.api.errors import REFUSALS, Problem
from mcx.api.pages import Page, Part
from mcx.core import clock
from mcx.core.downloads import handed_out
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.rules import Lost
from mcx.credentials.selectors import award_for
from mcx.wallet import checks, selectors, services
from mcx.wallet.models import Challenge, Item
from mcx.wallet.rules import Room

router = Router()


class AnewOut(Schema):
    """A file that was signed again, because someone else may have the key of the earlier file.

    Download it again: it replaces the earlier one.
    """

    format: str
    issued_at: datetime
    because: Lost = Field(alias="lost")


class ItemOut(Schema):
    """A credential in the wallet: issued here (`award`) or added by the caller."""

    id: UUID
    title: dict[str, str]
    kind: str
    award: UUID | None = Field(alias="award_id")
    added_at: datetime
    formats: list[str]
    signed_anew: list[AnewOut]
    revocation: RevocationOut | None = None

    @staticmethod
    def resolve_revocation(item: Item) -> RevocationOut | None:
        """Why it was revoked, in the university's words, which only its learner reads."""
        found = getattr(item.award, "revocation", None)
        return RevocationOut.from_orm(found) if found else None

    @staticmethod
    def resolve_formats(item: Item) -> list[str]:
        """The files it can be had as."""
        return selectors.formats_of(item)

    @staticmethod
    def resolve_signed_anew(item: Item) -> list[IssuedCredential]:
        """Those of the files that replace an earlier one."""
        return [row for row in selectors.copies_held(item) if row.replaces_id is not None]


class ChallengeOut(Schema):
    """What the caller's wallet app signs, once and until then: this challenge, for this domain."""

    challenge: str = Field(alias="nonce")
    domain: str
    expires_at: datetime

    @staticmethod
    def resolve_domain(_challenge: Challenge) -> str:
        """Who the answer is for."""
        return settings.PUBLIC_URL


class RoomOut(Schema):
    """How much space the credentials that the caller added take, and how much the caller has."""

    files: int
    most_files: int
    bytes: int
    most_bytes: int


class Items(Part):
    """A part of the wallet, newest first."""

    items: list[ItemOut]


class AwardsToClaim(Part):
    """A part of the awards to claim."""

    items: list[AwardOut]


@router.get("/awards", response={200: AwardsToClaim, **REFUSALS}, summary="Awards to claim")
def awards(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The caller's awards that are waiting to be claimed."""
    found = selectors.awaiting_claim(caller(request))
    return asked.of(found)


@router.post("/awards/{uuid:award_id}/claim", response={200: ItemOut, **REFUSALS}, summary="Claim an award")
def claim(request: HttpRequest, award_id: UUID) -> Item:
    """Claim an award: it is then signed as a credential. Claiming it again answers the same item."""
    award: Award = award_for(caller(request), award_id)
    return services.claim(award, by=caller(request), at=clock.now())


@router.get("/items", response={200: Items, **REFUSALS}, summary="My credentials")
def items(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """All credentials in the caller's wallet."""
    found = selectors.items_of(caller(request))
    return asked.of(found)


@router.post("/items", response={201: ItemOut, **REFUSALS}, summary="Add a credential")
def bring(request: HttpRequest, file: File[UploadedFile]) -> Status[Item]:
    """Add a credential of any type (form field `file`), byte for byte; the same file is the same item.

    A presentation that answers a challenge of this network, or an SD-JWT whose key binding does, shows that
    the caller has the key: each credential in it becomes an item, and the answer is the first one.
    """
    return Status(201, services.import_credential(content_of(file), by=caller(request), at=clock.now()))


@router.post("/challenges", response={201: ChallengeOut, **REFUSALS}, summary="Get a challenge")
def ask_challenge(request: HttpRequest) -> Status[Challenge]:
    """Get what a wallet app signs: `challenge` and `domain` of a proof, or `nonce` and `aud` of a token.

    Add the presentation that the app makes like any other credential. A challenge can be answered once,
    before `expires_at`. If most of that time is left, asking again gives the same challenge.
    """
    return Status(201, services.ask_challenge(by=caller(request), at=clock.now()))


@router.get("/room", response={200: RoomOut, 401: Problem}, summary="My space")
def room(request: HttpRequest) -> Room:
    """How much space the caller has for credentials they add; those issued here are not counted."""
    return selectors.room_of(caller(request))


@router.get("/items/{uuid:item_id}", response={200: ItemOut, **REFUSALS}, summary="A credential")
def item(request: HttpRequest, item_id: UUID) -> Item:
    """One of the caller's credentials."""
    return selectors.item_for(caller(request), item_id)


@router.delete("/items/{uuid:item_id}", response={204: None, **REFUSALS}, summary="Remove a credential")
def remove(request: HttpRequest, item_id: UUID) -> Status[None]:
    """Remove a credential that the caller added from the wallet."""
    services.remove(selectors.item_for(caller(request), item_id), by=caller(request), at=clock.now())
    return Status(204, None)


@router.get(
    "/items/{uuid:item_id}/report",
    response={200: VerificationOut, **REFUSALS},
    summary="Verify a credential in my wallet",
)
def report(request: HttpRequest, item_id: UUID) -> VerificationOut:
    """What verifiers see; for a credential that the caller added, also whether it is about the caller."""
    found = selectors.item_for(caller(request), item_id)
    return verification(checks.examined(found, at=clock.now()))


@router.get(
    "/items/{uuid:item_id}/files/{form}", response={200: bytes, **REFUSALS}, summary="Download a credential"
)
def file(request: HttpRequest, item_id: UUID, form: str) -> HttpResponse:
    """The exact bytes in one of the item's `formats`; `original` for a credential that the caller added.

    Formats that need an e-seal or a key for digital wallets exist if the university has one. Pictures and the
    unsealed credential for the Europass issuer are created on request. Pictures whose name begins with
    `public-` do not contain the credential, so they show neither name nor grade.
    """
    return handed_out(*selectors.file_of(selectors.item_for(caller(request), item_id), form))
