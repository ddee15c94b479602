"""The caller's own credentials: what waits, what they hold, bringing one along, every file and report."""

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
from mcx.api.pages import Page
from mcx.core import clock
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.rules import Lost
from mcx.credentials.selectors import award_for
from mcx.wallet import checks, selectors, services
from mcx.wallet.models import Challenge, Item
from mcx.wallet.rules import Room

router = Router()


class AnewOut(Schema):
    """A file that was signed anew, since somebody else may have the key of the earlier one.

    Download it again: it replaces the earlier one.
    """

    format: str
    issued_at: datetime
    because: Lost = Field(alias="lost")


class ItemOut(Schema):
    """A credential in the wallet: issued here (`award`) or brought along."""

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
        """Why it was taken back, in the university's words, which only its learner reads."""
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
        """Whom the answer is for."""
        return settings.PUBLIC_URL


class RoomOut(Schema):
    """How much the caller brought along, of how much they may."""

    files: int
    most_files: int
    bytes: int
    most_bytes: int


class Items(Schema):
    """A part of the wallet, newest first."""

    items: list[ItemOut]
    count: int


class AwardsToClaim(Schema):
    """A part of the awards that wait."""

    items: list[AwardOut]
    count: int


@router.get("/awards", response={200: AwardsToClaim, **REFUSALS}, summary="Awards to claim")
def awards(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The caller's awards that wait to be claimed."""
    found = selectors.awaiting_claim(caller(request))
    return asked.of(found)


@router.post("/awards/{uuid:award_id}/claim", response={200: ItemOut, **REFUSALS}, summary="Claim an award")
def claim(request: HttpRequest, award_id: UUID) -> Item:
    """Accept an award: it is signed next. Claiming it again answers the same item."""
    award: Award = award_for(caller(request), award_id)
    return services.claim(award, by=caller(request), at=clock.now())


@router.get("/items", response={200: Items, **REFUSALS}, summary="My credentials")
def items(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """Everything the caller holds."""
    found = selectors.items_of(caller(request))
    return asked.of(found)


@router.post("/items", response={201: ItemOut, **REFUSALS}, summary="Add a credential")
def bring(request: HttpRequest, file: File[UploadedFile]) -> Status[Item]:
    """Keep a credential of any kind (form field `file`), byte for byte; the same file is the same item.

    A presentation that answers a challenge of this network, or an SD-JWT whose key binding does, shows that
    the caller holds its key: each credential in it is an item, and the first is given.
    """
    return Status(201, services.import_credential(content_of(file), by=caller(request), at=clock.now()))


@router.post("/challenges", response={201: ChallengeOut, **REFUSALS}, summary="Get a challenge")
def ask_challenge(request: HttpRequest) -> Status[Challenge]:
    """Get what a wallet app signs: `challenge` and `domain` of a proof, or `nonce` and `aud` of a token.

    Bring the presentation that it makes as any credential. It counts once, and until `expires_at`; asked
    again while most of that time is left, the same is given.
    """
    return Status(201, services.ask_challenge(by=caller(request), at=clock.now()))


@router.get("/room", response={200: RoomOut, 401: Problem}, summary="My room")
def room(request: HttpRequest) -> Room:
    """How much the caller brought along, of how much they may; what was issued here is not counted."""
    return selectors.room_of(caller(request))


@router.get("/items/{uuid:item_id}", response={200: ItemOut, **REFUSALS}, summary="One credential")
def item(request: HttpRequest, item_id: UUID) -> Item:
    """One of the caller's credentials."""
    return selectors.item_for(caller(request), item_id)


@router.delete("/items/{uuid:item_id}", response={204: None, **REFUSALS}, summary="Remove a credential")
def remove(request: HttpRequest, item_id: UUID) -> Status[None]:
    """Take a credential that was brought along out of the wallet."""
    services.remove(selectors.item_for(caller(request), item_id), by=caller(request), at=clock.now())
    return Status(204, None)


@router.get("/items/{uuid:item_id}/report", response={200: VerificationOut, **REFUSALS}, summary="Verify it")
def report(request: HttpRequest, item_id: UUID) -> VerificationOut:
    """What verifiers see; for one that was brought along also whether it is about the caller."""
    found = selectors.item_for(caller(request), item_id)
    return verification(checks.examined(found, at=clock.now()))


@router.get("/items/{uuid:item_id}/files/{form}", response={200: bytes, **REFUSALS}, summary="Download it")
def file(request: HttpRequest, item_id: UUID, form: str) -> HttpResponse:
    """The exact bytes in one of the item's `formats`; `original` for what was brought along.

    What needs an e-seal or a key for digital wallets is there where the university has one. Pictures and the
    unsealed credential for the Europass issuer are made when asked for; pictures whose name begins with
    `public-` hold no credential: neither name nor grade.
    """
    found = selectors.file_of(selectors.item_for(caller(request), item_id), form)
    return HttpResponse(found.content, content_type=found.media_type)
