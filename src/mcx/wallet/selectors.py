"""Look-ups in wallets: only the owner's own, or what a share shows."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from mcx.accounts.models import Person
from mcx.core.errors import NotFound
from mcx.credentials.models import Award, IssuedCredential
from mcx.wallet import rules
from mcx.wallet.models import Item, Share

Format = IssuedCredential.Format


class File(NamedTuple):
    """Bytes to hand out, exactly as they were signed or brought along."""

    content: bytes
    media_type: str
    name: str


class ShareClosed(NotFound):
    """The link has expired or was ended."""

    code = "share-closed"
    message = "This link no longer shows anything. The credentials behind it may well be valid."
    fix = "Ask whoever sent it for a new link."


EXTENSIONS = {Format.OPEN_BADGE: "json", Format.JWT: "jwt", Format.PDF: "pdf"}


def items_of(owner: Person) -> QuerySet[Item]:
    """The owner's credentials, newest first, ready for a list page (one query)."""
    awards = ("award__institution", "award__edition__micro_credential", "award__result__scale")
    found = Item.objects.select_related(*awards, "award__revocation").filter(owner=owner)
    return found.order_by("-added_at", "pk")


def item_for(owner: Person, item_id: UUID) -> Item:
    """The owner's own item.

    :raises NotFound: when it is somebody else's or nobody's
    """
    found = items_of(owner).filter(pk=item_id).first()
    if found is None:
        raise NotFound()
    return found


def formats_of(item: Item) -> list[IssuedCredential]:
    """The formats an issued item can be downloaded in, without their bytes."""
    if item.award is None:
        return []
    return list(item.award.credentials.defer("content").order_by("format"))


def file_of(item: Item, form: str) -> File:
    """The bytes of one format, or of an imported item as it came.

    :raises NotFound: when the item has no such format
    """
    if item.award is None and form == "original":
        return File(bytes(item.content), "application/octet-stream", f"credential-{item.pk}")
    issued = IssuedCredential.objects.filter(award=item.award, format=form).first() if item.award else None
    if issued is None:
        raise NotFound()
    code = item.award.edition.micro_credential.code if item.award else "credential"
    return File(bytes(issued.content), issued.media_type, f"{code}.{EXTENSIONS[Format(form)]}")


def proof_of(item: Item) -> bytes:
    """The bytes that a verifier checks."""
    return file_of(item, Format.OPEN_BADGE if item.award else "original").content


def shares_of(owner: Person) -> QuerySet[Share]:
    """The owner's links, newest first, with how often and when last they were opened."""
    counted = Share.objects.annotate(opened=Count("views"), opened_at=Max("views__at"))
    return counted.filter(owner=owner).prefetch_related("items").order_by("-created_at", "-pk")


def share_for(owner: Person, share_id: int) -> Share:
    """The owner's own link.

    :raises NotFound: when it is somebody else's or nobody's
    """
    found = shares_of(owner).filter(pk=share_id).first()
    if found is None:
        raise NotFound()
    return found


def hash_of(token: str) -> str:
    """What is kept of a link's secret: it has 256 random bits, so a plain hash suffices."""
    return sha256(token.encode()).hexdigest()


def shared(token: str, *, at: datetime) -> Share:
    """The share behind a link, while it is open.

    :raises ShareClosed: when it was ended, has expired or never was: the answer is the same
    """
    found = Share.objects.select_related("owner").filter(token_hash=hash_of(token)).first()
    if found is None or not rules.is_share_open(found.expires_at, found.ended_at, at=at):
        raise ShareClosed()
    return found


def items_shown(share: Share) -> QuerySet[Item]:
    """What a share shows, in the order it was collected."""
    return items_of(share.owner).filter(shares=share)


def awaiting_claim(owner: Person) -> QuerySet[Award]:
    """Awards the person has not claimed yet, newest first."""
    awards = Award.objects.select_related("institution", "edition__micro_credential", "result__scale")
    return awards.filter(learner=owner, status=Award.Status.OFFERED).order_by("-offered_at", "pk")
