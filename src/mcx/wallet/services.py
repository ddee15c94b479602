"""What learners do with their credentials."""

import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.selectors import require_own
from mcx.core import audit
from mcx.core.ciphers import secret_hash
from mcx.core.errors import DomainError, Invalid, NotFound
from mcx.core.reports import message, translated
from mcx.core.text import as_kept
from mcx.credentials.checks.verification import examine
from mcx.credentials.models import Award
from mcx.credentials.rules import LARGEST_FILE
from mcx.credentials.services import awards
from mcx.wallet import rules
from mcx.wallet.models import Item, Share, ShareView
from mcx.wallet.selectors import ORIGINAL, SHAREABLE, room_of
from microcred import Reading
from microcred.reading import LABELS, Kind
from microcred.record_json import to_json
from microcred.report import Report
from microcred.saying import Amount


class NotReadable(DomainError):
    """The file is no credential that we can read."""

    code = "not-readable"
    message = _("This file cannot be kept as a credential: {reason}")
    fix = _("Ask its issuer for the credential as a JSON, JWT, PNG, SVG or PDF file and try again.")


class StillNeeded(DomainError):
    """Something else rests on the credential."""

    code = "still-needed"
    message = _(
        "This credential cannot be removed: it was issued here, or you asked a university to recognise it."
    )
    fix = _("Nobody sees it unless you share it.")


class WalletFull(DomainError):
    """There is no room for another file."""

    code = "wallet-full"
    message = _(
        "There is no room for this file: you brought along {files} of at most {most_files} credentials, "
        "{megabytes} of {most_megabytes} MB."
    )
    fix = _("Remove one that you no longer need, or ask those who run the network for more room.")


@transaction.atomic
def claim(award: Award, *, by: Person, at: datetime) -> Item:
    """Accept an award into the wallet; the university signs it next. Claiming again changes nothing."""
    award = awards.claim(award, by=by, at=at)
    item, _is_new = Item.objects.get_or_create(
        award=award,
        defaults={"owner": by, "title": award.edition.title, "kind": "issued-here", "added_at": at},
    )
    return item


def import_credential(data: bytes, *, by: Person, at: datetime) -> Item:
    """Keep somebody else's credential, its exact bytes, with what could be understood and verified.

    The same file again gives the item it already has, also when it is sent several times at once.

    :raises Invalid: when it is empty or larger than 8 MB
    :raises NotReadable: when it is no credential of a known kind
    :raises WalletFull: when the owner has no room left
    """
    require_own(by, Action.HOLD)
    if not data or len(data) > LARGEST_FILE:
        raise Invalid(file=_("Choose a file of at most 8 MB."))
    if known := _known(data, by):
        return known
    found = examine(data, at=at)
    if found.reading is None:
        raise NotReadable(reason=message(found.report.checks[0]))
    return _keep(data, found.reading, found.report, by=by, at=at)


@transaction.atomic
def _keep(data: bytes, reading: Reading, report: Report, *, by: Person, at: datetime) -> Item:
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # one at a time, so that the room is counted
    if known := _known(data, by):
        return known
    _require_room(by, len(data))
    record = reading.record
    item = Item.objects.create(
        owner=by,
        title=dict(record.specification.title) if record else _called(reading.kind),
        kind=reading.kind,
        content=data,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        record=to_json(record) if record else None,
        report=report.as_stored(),
        added_at=at,
    )
    audit.record("wallet.imported", item, by=by, at=at, kind=reading.kind)
    return item


def _called(kind: Kind) -> dict[str, str]:
    """What credentials of a kind are called, for one that has no title of its own."""
    called = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            called[language] = translated(LABELS[kind])
    return called


def _known(data: bytes, owner: Person) -> Item | None:
    return Item.objects.filter(owner=owner, award=None, sha256=sha256(data).hexdigest()).first()


