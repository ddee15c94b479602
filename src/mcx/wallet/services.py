"""What learners do with their credentials."""

import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction
from django.db.models import F, ProtectedError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.selectors import require_own
from mcx.core import audit, files, pruning
from mcx.core.ciphers import secret_hash
from mcx.core.errors import DomainError, Invalid, NotFound
from mcx.core.reports import message, translated
from mcx.core.text import as_kept
from mcx.credentials.checks.verification import Examination, examine
from mcx.credentials.documents.trust import trust
from mcx.credentials.models import Award
from mcx.credentials.rules import LARGEST_FILE
from mcx.credentials.services import awards
from mcx.wallet import rules
from mcx.wallet.models import Challenge, Item, Share
from mcx.wallet.selectors import ORIGINAL, SHAREABLE, open_challenge_of, room_of
from microcred import MicrocredError, Reading
from microcred.presentations import Request
from microcred.reading import LABELS, Kind
from microcred.record_json import to_json
from microcred.report import Outcome, Report
from microcred.saying import Amount
from microcred.trust import Trust
from microcred.verification.answers import Answer, answer_of, credentials_of, requests_in

SWEPT = 50  # old challenges that one new one removes


class NotReadable(DomainError):
    """The file is no credential that we can read."""

    code = "not-readable"
    message = _("We cannot add this file to your wallet: {reason}")
    fix = _("Ask its issuer for the credential as a JSON, JWT, PNG, SVG or PDF file and try again.")


class StillNeeded(DomainError):
    """Something else rests on the credential."""

    code = "still-needed"
    message = _(
        "You cannot remove this credential because it was issued here, or because you asked a university to "
        "recognise it."
    )
    fix = _("Nobody sees it unless you share it.")


class WalletFull(DomainError):
    """There is no room for another file."""

    code = "wallet-full"
    message = _(
        "There is no space for this file. You have added {files} of {most_files} credentials and used "
        "{megabytes} of {most_megabytes} MB."
    )
    fix = _("Remove one that you no longer need, or ask the people who run this network for more space.")


class ChallengeOfAnother(DomainError):
    """A challenge is answered by the person it was given to."""

    code = "challenge-of-another"
    message = _("This presentation answers a challenge that was given to someone else.")
    fix = _("Get your own challenge under “Add a credential” and let your wallet app sign that one.")


class ChallengeUsed(DomainError):
    """A challenge is answered once."""

    code = "challenge-used"
    message = _("This presentation answers a challenge that was answered before.")
    fix = _("Get a new challenge under “Add a credential” and let your wallet app sign that one.")


class ChallengeExpired(DomainError):
    """A challenge is answered soon."""

    code = "challenge-expired"
    message = _("This presentation answers a challenge that has expired.")
    fix = _("Get a new challenge under “Add a credential” and add the answer within 15 minutes.")


class MadeForAnother(DomainError):
    """A presentation is for one audience."""

    code = "made-for-another"
    message = _("This presentation was not made for this network, whose domain is {domain}.")
    fix = _("Let your wallet app sign again, with exactly the domain shown under “Add a credential”.")


class KeyNotShown(DomainError):
    """The answer shows no key."""

    code = "key-not-shown"
    message = _("This presentation does not show that you have a key: {reason}")
    fix = _(
        "Let your wallet app sign again, or add the credential itself. It will then not be known whose it "
        "is until something else shows it."
    )


