"""Signing: every format from the one frozen record, exactly once, and anew where a key or seal was lost."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_tasks import task

from mcx.core import audit, clock, files
from mcx.credentials.documents.formats import SIGNED, Need, Signed, Work, Written, added, signed
from mcx.credentials.models import Award, IssuedCredential, Revocation, StatusEntry
from mcx.credentials.rules import PATIENCE
from mcx.credentials.selectors import COMPROMISED, valid_at
from mcx.credentials.services.status import REVOCATION, Place, draw_places, mark
from mcx.keys.models import Seal
from mcx.keys.selectors import SIGNS, SIGNS_FOR_WALLETS, public_keys_in_use, usable_at

AT_ONCE = 20  # awards that one job completes: a second's work or so
log = structlog.get_logger("mcx.credentials")


class Finished(NamedTuple):
    """What came of the awards that waited to be signed."""

    signed: int
    left: int


@task()
def issue_award(award_id: str) -> None:
    """The job that signs one claimed award."""
    issue(UUID(award_id), at=clock.now())


def issue(award_id: UUID, *, at: datetime) -> Award:
    """Sign a claimed award in every format: all of them or none; one already issued stays as it is.

    Signing holds no lock. Should two workers sign the same award, the first to finish is kept; should two
    copies draw the same place in a status list, the later is signed again.

    :raises NoSigningKey: when the university has no key in use; the award stays claimed
    """
    award = _with_means(Award.objects.all()).get(pk=award_id)
    if award.status != Award.Status.CLAIMED:
        return award
    try:
        return _keep(award, _write(award, at=at), at=at)
    except IntegrityError:
        return _keep(award, _write(award, at=at), at=at)


def _with_means(awards: QuerySet[Award]) -> QuerySet[Award]:
    """The awards with what writing their copies asks for (two queries)."""
    whole = awards.select_related("institution", "learner", "edition").defer("edition__specification")
    return whole.prefetch_related("institution__signing_keys")


class Copy(NamedTuple):
    """A copy that was signed and has no row yet: where its bytes are, and the place that it names, if any."""

    written: Written
    kept: files.Kept
    place: Place | None


def _write(award: Award, *, at: datetime) -> list[Copy]:
    wanted = {one: None for one in SIGNED if one.need is not Need.KEY}
    places = _places(award, SIGNED, at=at)
    work = _work(award, places, at=at)
    return _copies(signed(work) + added(work, wanted), places)


def _places(award: Award, formats: Iterable[Signed], *, at: datetime) -> dict[str, Place]:
    forms = [one.name for one in formats if one.names_list]
    return draw_places(award.institution, forms=forms, at=at)


def _work(award: Award, places: Mapping[str, Place], *, at: datetime) -> Work:
    return Work(award, at, {form: place.status for form, place in places.items()})


def _copies(written: Iterable[Written], places: Mapping[str, Place]) -> list[Copy]:
    """The bytes go where files are kept before any lock is held: that may take a while."""
    return [Copy(one, files.keep(one.content), places.get(one.format.name)) for one in written]


@transaction.atomic
def _keep(award: Award, copies: Iterable[Copy], *, at: datetime) -> Award:
    award.status = Award.objects.values_list("status", flat=True).select_for_update().get(pk=award.pk)
    if award.status != Award.Status.CLAIMED:
        return award
    _keep_copies(award, copies, at)
    award.status, award.issued_at = Award.Status.ISSUED, at
    award.save(update_fields=["status", "issued_at"])
    audit.record("credentials.issued", award, by=None, at=at, institution_id=award.institution_id)
    return award


def _keep_copies(award: Award, copies: Iterable[Copy], at: datetime) -> list[Written]:
    """Keep the copies with their places, but those with which another worker was faster; the award is locked.

    As many queries for one copy as for all (three).
    """
    newest = {row.format: row for row in award.credentials.defer("content").order_by("number")}
    kept = [one for one in copies if newest.get(one.written.format.name) == one.written.replaces]
    rows = IssuedCredential.objects.bulk_create(_row(award, one, at) for one in kept)
    StatusEntry.objects.bulk_create(
        StatusEntry(credential=row, list=one.place.list, index=one.place.index)
        for row, one in zip(rows, kept, strict=True)
        if one.place is not None
    )
    return [one.written for one in kept]


def _row(award: Award, copy: Copy, at: datetime) -> IssuedCredential:
    one = copy.written
    return IssuedCredential(
        award=award,
        format=one.format.name,
        number=one.replaces.number + 1 if one.replaces else 1,
        media_type=one.format.media_type,
        **copy.kept._asdict(),
        key=one.key,
        seal=one.seal,
        replaces=one.replaces,
        issued_at=at,
    )


@task()
def complete_awards(institution_id: int, *, after: str = "") -> None:
    """The job that adds to a few of the awards of an institution the copies that it can write by now.

    It queues the job for the next ones, so that others have their turn between. Where it is killed, a worker
    finds what is lacking: nothing is known only to the queue.
    """
    at = clock.now()
    awards = lacking(at).filter(institution=institution_id)
    last = complete_some(awards, after=UUID(after) if after else None, at=at)
    if last is not None:
        complete_awards.enqueue(institution_id, after=str(last))


def complete_some(awards: QuerySet[Award], *, after: UUID | None, at: datetime) -> UUID | None:
    """Complete at most twenty of the awards, those that follow one; the last of them if there may be more.

    One failure stops no other, and none is tried again before all others were.
    """
    rest = awards.order_by("pk") if after is None else awards.order_by("pk").filter(pk__gt=after)
    keys = list(rest.values_list("pk", flat=True)[:AT_ONCE])
    for award_id in keys:
        try:
            complete(award_id, at=at)
        except Exception:
            log.exception("award could not be completed", award=str(award_id))
    return keys[-1] if len(keys) == AT_ONCE else None


def complete(award_id: UUID, *, at: datetime) -> int:
    """Write the copies that an issued award lacks and its university can write; the others stay.

    It lacks a format that it was not issued in, and a copy in the place of one whose key or seal somebody
    else may have: that one's own bit is set in the transaction that keeps the new one.
    """
    award = _with_means(lacking(at)).filter(pk=award_id).first()
    if award is None:
        return 0
    try:
        return keep_lacking(award, copies=write_lacking(award, at=at), at=at)
    except IntegrityError:
        return keep_lacking(award, copies=write_lacking(award, at=at), at=at)


def write_lacking(award: Award, *, at: datetime) -> list[Copy]:
    """The copies that an award lacks, signed and not kept yet."""
    wanted = _wanted(award)
    places = _places(award, wanted, at=at)
    return _copies(added(_work(award, places, at=at), wanted), places)


def _wanted(award: Award) -> dict[Signed, IssuedCredential | None]:
    """The formats that it lacks, and all that one lost key or seal signed, each with what it replaces."""
    rows = award.credentials.filter(replaced_by=None).select_related("key", "seal").defer("content")
    has = {row.format: row for row in rows}
    lost = {one.need for one in SIGNED if one.name in has and has[one.name].is_compromised}
    missing = {one: None for one in SIGNED if one.name not in has and one.need is not Need.KEY}
    return missing | {one: has.get(one.name) for one in SIGNED if one.need in lost}


@transaction.atomic
def keep_lacking(award: Award, *, copies: Iterable[Copy], at: datetime) -> int:
    """Keep these copies if the award still stands, and end those that they replace: how many were kept."""
    row = Award.objects.select_for_update().get(pk=award.pk)
    stands = not Revocation.objects.filter(award=row).exists()
    kept = _keep_copies(row, copies, at) if stands else []
    replaced = [one.replaces for one in kept if one.replaces is not None]
    mark(replaced, purpose=REVOCATION, at=at)
    for one in kept:
        _log(award, one, at)
    return len(kept)


def _log(award: Award, one: Written, at: datetime) -> None:
    deed, why = "credentials.format-added", dict[str, str]()
    if one.replaces is not None:
        deed, why = "credentials.signed-anew", {"because": one.replaces.lost}
    audit.record(
        deed, award, by=None, at=at, institution_id=award.institution_id, format=one.format.name, **why
    )


def lacking(at: datetime) -> QuerySet[Award]:
    """The awards that stand and lack a copy which their university can write at that instant."""
    able = {
        Need.KEY: public_keys_in_use(SIGNS),
        Need.WALLET_KEY: public_keys_in_use(SIGNS_FOR_WALLETS),
        Need.SEAL: Seal.objects.filter(usable_at(at)),
    }
    wanted, kept = Q(), IssuedCredential.objects.filter(replaced_by=None, award=OuterRef("pk"))
    for need, means in able.items():
        forms = [one.name for one in SIGNED if one.need is need]
        lacks = Q(Exists(kept.filter(COMPROMISED, format__in=forms)))
        if need is not Need.KEY:
            for form in forms:
                lacks |= Q(~Exists(kept.filter(format=form)))
        wanted |= Q(institution__in=means.values("institution")) & lacks
    return Award.objects.filter(valid_at(at), wanted)


def issue_pending(*, at: datetime) -> Finished:
    """Sign everything that was claimed and not signed, then write the copies that issued awards lack."""
    done = _sign(Award.objects.filter(status=Award.Status.CLAIMED), at=at)
    complete_lacking(at=at)
    return done


def complete_lacking(*, at: datetime) -> None:
    """Write all copies that issued awards lack, as far as they can be written."""
    last = complete_some(lacking(at), after=None, at=at)
    while last is not None:
        last = complete_some(lacking(at), after=last, at=at)


def sweep(*, at: datetime, patience: timedelta = PATIENCE) -> Finished:
    """Sign what was claimed longer than this ago and is not signed: what a killed worker left.

    Any number of workers may sweep at once: each award is kept once.
    """
    return _sign(Award.objects.filter(status=Award.Status.CLAIMED, claimed_at__lte=at - patience), at=at)


def _sign(awards: QuerySet[Award], *, at: datetime) -> Finished:
    """Sign each of the awards, the oldest first; one failure stops no other."""
    pending = awards.order_by("claimed_at", "pk")
    done = left = 0
    for award_id in list(pending.values_list("pk", flat=True)):
        try:
            issue(award_id, at=at)
            done += 1
        except Exception:
            log.exception("award could not be signed", award=str(award_id))
            left += 1
    return Finished(done, left)