def _require_room(owner: Person, size: int) -> None:
    room = room_of(owner)
    if not room.takes(size):
        raise WalletFull(
            files=room.files,
            most_files=room.most_files,
            megabytes=Amount(f"{room.bytes / rules.MEGABYTE:.1f}"),
            most_megabytes=room.most_bytes // rules.MEGABYTE,
        )


@transaction.atomic
def remove(item: Item, *, by: Person, at: datetime) -> None:
    """Take an imported credential out of one's own wallet; what was issued here stays.

    :raises NotFound: when it is somebody else's
    :raises StillNeeded: when it was issued in this network, or somebody decides about it
    """
    require_own(by, Action.HOLD)
    if item.owner_id != by.pk:
        raise NotFound()
    if item.award_id is not None:
        raise StillNeeded()
    audit.record("wallet.removed", item, by=by, at=at, kind=item.kind)
    try:
        item.delete()
    except ProtectedError as error:
        raise StillNeeded() from error


@transaction.atomic
def share(
    items: Sequence[Item],
    *,
    audience: str,
    days: int,
    files: Collection[str] = (),
    by: Person,
    at: datetime,
) -> tuple[Share, str]:
    """Make a link that shows these items for so many days; its secret is returned only now.

    `files` are the forms that may be downloaded through it: none unless they are named.

    :raises Invalid: without 1–25 items of one's own, an audience and 1–365 days; for a form of file that none
        of these items has
    """
    require_own(by, Action.HOLD)
    own, ends_at, words = _own(items, by), rules.share_end(at, days), as_kept(audience)
    if not words or len(words) > rules.LONGEST_AUDIENCE:
        raise Invalid(audience=_("Say in up to 200 characters whom the link is for."))
    if ends_at is None:
        raise Invalid(days=_("Choose between 1 and 365 days."))
    if unknown := set(files) - set(SHAREABLE):
        raise Invalid(files=_("There is no such file: {names}").format(names=", ".join(sorted(unknown))))
    _check_there_are_such(own, files)
    token, chosen = secrets.token_urlsafe(32), [form for form in SHAREABLE if form in files]
    made = Share.objects.create(
        owner=by,
        token_hash=secret_hash(token),
        files=chosen,
        audience=words,
        created_at=at,
        expires_at=ends_at,
    )
    made.items.set(own)
    audit.record("wallet.shared", made, by=by, at=at, items=[str(item.pk) for item in own], files=chosen)
    return made, token


def _own(items: Sequence[Item], owner: Person) -> list[Item]:
    """The items, once each, if they are all the owner's."""
    own = {item.pk: item for item in items}
    if not own or any(item.owner_id != owner.pk for item in items):
        raise Invalid(items=_("Choose at least one of your own credentials."))
    if len(own) > rules.MOST_SHARED:
        raise Invalid(items=_("Choose at most 25 credentials for one link."))
    return list(own.values())


def _check_there_are_such(items: Collection[Item], files: Collection[str]) -> None:
    """That an original is handed out only with something brought along, all else only with an award."""
    brought = {item.award_id is None for item in items}
    if ORIGINAL in files and True not in brought:
        raise Invalid(files=_("You brought along none of the chosen credentials: no original file is there."))
    if set(files) - {ORIGINAL} and False not in brought:
        raise Invalid(files=_("Of credentials that you brought along only the original file is there."))


@transaction.atomic
def end_share(made: Share, *, by: Person, at: datetime) -> None:
    """Close one's own link now; closing it again changes nothing."""
    require_own(by, Action.HOLD)
    made = Share.objects.select_for_update().get(pk=made.pk, owner=by)
    if made.ended_at is None:
        made.ended_at = at
        made.save(update_fields=["ended_at"])
        audit.record("wallet.share-ended", made, by=by, at=at)


def note_view(made: Share, *, at: datetime) -> None:
    """Remember that a link was opened, for its owner; nothing about who opened it.

    Where nothing can be written, on a full disk, reading goes on: only this opening is not counted then.
    """
    with suppress(DatabaseError), transaction.atomic():
        ShareView.objects.create(share=made, at=at)
