"""Links that show credentials: creating and listing them, no longer sharing, reading what one shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status

from mcx.api.auth import caller
from mcx.api.credentials.verify import VerificationOut, verification
from mcx.api.errors import REFUSALS, Problem
from mcx.api.pages import Page, Part
from mcx.core import clock
from mcx.wallet import checks, selectors, services
from mcx.wallet.models import Item, Share
from mcx.wallet.rules import LONGEST_AUDIENCE, LONGEST_SHARE, MOST_SHARED

router = Router()


class ShareIn(Schema):
    """Which credentials, for whom, for how many days, and which files can be downloaded.

    Without `files` the link shows the credentials and offers no downloads.
    """

    items: list[UUID] = Field(min_length=1, max_length=MOST_SHARED)
    audience: str = Field(min_length=1, max_length=LONGEST_AUDIENCE)
    days: int = Field(ge=1, le=LONGEST_SHARE.days)
    files: list[str] = Field(default_factory=list, max_length=len(selectors.SHAREABLE))


class ShareOut(Schema):
    """A link, without its secret; when it expires, the credentials stay valid."""

    id: int
    audience: str
    items: list[UUID]
    files: list[str]
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    opened: int = 0

    @staticmethod
    def resolve_items(share: Share) -> list[UUID]:
        """The credentials that the link shows."""
        return [item.pk for item in share.items.all()]


class NewShare(Schema):
    """A new link; its address is shown only now."""

    share: ShareOut
    url: str


class Shares(Part):
    """A part of the links, newest first."""

    items: list[ShareOut]


class SharedOut(Schema):
    """One credential that a link shows, verified now, with the address of each file it offers."""

    id: UUID
    title: dict[str, str]
    report: VerificationOut
    files: dict[str, str]


class Shared(Schema):
    """What a link shows, whose it is, and when it expires."""

    owner: str
    expires_at: datetime
    items: list[SharedOut]


@router.get("/shares", response={200: Shares, **REFUSALS}, summary="My links")
def shares(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    """The caller's links, and how often each was opened."""
    found = selectors.shares_of(caller(request))
    return asked.of(found)


@router.post("/shares", response={201: NewShare, **REFUSALS}, summary="Create a link")
def share(request: HttpRequest, response: HttpResponse, sent: ShareIn) -> Status[dict[str, Any]]:
    """Create a link to some of the caller's own credentials."""
    response["Cache-Control"] = "no-store"
    chosen = selectors.items_among(caller(request), sent.items)
    made, token = services.share(
        chosen, audience=sent.audience, days=sent.days, files=sent.files, by=caller(request), at=clock.now()
    )
    shown = selectors.share_for(caller(request), made.pk)
    return Status(201, {"share": shown, "url": settings.PUBLIC_URL + reverse("wallet:shared", args=[token])})


@router.post("/shares/{int:share_id}/end", response={204: None, **REFUSALS}, summary="Stop sharing")
def end(request: HttpRequest, share_id: int) -> Status[None]:
    """Stop sharing a link now; the credentials stay valid."""
    found = selectors.share_for(caller(request), share_id)
    services.end_share(found, by=caller(request), at=clock.now())
    return Status(204, None)


@router.get("/shared/{token}", response={200: Shared, 404: Problem}, auth=None, summary="Read a link")
def shared(request: HttpRequest, token: str) -> Shared:
    """What a link shows, each credential verified now; for anyone who has the link."""
    found = selectors.shared(token, at=clock.now())
    services.note_view(found, by=request.user, at=clock.now())
    rows = list(selectors.items_shown(found))
    reports = checks.all_examined(rows, at=clock.now())
    items = [
        SharedOut(
            id=item.pk, title=item.title, report=verification(examined), files=_files(found, item, token)
        )
        for item, examined in zip(rows, reports, strict=True)
    ]
    return Shared(owner=found.owner.name, expires_at=found.expires_at, items=items)


def _files(share: Share, item: Item, token: str) -> dict[str, str]:
    return {
        form: settings.PUBLIC_URL + reverse("wallet:shared-download", args=[token, item.pk, form])
        for form in selectors.formats_shown(share, item)
    }