class ShowsNothing(DomainError):
    """There has to be something to keep."""

    code = "shows-nothing"
    message = _("This presentation shows {count} credentials. Between 1 and {most} can be added at once.")
    fix = _("Choose in your wallet app which of them to show, and sign again.")


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

    The same file again gives the item it already has, also when it is sent several times at once. Of a
    presentation that answers a challenge the credentials it shows are kept, each as an item, and the first of
    them is given; from then on whatever is bound to the key that answered is known to be the owner's.

    :raises Invalid: when it is empty or larger than 8 MB
    :raises NotReadable: when it is no credential of a known kind
    :raises WalletFull: when the owner has no room left
    :raises ChallengeOfAnother, ChallengeUsed, ChallengeExpired, MadeForAnother, KeyNotShown, ShowsNothing:
        when it answers a challenge of this network and is no good answer
    """
    require_own(by, Action.HOLD)
    if not data or len(data) > LARGEST_FILE:
        raise Invalid(file=_("Choose a file of 8 MB or less."))
    if known := _known(data, by):
        return known
    trusted = trust(at=at)
    found = examine(data, at=at, trusted=trusted)
    reading = _read(found)
    challenge = _answered(reading, by=by, at=at)
    answer = _answer(challenge, reading, trusted, at=at) if challenge else None
    if challenge is None or answer is None:
        return _keep(data, reading, found.report, by=by, at=at)
    return _keep_shown(_shown(reading, trusted, at=at), challenge, answer, by=by, at=at)[0]


@transaction.atomic
def ask_challenge(*, by: Person, at: datetime) -> Challenge:
    """Give somebody a text to sign with their key; the one they have, while most of its time is left.

    What nobody answered in time goes after a day.
    """
    require_own(by, Action.HOLD)
    old = Challenge.objects.filter(answered_at=None, expires_at__lte=at - rules.CHALLENGE_KEPT)
    Challenge.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:SWEPT])).delete()
    given = open_challenge_of(by, at=at)
    if given and rules.is_still_long(given.expires_at, at=at):
        return given
    made = Challenge.objects.create(
        person=by, nonce=secrets.token_urlsafe(32), given_at=at, expires_at=at + rules.CHALLENGE_LIFE
    )
    audit.record("wallet.challenged", made, by=by, at=at)
    return made


def _read(found: Examination) -> Reading:
    if found.reading is None:
        raise NotReadable(reason=message(found.report.checks[0]))
    return found.reading


def _answered(reading: Reading, *, by: Person, at: datetime) -> Challenge | None:
    """The challenge of this network that a file says it answers, if it says so and may."""
    said = requests_in(reading)
    nonces = {one.nonce for one in said if rules.is_challenge(one.nonce)}
    challenge = Challenge.objects.filter(nonce__in=nonces).order_by("pk").first() if nonces else None
    if challenge is None:
        return None
    if challenge.person_id != by.pk:
        raise ChallengeOfAnother()
    if challenge.answered_at is not None:
        raise ChallengeUsed()
    if challenge.expires_at <= at:
        raise ChallengeExpired()
    if settings.PUBLIC_URL not in {one.audience for one in said}:
        raise MadeForAnother(domain=settings.PUBLIC_URL)
    return challenge


def _answer(challenge: Challenge, reading: Reading, trusted: Trust, *, at: datetime) -> Answer | None:
    """Whose key answered; None where that cannot be found out here: then nothing was shown."""
    request = Request(settings.PUBLIC_URL, challenge.nonce)
    answer = answer_of(reading, at=at, trust=trusted, request=request)
    if answer.check.outcome is Outcome.FAILED:
        raise KeyNotShown(reason=message(answer.check))
    if len(answer.holder) > rules.LONGEST_HOLDER:
        raise KeyNotShown(reason=_("The identifier of its owner is too long to be saved."))
    return answer if answer.check.outcome is Outcome.PASSED else None


def _shown(reading: Reading, trusted: Trust, *, at: datetime) -> list[Examination]:
    """Each credential that a presentation shows, examined as if it had come alone."""
    inside = credentials_of(reading)
    if not 0 < len(inside) <= rules.MOST_SHARED:
        raise ShowsNothing(count=len(inside), most=rules.MOST_SHARED)
    found = []
    for one in inside:
        if isinstance(one, MicrocredError):
            raise NotReadable(reason=translated(one.message))
        found.append(examine(one.content, at=at, trusted=trusted))
    return found


@transaction.atomic
def _keep_shown(
    shown: Sequence[Examination], challenge: Challenge, answer: Answer, *, by: Person, at: datetime
) -> list[Item]:
    """Keep what was shown, and with the challenge that the owner holds the key that answered it."""
    challenge = Challenge.objects.select_for_update().get(pk=challenge.pk)
    if challenge.answered_at is not None:  # another answer was quicker
        raise ChallengeUsed()
    challenge.answered_at, challenge.holder, challenge.key = at, answer.holder, answer.key
    challenge.save(update_fields=["answered_at", "holder", "key"])
    audit.record("wallet.key-shown", challenge, by=by, at=at, key=answer.key)
    kept = []
    for found in shown:
        reading = _read(found)
        kept.append(_keep(reading.original, reading, found.report, by=by, at=at))
    return kept


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
        **files.keep(data)._asdict(),
        size=len(data),
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
        files.forget(item)
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
        raise Invalid(audience=_("Enter who the link is for, in 200 characters or fewer."))
    if ends_at is None:
        raise Invalid(days=_("Choose 1 to 365 days."))
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
        raise Invalid(items=_("Choose 25 credentials or fewer for one link."))
    return list(own.values())


def _check_there_are_such(items: Collection[Item], files: Collection[str]) -> None:
    """That an original is handed out only with something brought along, all else only with an award."""
    brought = {item.award_id is None for item in items}
    if ORIGINAL in files and True not in brought:
        raise Invalid(files=_("You did not add any of the chosen credentials, so there is no original file."))
    if set(files) - {ORIGINAL} and False not in brought:
        raise Invalid(files=_("Only the original file is available for credentials that you added."))


@transaction.atomic
def end_share(made: Share, *, by: Person, at: datetime) -> None:
    """Close one's own link now; closing it again changes nothing."""
    require_own(by, Action.HOLD)
    made = Share.objects.select_for_update().get(pk=made.pk, owner=by)
    if made.ended_at is None:
        made.ended_at = at
        made.save(update_fields=["ended_at"])
        audit.record("wallet.share-ended", made, by=by, at=at)


def forget_challenges(*, at: datetime) -> int:
    """Remove the challenges that nobody answered in time, and say how many there were."""
    return pruning.remove(Challenge.objects.filter(answered_at=None, expires_at__lte=at))


def note_view(made: Share, *, by: Person | AnonymousUser, at: datetime) -> None:
    """Remember that somebody else opened a link, for its owner; nothing about who it was.

    Where nothing can be written, on a full disk, reading goes on: only this opening is not counted then.
    """
    if by == made.owner:
        return
    with suppress(DatabaseError), transaction.atomic():
        Share.objects.filter(pk=made.pk).update(opened=F("opened") + 1, opened_at=at)
