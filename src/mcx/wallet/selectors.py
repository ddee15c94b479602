"""Look-ups in wallets: only the owner's own, or what a share shows."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Prefetch, QuerySet, Sum, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.core import files
from mcx.core.ciphers import secret_hash
from mcx.core.errors import NotFound
from mcx.credentials.documents.formats import DRAWN, FORMATS, SIGNED, Drawn
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.selectors import BADGE, awards_of, credential_of, public_copies_that_stand
from mcx.wallet import rules
from mcx.wallet.models import Challenge, Item, Share


class File(NamedTuple):
    """Bytes to hand out, exactly as they were signed or brought along."""

    content: bytes
    media_type: str
    name: str


class ShareClosed(NotFound):
    """The link has expired or was ended."""

    code = "share-closed"
    message = _(
        "This link has expired or the owner has stopped sharing it. The credentials may still be valid."
    )
    fix = _("Ask the person who sent it for a new link.")


ORIGINAL = "original"
# What a link may hand out.
SHAREABLE = (*(one.name for one in (*SIGNED, *DRAWN) if one.is_shareable), ORIGINAL)


def room_of(owner: Person) -> rules.Room:
    """How much the owner brought along, of how much they may (one query)."""
    found = Item.objects.filter(owner=owner, award=None).aggregate(files=Count("pk"), bytes=Sum("size"))
    return rules.Room(found["files"], settings.WALLET_FILES, found["bytes"] or 0, settings.WALLET_BYTES)


def items_of(owner: Person) -> QuerySet[Item]:
    """The owner's credentials, newest first, ready for a list page (two queries)."""
    return _ready().filter(owner=owner).order_by("-added_at", "-pk")


def _ready() -> QuerySet[Item]:
    """Items with everything that a list shows, without the large columns that it does not."""
    awards = ("institution", "edition__micro_credential", "result__scale", "result__replaced_by")
    names = [f"award__{name}" for name in (*awards, "revocation", "learner")]
    found = Item.objects.select_related("owner", *names).prefetch_related(_copies())
    return found.defer("content", "award__record", "award__edition__specification")


def _copies() -> Prefetch[str]:
    return Prefetch("award__credentials", public_copies_that_stand())


def copies_held(item: Item) -> list[IssuedCredential]:
    """The copies that stand of what was issued here (no query where they were looked up with the item)."""
    if item.award is None:
        return []
    prefetch_related_objects([item], _copies())
    return list(item.award.credentials.all())


def item_for(owner: Person, item_id: UUID) -> Item:
    """The owner's own item.

    :raises NotFound: when it is somebody else's or nobody's
    """
    found = items_of(owner).filter(pk=item_id).first()
    if found is None:
        raise NotFound()
    return found


def formats_of(item: Item) -> list[str]:
    """The names of the files that `file_of` hands out; none while the item is being signed."""
    if item.award is None:
        return [ORIGINAL]
    issued = [each.format for each in copies_held(item)]
    return [*issued, *(one.name for one in DRAWN)] if issued else []


def file_of(item: Item, form: str) -> File:
    """The bytes of one format, or of an imported item as it came.

    :raises NotFound: when the item has no such format
    """
    if item.award is None:
        if form != ORIGINAL:
            raise NotFound()
        brought = files.read(item)
        name = f"credential-{item.pk}{rules.ending_of(brought)}"
        return File(brought, "application/octet-stream", name)
    code = item.award.edition.micro_credential.code
    row = FORMATS.get(form)
    if isinstance(row, Drawn):
        return File(row.draw(item.award), row.media_type, code + row.ending)
    issued = credential_of(item.award, form)
    return File(files.read(issued), issued.media_type, code + FORMATS[form].ending)


def formats_shown(share: Share, item: Item) -> list[str]:
    """The names of the files of an item that its owner hands out with this link."""
    return [form for form in formats_of(item) if form in share.files and form in SHAREABLE]


def file_shown(share: Share, item: Item, form: str) -> File:
    """The bytes of one format for whoever has a link to the item.

    :raises NotFound: when its owner does not hand it out with this link
    """
    if form not in formats_shown(share, item):
        raise NotFound()
    return file_of(item, form)


def proof_of(item: Item) -> bytes:
    """The bytes that a verifier checks.

    :raises NotFound: while they are being signed
    """
    return file_of(item, BADGE if item.award else ORIGINAL).content


def open_challenge_of(owner: Person, *, at: datetime) -> Challenge | None:
    """The newest challenge that the person can still answer (one query)."""
    found = Challenge.objects.filter(person=owner, answered_at=None, expires_at__gt=at)
    return found.order_by("-expires_at", "-pk").first()


def items_to_share(owner: Person) -> QuerySet[Item]:
    """The owner's credentials that can be verified; those being signed cannot yet."""
    return items_of(owner).exclude(award__status=Award.Status.CLAIMED)


def items_among(owner: Person, chosen: Iterable[UUID]) -> list[Item]:
    """Those of the owner's items that were chosen; a stranger's are left out."""
    return list(items_to_share(owner).filter(pk__in=list(chosen)[: rules.MOST_SHARED + 1]))


def shares_of(owner: Person) -> QuerySet[Share]:
    """The owner's links, newest first, with how often and when last they were opened."""
    items = Prefetch("items", Item.objects.only("title").order_by("-added_at", "-pk"))
    return Share.objects.filter(owner=owner).prefetch_related(items).order_by("-created_at", "-pk")


def share_for(owner: Person, share_id: int) -> Share:
    """The owner's own link.

    :raises NotFound: when it is somebody else's or nobody's
    """
    found = shares_of(owner).filter(pk=share_id).first()
    if found is None:
        raise NotFound()
    return found


def shared(token: str, *, at: datetime) -> Share:
    """The share behind a link, while it is open.

    :raises ShareClosed: when it was ended, has expired or never was: the answer is the same
    """
    found = Share.objects.select_related("owner").filter(token_hash=secret_hash(token)).first()
    if found is None or not rules.is_share_open(found.expires_at, found.ended_at, at=at):
        raise ShareClosed()
    return found


def items_shown(share: Share) -> QuerySet[Item]:
    """What a share shows, newest first, with the bytes of what was brought along."""
    return items_to_share(share.owner).filter(shares=share).defer(None).defer("award__record")


def item_shown(share: Share, item_id: UUID) -> Item:
    """One of the items that a share shows.

    :raises NotFound: when it shows no such item
    """
    found = items_shown(share).filter(pk=item_id).first()
    if found is None:
        raise NotFound()
    return found


def awaiting_claim(owner: Person) -> QuerySet[Award]:
    """Awards the person has not claimed yet, newest first (one query)."""
    return awards_of(owner).filter(status=Award.Status.OFFERED)
